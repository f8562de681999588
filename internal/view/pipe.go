package view

import (
	"time"

	"byhand/conn"
)

// pipe is the View for a stdout that is not a terminal. It writes the server's bytes there
// unchanged, and everything else to stderr.
type pipe struct {
	voice
	out *Outlet
	buf []byte // bytes of one read, which are written together
}

func (p *pipe) Received(e conn.Event, _ time.Duration) {
	p.buf = append(append(p.buf, e.Line...), e.Ending...)
	if !e.More || len(p.buf) >= 64<<10 {
		p.out.Write(p.buf)
		p.buf = p.buf[:0]
	}
}

func (p *pipe) Sent(e conn.Event) {
	if !p.quiet {
		p.Row("> ", sentLine(e))
	}
}

func (p *pipe) FinishLine(bool) {}
