//go:build linux || darwin || freebsd

package prompt

import (
	"bytes"
	"io"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"

	"byhand/internal/terminal"
)

type vt = terminal.Screen

// fixture is a pty with an editor at one end, and at the other a user with a model of
// the screen.
type fixture struct {
	*Editor
	t    testing.TB
	keys *os.File // the user's end
	tty  *os.File

	found unix.Termios // how the editor found the terminal

	mu       sync.Mutex
	news     *sync.Cond
	vt       *vt
	stream   bytes.Buffer // all that was written
	written  int          // how many bytes that was
	tapeless bool         // keep no stream
	eof      bool
	rows     int
	over     chan struct{} // for a test's own use
}

// patience ends tests that hang. No test measures time.
const patience = 20 * time.Second

func newFixture(t testing.TB, cols int, set Settings) *fixture {
	t.Helper()
	return openFixture(t, cols, set, false)
}

func openFixture(t testing.TB, cols int, set Settings, tapeless bool) *fixture {
	t.Helper()
	s := newTerminalFixture(t, cols, tapeless)
	s.edit(set)
	return s
}

// newTerminalFixture has no editor yet.
func newTerminalFixture(t testing.TB, cols int, tapeless bool) *fixture {
	t.Helper()
	keys, tty, err := pty.Open()
	if err != nil {
		t.Skip("no pty:", err)
	}
	if err := unix.SetNonblock(int(keys.Fd()), true); err != nil { // so that Close ends a Read
		t.Fatal(err)
	}
	s := &fixture{t: t, keys: keys, tty: tty, tapeless: tapeless, over: make(chan struct{}), rows: 60000, vt: terminal.NewScreen(cols)}
	s.news = sync.NewCond(&s.mu)
	s.size(cols)
	s.found = termios(t, keys)
	looked := make(chan struct{})
	go s.look(looked)
	t.Cleanup(func() {
		tty.Close()
		keys.Close()
		s.wait(looked, "end of the screen")
		if !t.Failed() && len(s.vt.Odd) > 0 {
			t.Errorf("the screen got %q", s.vt.Odd)
		}
	})
	return s
}

// edit opens an editor on the stage, until the test ends.
func (s *fixture) edit(set Settings) {
	s.t.Helper()
	set.In, set.Out = s.tty, s.tty
	e, err := NewEditor(set)
	if err != nil {
		s.t.Fatal(err)
	}
	s.Editor = e
	s.t.Cleanup(func() { e.Close() })
}

// size sets the terminal's size, with so many rows that nothing scrolls.
func (s *fixture) size(cols int) {
	err := withFd(s.keys, func(fd uintptr) error {
		return unix.IoctlSetWinsize(int(fd), unix.TIOCSWINSZ, &unix.Winsize{Row: uint16(s.rows), Col: uint16(cols)})
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *fixture) look(looked chan<- struct{}) {
	defer close(looked)
	buf := make([]byte, 64<<10)
	for {
		n, err := s.keys.Read(buf)
		s.mu.Lock()
		s.vt.Write(buf[:n])
		s.written += n
		if !s.tapeless {
			s.stream.Write(buf[:n])
		}
		s.eof = err != nil
		s.news.Broadcast()
		s.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// until waits until ok accepts the screen.
func (s *fixture) until(what string, ok func(v *vt) bool) {
	s.t.Helper()
	late := time.AfterFunc(patience, func() { s.mu.Lock(); s.eof = true; s.news.Broadcast(); s.mu.Unlock() })
	defer late.Stop()
	s.mu.Lock()
	defer s.mu.Unlock()
	for !ok(s.vt) {
		if s.eof {
			s.t.Fatalf("the screen is\n%s\nand not %s", s.vt.Text(), what)
		}
		s.news.Wait()
	}
}

// sees waits until the screen is as wanted: the rows, then @ and the cursor's row and column.
func (s *fixture) sees(want string) {
	s.t.Helper()
	s.until("\n"+want, func(v *vt) bool { return v.Text() == want })
}

// press types keys.
func (s *fixture) press(keys string) {
	s.t.Helper()
	if _, err := io.WriteString(s.keys, keys); err != nil {
		s.t.Fatal(err)
	}
}

// line waits for a line.
func (s *fixture) line() Line {
	s.t.Helper()
	select {
	case l := <-s.Lines():
		s.MarkTaken(l)
		return l
	case <-time.After(patience):
		s.mu.Lock()
		defer s.mu.Unlock()
		s.t.Fatalf("no line came; the screen is\n%s", s.vt.Text())
	}
	return Line{}
}

// interrupted waits until Interrupts delivers Ctrl-C.
func (s *fixture) interrupted() {
	s.t.Helper()
	select {
	case <-s.Interrupts():
	case <-time.After(patience):
		s.t.Fatal("no interrupt came")
	}
}

// tape returns everything that was written to the terminal.
func (s *fixture) tape() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.stream.String()
}

// wait waits for a channel.
func (s *fixture) wait(c <-chan struct{}, what string) {
	s.t.Helper()
	select {
	case <-c:
	case <-time.After(patience):
		s.mu.Lock()
		defer s.mu.Unlock()
		s.t.Fatalf("no %s; the screen is\n%s", what, s.vt.Text())
	}
}

// types presses keys at a prompt and checks the line.
func (s *fixture) types(keys, want string) Line {
	s.t.Helper()
	s.Ready("> ")
	s.press(keys)
	l := s.line()
	if string(l.Text) != want || l.Err != nil {
		s.t.Errorf("%q typed: %q, %v; want %q", keys, l.Text, l.Err, want)
	}
	return l
}

// comes waits for a condition that the screen does not show.
func (s *fixture) comes(what string, ok func() bool) {
	s.t.Helper()
	for late := time.Now().Add(patience); !ok(); time.Sleep(time.Millisecond) {
		if time.Now().After(late) {
			s.t.Fatalf("no %s", what)
		}
	}
}

// cooked reports whether the terminal is in the mode that the editor found.
func (s *fixture) cooked() bool { return termios(s.t, s.keys) == s.found }

// termios returns a terminal's mode.
func termios(t testing.TB, f *os.File) (mode unix.Termios) {
	t.Helper()
	err := withFd(f, func(fd uintptr) error {
		got, err := unix.IoctlGetTermios(int(fd), getTermios)
		if err == nil {
			mode = *got
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return mode
}

func TestTypedLine(t *testing.T) {
	s := newFixture(t, 80, Settings{})
	if s.cooked() {
		t.Error("the terminal is not raw")
	}
	s.Ready("> ")
	s.press("EHLO me")
	s.sees("> EHLO me\n@0,9")
	s.press("\r")
	if l := s.line(); string(l.Text) != "EHLO me" || l.Err != nil || l.Pasted || l.At.IsZero() {
		t.Errorf("%+v", l)
	}
	s.Write([]byte("250 hi\n"))
	s.sees("> EHLO me\n250 hi\n\n@2,0")
	s.types("\r", "")
	s.types("a\n", "a")
	if err := s.Close(); err != nil || !s.cooked() || s.Close() != nil {
		t.Error("not closed:", err)
	}
	s.until("without paste mode", func(v *vt) bool { return !v.Paste })
}
