//go:build linux || darwin || freebsd

package prompt

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
)

// A line is neither delivered nor shown before Ready asks for one.
func TestTypeAhead(t *testing.T) {
	s := newFixture(t, 80, Settings{})
	s.press("one\rtwo\rthr")
	s.arrived(2)
	s.Write([]byte("220 hi\n"))
	s.sees("220 hi\n\n@1,0")
	if len(s.Lines()) > 0 || !s.Waiting() {
		t.Error("a line came before it was wanted")
	}
	s.Ready("> ")
	if l := s.line(); string(l.Text) != "one" || l.Pasted {
		t.Errorf("%+v", l)
	}
	s.Write([]byte("250 one\n"))
	s.Ready("> ")
	s.Ready("no> ") // a line was delivered already
	if l := s.line(); string(l.Text) != "two" || s.Waiting() {
		t.Errorf("%+v", l)
	}
	s.sees("220 hi\n> one\n250 one\n> two\n\n@4,0")
	s.Ready("> ")
	s.sees("220 hi\n> one\n250 one\n> two\n> thr\n@4,5")
	s.press("ee\r")
	if l := s.line(); string(l.Text) != "three" {
		t.Errorf("%+v", l)
	}
}

// arrived waits until the given number of lines is queued.
func (s *fixture) arrived(lines int) {
	s.t.Helper()
	s.comes("queued line", func() bool {
		s.Editor.mu.Lock()
		defer s.Editor.mu.Unlock()
		return s.queue.complete >= lines
	})
}

// Ctrl-C drops the input before it and nothing after it, however late DropQueued is
// called.
func TestDrop(t *testing.T) {
	s := newFixture(t, 80, Settings{})
	s.press("one\rtwo\rthr\x03kept\r")
	s.interrupted()
	s.arrived(1)
	if n := s.DropQueued(); n != 3 || !s.Waiting() || s.DropQueued() != 0 {
		t.Errorf("%d dropped", n)
	}
	s.Ready("> ")
	if l := s.line(); string(l.Text) != "kept" {
		t.Errorf("%+v", l)
	}
}

// Ctrl-C drops the line being typed. On an empty line, Interrupts delivers it.
func TestCtrlC(t *testing.T) {
	s := newFixture(t, 80, Settings{})
	s.Ready("> ")
	s.press("abc\x1b[D\x03")
	s.sees("> abc^C\n>\n@1,2")
	s.press("d\x03e\x03")
	s.sees("> abc^C\n> d^C\n> e^C\n>\n@3,2")
	if len(s.Interrupts()) > 0 {
		t.Error("Ctrl-C was delivered though it dropped a line")
	}
	s.press("\x03")
	s.interrupted()
	s.press("f") // it waits for the next prompt
	s.sees("> abc^C\n> d^C\n> e^C\n> f\n@3,3")
	s.Dropped()
	s.sees("> abc^C\n> d^C\n> e^C\n> ^C\n\n@4,0")
	s.Ready("> ")
	s.sees("> abc^C\n> d^C\n> e^C\n> ^C\n> f\n@4,3")
	s.press("\r")
	if l := s.line(); string(l.Text) != "f" {
		t.Errorf("%+v", l)
	}
	s.press("ahead\rand more")
	s.arrived(1)
	s.press("\x03")
	s.interrupted()
	if n := s.DropQueued(); n != 2 || s.Waiting() {
		t.Errorf("%d dropped", n)
	}
	s.types("g\r", "g")
}

// When the terminal disappears, no incomplete line and no end of input is delivered.
func TestHangUp(t *testing.T) {
	for _, c := range []struct{ keys, shows string }{
		{"half", "> half"}, {"", ">"}, {"\x12se", "(failing reverse search `se')"}, {"a\x1b[200~pasted", "> apasted"},
	} {
		s := newFixture(t, 80, Settings{})
		s.Ready("> ")
		s.press(c.keys)
		s.until(c.shows, func(v *vt) bool { return v.Rows()[v.Row] == c.shows })
		s.keys.Close()
		s.goneFor(c.keys)
	}
}

// goneFor checks that each Ready delivers the error that the terminal is gone.
func (s *fixture) goneFor(keys string) {
	s.t.Helper()
	for range 2 {
		if l := s.line(); l.Err == nil || errors.Is(l.Err, io.EOF) || l.Text != nil {
			s.t.Errorf("%q and gone: %+v", keys, l)
		}
		s.Ready("> ")
	}
}

// Complete queued lines are delivered first.
func TestHangUpAfterLines(t *testing.T) {
	for _, keys := range []string{"one\rtwo\rhalf", "one\rtwox\x7f\rha\x1b[Dlf"} {
		s := newFixture(t, 80, Settings{})
		s.press(keys)
		s.arrived(2)
		s.keys.Close()
		s.comes("hang-up", func() bool {
			s.Editor.mu.Lock()
			defer s.Editor.mu.Unlock()
			return s.readError != nil
		})
		for _, want := range []string{"one", "two"} {
			s.Ready("> ")
			if l := s.line(); string(l.Text) != want || l.Err != nil {
				t.Errorf("%q: %+v", keys, l)
			}
		}
		s.Ready("> ")
		s.goneFor(keys)
	}
}

// Keys that are queued together are drawn once.
func TestBurst(t *testing.T) {
	s := newFixture(t, 80, Settings{})
	const keys = 500
	s.press(strings.Repeat("a\x1b[Db\x04", keys/4))
	s.comes("queued keys", func() bool {
		s.Editor.mu.Lock()
		defer s.Editor.mu.Unlock()
		return len(s.queue.tokens) == keys
	})
	s.Ready("> ")
	s.sees("> " + strings.Repeat("b", keys/4)[:78] + "\n" + strings.Repeat("b", keys/4-78) + "\n@1," + fmt.Sprint(keys/4-78))
	if n := len(s.tape()); n > 3*keys {
		t.Errorf("%d bytes to the terminal", n)
	}
}

// The prompt may change at any time. No line is delivered twice, or before Ready asks for it.
func TestReadyAtAnyTime(t *testing.T) {
	s := newFixture(t, 80, Settings{})
	const lines = 300
	var changing sync.WaitGroup
	stop := make(chan struct{})
	taken := make(chan struct{}, 1)
	changing.Go(func() {
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			default:
				s.Ready(fmt.Sprint(i, "> "))
			}
		}
	})
	changing.Go(func() {
		for i := 0; i < lines; i += 2 { // one that the library edits, one that needs no editing
			io.WriteString(s.keys, fmt.Sprint(i, "x\x7f\r", i+1, "\r"))
			<-taken
			<-taken
		}
	})
	for i := range lines {
		if l := s.line(); string(l.Text) != fmt.Sprint(i) {
			t.Errorf("line %d: %+v", i, l)
		}
		taken <- struct{}{}
	}
	close(stop)
	changing.Wait()
}

// In a message, TAB inserts a tab.
func TestLiteral(t *testing.T) {
	s := newFixture(t, 80, Settings{Color: true, Ghost: func(string) string { return "ghost" },
		Candidates: func(string, int) ([]string, int) { return []string{"completed"}, 0 }})
	s.SetTextMode(true)
	s.types("a\tb\r", "a\tb")
	s.SetTextMode(false)
	s.Ready("> ")
	s.press("x")
	s.sees("> a     b\n> xghost\n@1,3")
	s.SetTextMode(true)
	s.sees("> a     b\n> x\n@1,3")
	s.SetTextMode(false)
	s.press("\t\r")
	if l := s.line(); string(l.Text) != "completed" {
		t.Errorf("%+v", l)
	}
}
