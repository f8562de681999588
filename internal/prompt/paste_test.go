//go:build linux || darwin || freebsd

package prompt

import (
	"io"
	"strings"
	"testing"
)

// body is a message to paste.
var body = []string{"Subject: caf\u00e9", "", "  spaces before", "spaces after  ", "a\ttab", "\t", ".", "..", ".dot", "漢字😀",
	"\xe9\xff\xfe", ":colon", "a line of some length that goes on until it is longer than the screen is wide, which takes a while", "", "", "x",
	"  ", "0xE9 alone: \xe9", "two\xe6\xbc", "the last"}

func TestPaste(t *testing.T) {
	for _, c := range []struct{ name, before, ending, after string }{
		{"bracketed CR", "\x1b[200~", "\r", "\x1b[201~"},
		{"bracketed LF", "\x1b[200~", "\n", "\x1b[201~"},
		{"bracketed CRLF", "\x1b[200~", "\r\n", "\x1b[201~"},
		{"bare CR", "", "\r", ""},
		{"bare LF", "", "\n", ""},
		{"bare CRLF", "", "\r\n", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newFixture(t, 80, Settings{Candidates: func(string, int) ([]string, int) { return []string{"no"}, 0 }})
			s.Ready("> ")
			s.press(c.before + strings.Join(body, c.ending) + c.ending + c.after)
			for i, want := range body {
				if i > 0 {
					s.Ready("> ")
				}
				if l := s.line(); string(l.Text) != want || !l.Pasted {
					t.Errorf("line %d: %q, pasted %v; want %q", i, l.Text, l.Pasted, want)
				}
			}
			if l := s.types("y\r", "y"); l.Pasted {
				t.Error("a typed line counts as pasted")
			}
		})
	}
}

// Text pasted in the middle of a line is inserted there. Enter ends the line.
func TestPasteInLine(t *testing.T) {
	s := newFixture(t, 80, Settings{})
	s.Ready("> ")
	s.press("ab\x1b[D\x1b[200~1\t\x012\x1b[201~")
	s.sees("> a1    ^A2b\n@0,11")
	s.press("!\r")
	if l := s.line(); string(l.Text) != "a1\t\x012!b" || l.Pasted {
		t.Errorf("%+v", l)
	}
}

// Enter after a paste ends another line.
func TestEnterAfterPaste(t *testing.T) {
	s := newFixture(t, 80, Settings{})
	for _, enter := range []string{"\r", "\n"} {
		s.types("\x1b[200~a\r\x1b[201~", "a")
		s.types(enter, "")
	}
}

// Long pastes write little more than their length to the terminal.
func TestLongPastes(t *testing.T) {
	long := strings.Repeat("0123456789", 10000)
	for name, lines := range map[string][]string{
		"10,000 lines": strings.Split(strings.Repeat(long[:55]+"\n", 9999)+"end", "\n"), "one line": {long}, "lines of 998": {long[:998], long[:997], long[:998]},
	} {
		for _, brackets := range [][2]string{{"", ""}, {"\x1b[200~", "\x1b[201~"}} {
			t.Run(name, func(t *testing.T) {
				s := newFixture(t, 80, Settings{})
				s.Ready("> ")
				go io.WriteString(s.keys, brackets[0]+strings.Join(lines, "\r")+"\r"+brackets[1])
				for i, want := range lines {
					if i > 0 {
						s.Ready("> ")
					}
					if l := s.line(); string(l.Text) != want {
						t.Fatalf("line %d: %d bytes, not %d", i, len(l.Text), len(want))
					}
				}
				s.Write([]byte("the end\n"))
				s.until("its end", func(v *vt) bool { return v.Row > 0 && v.Rows()[v.Row-1] == "the end" })
				if n := len(s.tape()); n > 2<<20 {
					t.Errorf("%d bytes to the terminal", n)
				}
			})
		}
	}
}

// Ctrl-C after a paste drops the rest of the paste, even if the end of the paste is missing.
func TestCtrlCInPaste(t *testing.T) {
	s := newFixture(t, 80, Settings{})
	s.press("\x1b[200~one\rtwo\rthree\r\x1b[201~")
	s.arrived(3)
	s.Ready("> ")
	if l := s.line(); string(l.Text) != "one" || !l.Pasted {
		t.Errorf("%+v", l)
	}
	s.press("\x03")
	s.interrupted()
	if s.Waiting() {
		t.Error("the rest of the paste still waits")
	}
	if n := s.DropQueued(); n != 2 {
		t.Errorf("%d dropped", n)
	}
	s.Ready("> ")
	s.press("\x1b[200~a\x03b")
	s.sees("> one\n> a^Cb\n@1,6")
	s.press("\x03")
	s.sees("> one\n> a^Cb^C\n>\n@2,2")
	s.types("typed\r", "typed")
}
