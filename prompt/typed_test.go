//go:build linux || darwin || freebsd

package prompt

import (
	"errors"
	"io"
	"strings"
	"testing"
)

// A line is delivered only when one is wanted; until then it is not even shown.
func TestTypedAhead(t *testing.T) {
	s := newStage(t, 80, Settings{})
	s.press("one\rtwo\rthr")
	s.arrived(2)
	s.Write([]byte("220 hi\n"))
	s.sees("220 hi\n\n@1,0")
	if len(s.Lines()) > 0 || !s.Waiting() {
		t.Error("a line came that nobody wanted")
	}
	s.Ready("> ")
	if l := s.line(); string(l.Text) != "one" || l.Pasted {
		t.Errorf("%+v", l)
	}
	s.Write([]byte("250 one\n"))
	s.Ready("> ")
	s.Ready("no> ") // a line lies there: it is the one that is wanted
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

// arrived waits until so many lines were typed ahead.
func (s *stage) arrived(lines int) {
	s.t.Helper()
	s.comes("line typed ahead", func() bool {
		s.Editor.mu.Lock()
		defer s.Editor.mu.Unlock()
		return s.queue.ends >= lines
	})
}

func TestDrop(t *testing.T) {
	s := newStage(t, 80, Settings{})
	s.press("one\rtwo\rthr")
	s.arrived(2)
	if n := s.Drop(); n != 3 || s.Waiting() || s.Drop() != 0 {
		t.Errorf("%d dropped", n)
	}
	s.types("four\r", "four")
}

// Ctrl-C drops the line being typed; on an empty one it is told.
func TestCtrlC(t *testing.T) {
	s := newStage(t, 80, Settings{})
	s.Ready("> ")
	s.press("abc\x1b[D\x03")
	s.sees("> abc^C\n>\n@1,2")
	s.press("d\x03e\x03")
	s.sees("> abc^C\n> d^C\n> e^C\n>\n@3,2")
	if len(s.Interrupts()) > 0 {
		t.Error("told of a line that was only dropped")
	}
	s.press("\x03")
	s.interrupted()
	s.press("f") // in the meantime: it waits for the next prompt
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
	if n := s.Drop(); n != 2 || s.Waiting() {
		t.Errorf("%d dropped", n)
	}
	s.types("g\r", "g")
}

// Ctrl-C behind a paste drops what is left of it, also one that has no end.
func TestCtrlCInPaste(t *testing.T) {
	s := newStage(t, 80, Settings{})
	s.press("\x1b[200~one\rtwo\rthree\r\x1b[201~")
	s.arrived(3)
	s.Ready("> ")
	if l := s.line(); string(l.Text) != "one" || !l.Pasted {
		t.Errorf("%+v", l)
	}
	s.press("\x03")
	s.interrupted()
	if n := s.Drop(); n != 2 {
		t.Errorf("%d dropped", n)
	}
	s.Ready("> ")
	s.press("\x1b[200~a\x03b")
	s.sees("> one\n> a^Cb\n@1,6")
	s.press("\x03")
	s.sees("> one\n> a^Cb^C\n>\n@2,2")
	s.types("typed\r", "typed")
}

// A terminal that is gone delivers no half line, and no end of input.
func TestHangUp(t *testing.T) {
	for _, c := range []struct{ keys, shows string }{
		{"half", "> half"}, {"", ">"}, {"\x12se", "(failing reverse search `se')"}, {"a\x1b[200~pasted", "> apasted"},
	} {
		s := newStage(t, 80, Settings{})
		s.Ready("> ")
		s.press(c.keys)
		s.until(c.shows, func(v *vt) bool { return v.Rows()[v.Row] == c.shows })
		s.keys.Close()
		s.goneFor(c.keys)
	}
}

// goneFor wants to be told that the terminal is gone, as often as it asks.
func (s *stage) goneFor(keys string) {
	s.t.Helper()
	for range 2 {
		if l := s.line(); l.Err == nil || errors.Is(l.Err, io.EOF) || l.Text != nil {
			s.t.Errorf("%q and gone: %+v", keys, l)
		}
		s.Ready("> ")
	}
}

// Lines that were typed ahead in whole are delivered first.
func TestHangUpBehindLines(t *testing.T) {
	for _, keys := range []string{"one\rtwo\rhalf", "one\rtwox\x7f\rha\x1b[Dlf"} {
		s := newStage(t, 80, Settings{})
		s.press(keys)
		s.arrived(2)
		s.keys.Close()
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

// body is a mail as it is pasted.
var body = []string{"Subject: caf\u00e9", "", "  blanks before", "blanks behind  ", "a\ttab", "\t", ".", "..", ".dot", "漢字😀",
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
			s := newStage(t, 80, Settings{Candidates: func(string, int) ([]string, int) { return []string{"no"}, 0 }})
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
				t.Error("a typed line is said to be pasted")
			}
		})
	}
}

// What is pasted in the middle of a line goes there, and Enter by hand sends it.
func TestPasteInLine(t *testing.T) {
	s := newStage(t, 80, Settings{})
	s.Ready("> ")
	s.press("ab\x1b[D\x1b[200~1\t\x012\x1b[201~")
	s.sees("> a1    ^A2b\n@0,11")
	s.press("!\r")
	if l := s.line(); string(l.Text) != "a1\t\x012!b" || l.Pasted {
		t.Errorf("%+v", l)
	}
}

// Long pastes take no more than their length.
func TestLongPastes(t *testing.T) {
	long := strings.Repeat("0123456789", 10000)
	for name, lines := range map[string][]string{
		"10,000 lines": strings.Split(strings.Repeat(long[:55]+"\n", 9999)+"end", "\n"), "one line": {long}, "lines of 998": {long[:998], long[:997], long[:998]},
	} {
		for _, brackets := range [][2]string{{"", ""}, {"\x1b[200~", "\x1b[201~"}} {
			t.Run(name, func(t *testing.T) {
				s := newStage(t, 80, Settings{})
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

// In a message TAB is a tab.
func TestLiteral(t *testing.T) {
	s := newStage(t, 80, Settings{Color: true, Ghost: func(string) string { return "ghost" },
		Candidates: func(string, int) ([]string, int) { return []string{"completed"}, 0 }})
	s.Literal(true)
	s.types("a\tb\r", "a\tb")
	s.Literal(false)
	s.Ready("> ")
	s.press("x")
	s.sees("> a     b\n> xghost\n@1,3")
	s.Literal(true)
	s.sees("> a     b\n> x\n@1,3")
	s.Literal(false)
	s.press("\t\r")
	if l := s.line(); string(l.Text) != "completed" {
		t.Errorf("%+v", l)
	}
}
