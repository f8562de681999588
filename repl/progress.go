package repl

import (
	"byhand/internal/describe"
	"fmt"
	"strings"
	"time"
)

// progress shows how much of a message was sent, once that takes over a second.
type progress struct {
	status func(string)
	total  int64
	done   int64
	began  time.Time
	shown  time.Time
}

// redrawn is the shortest time between two changes of the bar.
const redrawn = 100 * time.Millisecond

func newProgress(s *Session, m *mail) *progress {
	now := time.Now()
	return &progress{status: s.opt.Status, total: m.wired(), began: now, shown: now.Add(longWait - redrawn)}
}

// sent adds n octets.
func (p *progress) sent(n int) {
	p.done += int64(n)
	if now := time.Now(); p.status != nil && now.Sub(p.shown) >= redrawn {
		p.shown = now
		p.status(p.bar(now.Sub(p.began)))
	}
}

// stop removes the bar.
func (p *progress) stop() {
	if p.status != nil {
		p.status("")
	}
}

// elapsed returns the time since the start.
func (p *progress) elapsed() time.Duration { return time.Since(p.began) }

// words says how much was sent.
func (p *progress) words() string {
	return fmt.Sprintf("%s of %s", describe.Octets(p.done), describe.Octets(p.total))
}

// bar is one row:
//
//	[=========>          ]  45 %  45 MB of 100 MB, 52 MB/s; Ctrl-C stops
func (p *progress) bar(took time.Duration) string {
	const width = 20
	part := 1.0
	if p.total > 0 {
		part = min(1, float64(p.done)/float64(p.total))
	}
	full := int(part * width)
	bar := strings.Repeat("=", full) + ">" + strings.Repeat(" ", width-full)
	return fmt.Sprintf("[%s] %3.0f %%  %s, %s; Ctrl-C stops", bar[:width], part*100, p.words(), describe.Rate(p.done, took))
}
