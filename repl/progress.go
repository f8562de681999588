package repl

import (
	"byhand/internal/describe"
	"fmt"
	"strings"
	"time"
)

// progress shows a bar for the part of a message that was sent, after longWait.
type progress struct {
	status func(string) // shows the bar; nil: it is not shown
	total  int64        // octets
	done   int64        // octets
	began  time.Time
	shown  time.Time // when the bar was last drawn
}

// redrawInterval is the minimum time between two drawings of the bar.
const redrawInterval = 100 * time.Millisecond

func newProgress(s *Session, m *mail) *progress {
	now := time.Now()
	return &progress{status: s.opt.Status, total: m.wireSize(), began: now, shown: now.Add(longWait - redrawInterval)}
}

// sent adds n octets, and draws the bar if redrawInterval has passed.
func (p *progress) sent(n int) {
	p.done += int64(n)
	if now := time.Now(); p.status != nil && now.Sub(p.shown) >= redrawInterval {
		p.shown = now
		p.status(p.bar(now.Sub(p.began)))
	}
}

// removeBar removes the bar.
func (p *progress) removeBar() {
	if p.status != nil {
		p.status("")
	}
}

// elapsed returns the time since the start.
func (p *progress) elapsed() time.Duration { return time.Since(p.began) }

// amount returns how much was sent: "45 MB of 100 MB".
func (p *progress) amount() string {
	return fmt.Sprintf("%s of %s", describe.Octets(p.done), describe.Octets(p.total))
}

// bar returns the bar in one row:
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
	return fmt.Sprintf("[%s] %3.0f %%  %s, %s; Ctrl-C stops", bar[:width], part*100, p.amount(), describe.Rate(p.done, took))
}
