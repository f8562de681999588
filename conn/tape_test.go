package conn

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// patience is how long a test waits for something that must happen. Only failing tests wait
// that long.
const patience = 20 * time.Second

// tape is a Tap that keeps all events. At the end of the test it checks rules that hold for
// every connection.
type tape struct {
	during func(Event) // runs inside the tap, first

	mu    sync.Mutex
	heard []Event
	grew  chan struct{} // closed at the next event
}

func newTape(t testing.TB) *tape {
	noneLeft(t)
	p := &tape{grew: make(chan struct{})}
	t.Cleanup(func() { p.check(t) })
	return p
}

func (p *tape) hear(e Event) {
	if p.during != nil {
		p.during(e)
	}
	e.Line = bytes.Clone(e.Line)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.heard = append(p.heard, e)
	close(p.grew)
	p.grew = make(chan struct{})
}

func (p *tape) events() []Event {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.heard)
}

// bytes joins all bytes that were sent or received.
func (p *tape) bytes(k Kind) string {
	var b strings.Builder
	for _, e := range p.events() {
		if e.Kind == k {
			b.Write(e.Line)
			b.WriteString(e.Ending)
		}
	}
	return b.String()
}

// await waits until the events satisfy enough.
func (p *tape) await(t testing.TB, what string, enough func() bool) {
	t.Helper()
	late := time.After(patience)
	for {
		p.mu.Lock()
		grew := p.grew
		p.mu.Unlock()
		if enough() {
			return
		}
		select {
		case <-grew:
		case <-late:
			t.Fatalf("%s did not come; events:\n%s", what, p)
		}
	}
}

// awaitText waits until text has been received, and returns the Offset of the event that
// completed it.
func (p *tape) awaitText(t testing.TB, text string) (offset int64) {
	t.Helper()
	p.await(t, fmt.Sprintf("%q", text), func() bool { return strings.Contains(p.bytes(Received), text) })
	return int64(strings.Index(p.bytes(Received), text) + len(text))
}

// awaitEnd waits for the Ended event.
func (p *tape) awaitEnd(t testing.TB) (end End) {
	t.Helper()
	p.await(t, "the end", func() bool {
		all := p.events()
		i := slices.IndexFunc(all, func(e Event) bool { return e.Kind == Ended })
		if i >= 0 {
			end = *all[i].End
		}
		return i >= 0
	})
	return end
}

// String returns all events, one a line.
func (p *tape) String() string {
	var lines []string
	for _, e := range p.events() {
		lines = append(lines, show(e))
	}
	return strings.Join(lines, "\n")
}

// show returns an event as a line. S is the server, * means within TLS, and + means that the
// next event follows at once.
//
//	S* "220 ready" CRLF 11 +
func show(e Event) string {
	ending, known := map[string]string{"\r\n": " CRLF", "\n": " LF", "\r": " CR", "": ""}[e.Ending]
	if !known {
		ending = fmt.Sprintf(" ending %q", e.Ending)
	}
	star, more := "", ""
	if e.Secure {
		star = "*"
	}
	if e.More {
		more = " +"
	}
	switch e.Kind {
	case Opened:
		return "opened"
	case Secured:
		return "secured"
	case Ended:
		return "ended: " + e.End.String()
	case Sent:
		return fmt.Sprintf("C%s %q%s%s", star, e.Line, ending, more)
	}
	return fmt.Sprintf("S%s %q%s %d%s", star, e.Line, ending, e.Offset, more)
}

// check checks what the documentation of Event promises.
func (p *tape) check(t testing.TB) {
	var received, sent int64
	secure := false
	all := p.events()
	for i, e := range all {
		size := int64(len(e.Line) + len(e.Ending))
		switch e.Kind {
		case Received:
			if received += size; e.Offset != received || size == 0 {
				t.Errorf("event %d (%s): %d bytes had come by then", i, show(e), received)
			}
		case Sent:
			sent += size
		case Secured:
			secure = true
		case Ended:
			if i != len(all)-1 {
				t.Errorf("event after the end: %s", show(all[i+1]))
			}
			if e.End.Received != received || e.End.Sent > sent {
				t.Errorf("the end counts %d received, %d sent; events have %d, %d", e.End.Received, e.End.Sent, received, sent)
			}
		}
		if e.Secure != secure && e.Kind != Opened {
			t.Errorf("event %d (%s) says Secure %v", i, show(e), e.Secure)
		}
		if e.More && (i+1 == len(all) || all[i+1].Kind != e.Kind) {
			t.Errorf("event %d (%s) and the next one belong together", i, show(e))
		}
		if i > 0 && e.Time.Before(all[i-1].Time) || e.Time.IsZero() {
			t.Errorf("event %d (%s) is stamped before the one before it", i, show(e))
		}
	}
}
