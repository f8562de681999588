//go:build linux || darwin || freebsd

package prompt

import (
	"bytes"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// activities are the things that an editor may be doing when it is closed.
var activities = map[string]func(s *fixture){
	"nothing":       func(s *fixture) {},
	"an empty line": func(s *fixture) { s.Ready("> "); s.sees(">\n@0,2") },
	"half a line":   func(s *fixture) { s.Ready("> "); s.press("half"); s.sees("> half\n@0,6") },
	"a search":      func(s *fixture) { s.Ready("> "); s.press("a\x12b"); s.sees("(failing reverse search `b') a\n@0,30") },
	"a line taken":  func(s *fixture) { s.types("a\r", "a") },
	"a line ahead":  func(s *fixture) { s.press("a\rb"); s.arrived(1) },
	"an edited line ahead": func(s *fixture) {
		s.press("ax\x7f\rb")
		s.arrived(1)
		s.Ready("> ")
		s.until("sent", func(v *vt) bool { return v.Row == 1 })
	},
	"a secret": func(s *fixture) { s.Hide(); s.Ready("> "); s.press("ab"); s.sees("> **\n@0,4") },
	"a status": func(s *fixture) {
		s.Status("waiting")
		s.until("waiting", func(v *vt) bool { return v.Rows()[0] == "waiting" })
	},
	"half a line of text": func(s *fixture) { s.Ready("> "); s.Write([]byte("half")) },
	"Ctrl-C":              func(s *fixture) { s.Ready("> "); s.press("\x03"); s.interrupted() },
	"Ctrl-D":              func(s *fixture) { s.Ready("> "); s.press("\x04"); s.line() },
	"a paste":             func(s *fixture) { s.Ready("> "); s.press("\x1b[200~ab"); s.sees("> ab\n@0,4") },
}

// Close restores the terminal and ends all goroutines, during any activity.
func TestClose(t *testing.T) {
	for while, does := range activities {
		t.Run(while, func(t *testing.T) {
			s := newFixture(t, 80, Settings{})
			if s.cooked() {
				t.Fatal("the terminal is not raw")
			}
			does(s)
			var all sync.WaitGroup
			for range 3 {
				all.Go(func() {
					if err := s.Close(); err != nil {
						t.Error(err)
					}
					if !s.cooked() {
						t.Error("the terminal is not as it was")
					}
				})
			}
			all.Wait()
			s.until("without paste mode, at the beginning of a row", func(v *vt) bool { return !v.Paste && v.Col == 0 })
			s.Ready("> ") // without effect
			s.Write([]byte("after\n"))
			s.until("written to", func(v *vt) bool { return slices.Contains(v.Rows(), "after") })
			s.comes("end of its goroutines", func() bool { return running() == 0 })
		})
	}
}

// running counts the goroutines that editors started.
func running() (n int) {
	buf := make([]byte, 1<<20)
	for _, g := range bytes.Split(buf[:runtime.Stack(buf, true)], []byte("\n\n")) {
		if bytes.Contains(g, []byte("chzyer/readline")) || bytes.Contains(g, []byte("prompt.(*Editor)")) || bytes.Contains(g, []byte("prompt.(*library)")) || bytes.Contains(g, []byte("prompt.(*output)")) {
			n++
		}
	}
	return n
}

// Close restores the mode that the terminal had, even an unusual one.
func TestCloseRestoresAll(t *testing.T) {
	s := newTerminalFixture(t, 80, false)
	odd := s.found
	odd.Lflag &^= unix.ECHO
	odd.Iflag ^= unix.IXON | unix.ICRNL
	odd.Cc[unix.VMIN], odd.Cc[unix.VEOF] = 3, 9
	s.setMode(odd)
	s.found = termios(t, s.keys)
	s.edit(Settings{})
	s.types("a\r", "a")
	if err := s.Close(); err != nil || !s.cooked() {
		t.Error("not as it was:", err)
	}
}

// setMode sets the terminal's mode.
func (s *fixture) setMode(mode unix.Termios) {
	s.t.Helper()
	err := withFd(s.keys, func(fd uintptr) error { return unix.IoctlSetTermios(int(fd), setTermios, &mode) })
	if err != nil {
		s.t.Fatal(err)
	}
}

// Close returns even if the terminal accepts no output. The rest is written when the terminal
// accepts it.
func TestCloseWhileOutputIsStuck(t *testing.T) {
	s := newFixture(t, 80, Settings{})
	s.Ready("> ")
	s.press("half")
	s.sees("> half\n@0,6")
	s.mu.Lock() // the terminal accepts nothing
	s.Write([]byte(strings.Repeat(strings.Repeat("flood ", 12)+"\n", 1<<14)))
	closed := make(chan error, 1)
	go func() { closed <- s.Close() }()
	select {
	case err := <-closed:
		if err != nil || !s.cooked() {
			t.Error("not closed:", err)
		}
	case <-time.After(patience):
		t.Error("not closed at all")
	}
	if !s.out.isBusy() {
		t.Error("the terminal accepted everything")
	}
	s.mu.Unlock()
	s.until("without paste mode", func(v *vt) bool { return !v.Paste && slices.Equal(lastRows(v, 2), []string{"> half", ""}) })
	s.comes("end of its goroutines", func() bool { return running() == 0 })
}

// Another editor can be opened on the same terminal.
func TestEditorAfterEditor(t *testing.T) {
	s := newFixture(t, 80, Settings{})
	s.types("a\r", "a")
	s.Close()
	s.comes("end of its goroutines", func() bool { return running() == 0 })
	s.edit(Settings{})
	s.types("b\r", "b")
	s.sees("> a\n> b\n\n@2,0")
}

// A panic in any goroutine restores the terminal.
func TestPanic(t *testing.T) {
	for where, acts := range map[string]func(s *fixture){
		"after":     func(s *fixture) { s.press("\t") },
		"before":    func(s *fixture) { s.press("x") },
		"drive":     func(s *fixture) { s.press("\r") },
		"read":      func(s *fixture) { s.press("x") },
		"watch":     func(s *fixture) { s.size(40) },
		"showHeld":  func(s *fixture) {},
		"its owner": func(s *fixture) {},
	} {
		t.Run(where, func(t *testing.T) {
			s := newTerminalFixture(t, 80, false)
			p, said := s.plays("panic in " + where)
			s.until("ready", func(v *vt) bool { return strings.HasPrefix(v.Text(), "> now") })
			acts(s)
			s.ends(p, said, 2)
			if where = strings.TrimPrefix(where, "its "); !strings.Contains(said.String(), "panic: broken: "+where) {
				t.Errorf("it said:\n%s", said)
			}
		})
	}
}
