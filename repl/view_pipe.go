package repl

import (
	"sync"
	"time"

	"byhand/conn"
)

// pipe is the view where stdout is no terminal: the server's bytes go there
// exactly as they came, all else to stderr.
type pipe struct {
	voice
	out *outlet
	mu  sync.Mutex
	buf []byte // what was read together goes out together
}

func (p *pipe) received(e conn.Event, _ time.Duration) {
	p.buf = append(append(p.buf, e.Line...), e.Ending...)
	if !e.More || len(p.buf) >= 64<<10 {
		p.out.Write(p.buf)
		p.buf = p.buf[:0]
	}
}

func (p *pipe) sent(e conn.Event) {
	if !p.quiet {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.Row("> ", sentLine(e))
	}
}

func (p *pipe) note(text string) {
	if !p.quiet {
		p.answer(text)
	}
}

func (p *pipe) notes(all []string) {
	for _, text := range all {
		p.note(text)
	}
}

func (p *pipe) answer(text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.Say(text)
}

func (p *pipe) reveal(text string) { p.answer(text) }

func (p *pipe) finishLine(bool) {}
