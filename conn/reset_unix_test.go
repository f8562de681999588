//go:build unix

package conn

import (
	"errors"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestResetInWrite checks a reset that the kernel reports to a write. The read then gets a
// clean end, perhaps before the write returns.
func TestResetInWrite(t *testing.T) {
	for _, test := range []struct {
		err error
		how How
	}{
		{syscall.ECONNRESET, Reset},
		{syscall.EPIPE, Reset},
		{errBroken, Closed},
		{nil, Closed},
	} {
		m, c, tape := talk(t)
		m.wrote = func() error {
			m.Close() // Read returns io.EOF
			for len(goroutines(waitsForWrite)) == 0 && !c.hasEnded() {
				time.Sleep(time.Millisecond)
			}
			return test.err
		}
		if err := c.Send(t.Context(), line("DATA")); !errors.Is(err, test.err) {
			t.Errorf("Send: %v, want %v", err, test.err)
		}
		if end := tape.ends(t, test.how); test.how == Reset && !errors.Is(end.Err, test.err) {
			t.Errorf("its error is %v, want %v", end.Err, test.err)
		}
	}
}

func waitsForWrite(g string) bool {
	return strings.Contains(g, "(*Mutex).Lock") && strings.Contains(g, "conn.(*Conn).end")
}
