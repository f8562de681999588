//go:build linux || darwin || freebsd

package prompt

import (
	"slices"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// stops are the ways to stop the foreground process.
var stops = map[string]func(s *fixture){
	"^Z": func(s *fixture) { s.press("\x1a") },
	"a signal": func(s *fixture) {
		withFd(s.keys, func(fd uintptr) error {
			group, err := unix.IoctlGetInt(int(fd), unix.TIOCGPGRP)
			if err == nil {
				err = syscall.Kill(group, syscall.SIGTSTP)
			}
			if err != nil {
				s.t.Error(err)
			}
			return nil
		})
	},
}

// Ctrl-Z and SIGTSTP restore the terminal for the shell. When the process
// continues, the line and its cursor are where they were.
func TestStop(t *testing.T) {
	long := strings.Repeat("0123456789", 9)
	for _, c := range []struct {
		name, typed string
		rows        []string
		col         int
		more, line  string
	}{
		{"half a line", "half\x1b[D", []string{"> half"}, 5, "X", "halXf"},
		{"an empty line", "", []string{">"}, 2, "", ""},
		{"three rows", long + "\x01\x06", []string{"> " + long[:38], long[38:78], long[78:]}, 3, "X", "0X" + long[1:]},
		{"a secret", "hide\rsecret", []string{"key: ******"}, 11, "X", "secretX"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newTerminalFixture(t, 40, false)
			shell, said := s.plays("shell")
			s.until("ready", func(v *vt) bool { return v.Paste && v.Col == 2 })
			s.press(c.typed)
			framed := func(v *vt) bool { return slices.Equal(lastRows(v, len(c.rows)), c.rows) && v.Col == c.col && v.Paste }
			s.until("the line", framed)
			for _, stop := range []string{"^Z", "a signal", "^Z"} {
				stops[stop](s)
				s.until(stop+": stopped, without the line", func(v *vt) bool {
					return slices.Equal(lastRows(v, 2), []string{"stopped", ""}) && !slices.Contains(v.Rows(), c.rows[0]) && !v.Paste
				})
				if !s.cooked() {
					t.Error("the shell's terminal is not as it was")
				}
				s.press("fg\r")
				s.until("the line again", framed)
				if s.cooked() {
					t.Error("the terminal is not raw again")
				}
			}
			s.press(c.more + "\r")
			s.until("its end", func(v *vt) bool { return strings.Contains(strings.Join(v.Rows(), ""), `typed "`+c.line+`"`) })
			s.press("\x04")
			s.ends(shell, said, 0)
			s.until("the shell", func(v *vt) bool { return slices.Equal(lastRows(v, 2), []string{"ended with 0", ""}) })
		})
	}
}

// lastRows returns the last n rows, without empty ones below the cursor.
func lastRows(v *vt, n int) []string {
	rows := v.Rows()
	for len(rows) > v.Row+1 && rows[len(rows)-1] == "" {
		rows = rows[:len(rows)-1]
	}
	return rows[max(0, len(rows)-n):]
}

// The system does not stop a process whose shell has exited: the line is drawn again.
func TestStopWithoutAShell(t *testing.T) {
	s := newTerminalFixture(t, 80, false)
	p, said := s.plays("typist")
	s.until("ready", func(v *vt) bool { return v.Paste && v.Col == 2 })
	s.press("half\x1a")
	s.sees("> half\n@0,6")
	s.press("\x1a\x1a!\r")
	s.sees("> half!\ntyped \"half!\"\n>\n@2,2")
	s.press("\x04")
	s.ends(p, said, 0)
}

// LineMode restores the terminal for the shell too. When the process continues,
// the input is hidden again.
func TestStopInLineMode(t *testing.T) {
	for name, stop := range stops {
		t.Run(name, func(t *testing.T) {
			s := newTerminalFixture(t, 80, false)
			shell, said := s.plays("shell of lines")
			s.until("the question", func(v *vt) bool { return strings.HasPrefix(v.Text(), "key:") })
			hidden := func() bool { return termios(t, s.keys).Lflag&unix.ECHO == 0 }
			for n := range 2 {
				s.comes("end of the echo", hidden)
				stop(s)
				s.until("stopped", func(v *vt) bool { return strings.Count(v.Text(), "stopped") == n+1 })
				if !s.cooked() {
					t.Error("the shell's terminal is not as it was")
				}
				s.press("fg\r")
			}
			s.comes("end of the echo", hidden)
			s.press("secret\r")
			s.until("its end", func(v *vt) bool { return strings.Contains(v.Text(), `typed "secret"`) })
			s.ends(shell, said, 0)
		})
	}
}

// While the process was stopped, other processes may have changed the terminal's
// mode.
func TestContinue(t *testing.T) {
	s := newFixture(t, 80, Settings{})
	s.Ready("> ")
	s.press("half")
	s.sees("> half\n@0,6")
	s.setMode(s.found)
	s.restoreScreen(true) // what SIGCONT does
	if s.cooked() {
		t.Error("the terminal is not raw again")
	}
	s.types("!\r", "half!")
	if err := s.Close(); err != nil || !s.cooked() {
		t.Error("the terminal is not as it was:", err)
	}
}
