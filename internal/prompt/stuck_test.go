//go:build linux || darwin || freebsd

package prompt

import (
	"bytes"
	"fmt"
	"io"
	"sync/atomic"
	"testing"
)

// stick makes the terminal accept no output, and fills the editor's queue. The first Write is
// taken from the queue to be written, the second fills the queue, and the third waits. free
// makes the terminal accept output again.
func (s *fixture) stick() (free func()) {
	s.t.Helper()
	s.mu.Lock()
	text := bytes.Repeat([]byte("flood\n"), queueLimit/4)
	var returned atomic.Int32
	go func() {
		for range 3 {
			s.Write(text)
			returned.Add(1)
		}
	}()
	s.comes("full queue", func() bool {
		s.out.mu.Lock()
		defer s.out.mu.Unlock()
		return returned.Load() == 2 && len(s.out.queued) >= queueLimit
	})
	return s.mu.Unlock
}

// While the terminal accepts nothing, lines and Ctrl-C are still delivered, and only Write and
// Ready wait. When it accepts output again, the screen is complete.
func TestKeysWhileOutputIsStuck(t *testing.T) {
	s := newFixture(t, 80, Settings{Candidates: offers("alpha", "alphabet")})
	s.Ready("> ")
	free := s.stick()
	io.WriteString(s.keys, "a\t\talp\x7f\r")
	l := <-s.Lines()
	if string(l.Text) != "alphaal" || l.Err != nil {
		t.Errorf("%+v", l)
	}
	io.WriteString(s.keys, "ahead\r\x03")
	<-s.Interrupts()
	s.Status("waiting")
	s.Status("")
	s.Hide()
	s.Show()
	s.SetTextMode(true)
	s.SetTextMode(false)
	if s.Dropped(); s.DropQueued() != 1 || s.Waiting() {
		t.Error("the queued line was not dropped")
	}
	free()
	s.Ready("> ")
	s.until("a new prompt", func(v *vt) bool { return v.Rows()[v.Row] == ">" })
	s.types("end\r", "end")
}

// Keys while the terminal is stuck queue nothing.
func TestKeysWhileStuckQueueNothing(t *testing.T) {
	s := newFixture(t, 80, Settings{})
	s.Ready("> ")
	free := s.stick()
	queued := func() int {
		s.out.mu.Lock()
		defer s.out.mu.Unlock()
		return len(s.out.queued)
	}
	before := queued()
	for i := range 1000 {
		io.WriteString(s.keys, fmt.Sprint(i%10, "\x1b[D"))
	}
	s.comes("keys", func() bool {
		s.Editor.mu.Lock()
		defer s.Editor.mu.Unlock()
		return len(s.draft.line) == 1000
	})
	if after := queued(); after != before {
		t.Errorf("%d bytes are queued, and before the keys %d", after, before)
	}
	free()
	s.types("\r", s.lineNow())
}

func (s *fixture) lineNow() string {
	s.Editor.mu.Lock()
	defer s.Editor.mu.Unlock()
	return string(s.draft.line)
}
