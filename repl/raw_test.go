package repl_test

import (
	"context"
	"io"
	"strconv"
	"strings"
	"testing"

	"byhand/conn"
	"byhand/internal/fakeserver"
	"byhand/repl"
)

// TestRawGreeting: with --raw, byhand never reports a missing greeting.
func TestRawGreeting(t *testing.T) {
	t.Parallel()
	s, err := fakeserver.Start("S: 220 hi\nquiet\nclose")
	if err != nil {
		t.Fatal(err)
	}
	port, _ := strconv.Atoi(s.Port())
	input, stop := context.WithCancel(t.Context())
	defer stop()
	var out, errs buffer
	status := repl.Raw(t.Context(), repl.Options{
		Target: conn.Target{Host: "127.0.0.1", Port: port}, Display: repl.Display{Out: &out, Err: &errs, GreetingDelay: 1},
	}, waiting(input.Done()), false)
	if err := s.Finish(); err != nil {
		t.Error(err)
	}
	if got := errs.String(); status != repl.OK || out.String() != "220 hi\r\n" || strings.Contains(got, "no greeting") {
		t.Errorf("status %d, out %q, stderr %s", status, out.String(), got)
	}
}

// waiting is an input that ends when the channel is closed.
type waiting <-chan struct{}

func (w waiting) Read([]byte) (int, error) {
	<-w
	return 0, io.EOF
}
