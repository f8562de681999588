package repl

import (
	"strings"
	"testing"
	"time"

	"byhand/internal/message"
)

func TestBar(t *testing.T) {
	t.Parallel()
	p := &progress{total: 100_000_000}
	for done, want := range map[int64]string{
		0:           "[>                   ]   0 %  0 bytes of 100.0 MB, 0.0 MB/s; Ctrl-C stops",
		45_000_000:  "[=========>          ]  45 %  45.0 MB of 100.0 MB, 45.0 MB/s; Ctrl-C stops",
		100_000_000: "[====================] 100 %  100.0 MB of 100.0 MB, 100.0 MB/s; Ctrl-C stops",
		101_000_000: "[====================] 100 %  101.0 MB of 100.0 MB, 101.0 MB/s; Ctrl-C stops", // dots were doubled
	} {
		p.done = done
		if got := p.bar(time.Second); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	p.total, p.done = 0, 3
	if got := p.bar(0); !strings.HasPrefix(got, "[====================] 100 %  3 bytes of 0 bytes") {
		t.Errorf("an empty file: %q", got)
	}
}

// TestProgress: the bar appears after a second, is redrawn ten times a second, and is
// removed at the end.
func TestProgress(t *testing.T) {
	t.Parallel()
	var shown []string
	s := &Session{opt: Options{Display: Display{Status: func(text string) { shown = append(shown, text) }}}}
	p := newProgress(s, &mail{verbatim: true, report: message.Report{Octets: 10}})
	if p.shown.Sub(p.began)+redrawInterval != longWait {
		t.Errorf("it begins after %v", p.shown.Sub(p.began)+redrawInterval)
	}
	for _, due := range []time.Duration{time.Hour, -redrawInterval, time.Hour, -redrawInterval} {
		p.shown = time.Now().Add(due)
		p.sent(1)
	}
	p.removeBar()
	if len(shown) != 3 || !strings.Contains(shown[0], "2 bytes of 10 bytes") || !strings.Contains(shown[1], "4 bytes of 10 bytes") || shown[2] != "" {
		t.Errorf("%q", shown)
	}
	s.opt.Status = nil
	p = newProgress(s, &mail{})
	p.sent(1)
	p.removeBar()
}
