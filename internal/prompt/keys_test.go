//go:build linux || darwin || freebsd

package prompt

import (
	"io"
	"math/rand/v2"
	"strings"
	"testing"
)

// Keys produce these lines.
func TestKeys(t *testing.T) {
	s := newFixture(t, 80, Settings{})
	for _, c := range []struct{ keys, want string }{
		{"plain", "plain"},
		{"", ""},
		{"  spaces  ", "  spaces  "},
		{"abc\x02\x02X", "aXbc"},                                      // ^B
		{"abc\x1b[D\x1b[D\x1b[CX", "abXc"},                            // arrows
		{"abc\x1bOD\x1bODX", "aXbc"},                                  // in application mode
		{"abc\x01X\x05Y", "XabcY"},                                    // ^A ^E
		{"abc\x1b[HX\x1b[FY", "XabcY"},                                // Home, End
		{"abc\x1b[1~X\x1b[4~Y", "XabcY"},                              // of tmux
		{"abc\x1b[7~X\x1b[8~Y", "XabcY"},                              // of rxvt
		{"abc\x1bOHX\x1bOFY", "XabcY"},                                //
		{"abc\x7f\x08X", "aX"},                                        // Backspace, both
		{"abc\x01\x04\x04X", "Xc"},                                    // ^D deletes
		{"abc\x01\x1b[3~X", "Xbc"},                                    // Delete
		{"\x1b[3~X", "X"},                                             // Delete on an empty line
		{"one two\x1bb\x1bbX", "Xone two"},                            // Alt-B
		{"one two\x01\x1bfX", "one Xtwo"},                             // Alt-F: as the library has it
		{"one two\x1b[1;5DX", "one Xtwo"},                             // Ctrl-Left
		{"one two\x01\x1b[1;5CX", "one Xtwo"},                         // Ctrl-Right
		{"one two\x1b[1;3DX", "one Xtwo"},                             // Alt-Left
		{"one two\x1b[5DX\x1b[5CY", "one XtwoY"},                      // Ctrl-Left, Ctrl-Right of rxvt
		{"abc\x1b[1;2DX", "abXc"},                                     // Shift-Left is Left
		{"one two\x17X", "one X"},                                     // ^W
		{"one two\x1bb\x1bb\x17X", "Xone two"},                        // ^W in the first word: nothing after it goes
		{"one\x01\x1b[C\x17X", "Xne"},                                 //
		{"a@b.c x@y.z\x17X", "a@b.c X"},                               // ^W takes all up to a space
		{"a@b.c\x1b\x7fX", "a@b.X"},                                   // Alt-Backspace takes letters
		{"one two\x15X", "X"},                                         // ^U
		{"one two\x1bb\x15X", "Xtwo"},                                 //
		{"one two\x1bb\x0bX", "one X"},                                // ^K
		{"one two\x1bb\x0b\x01\x19X", "twoXone "},                     // ^Y
		{"one two\x17\x01\x19 X", "two Xone "},                        // ^Y of what ^W killed
		{"one two\x17\x15\x19\x19X", "one one X"},                     // ^Y of what ^U killed, after ^W
		{"one two\x17\x01\x04\x19X", "twoXne "},                       // ^D kills nothing
		{"one two\x01\x1bdX", "X two"},                                // Alt-D
		{"ab\x14X", "baX"},                                            // ^T
		{"a\x14X", "aX"},                                              // ^T on one rune
		{"\x14X", "X"},                                                // ^T on none
		{"abc\x02\x02\x14X", "baXc"},                                  // ^T in the middle
		{"a\x16\tb\x16\x03c\x16\x1bd", "a\tb\x03c\x1bd"},              // ^V quotes the next byte
		{"a\x00b\x0fc\x18d\x1de\x1cf\x1eg\x1fh", "abcdefgh"},          // nothing is bound to these
		{"a\x1bOPb\x1b[11~c\x1b[15~d\x1b[[De\x1b[24;5~f", "abcdef"},   // F-keys
		{"a\x1b[5~b\x1b[6~c\x1b[2~d\x1b[Ze\x1b[If\x1b[Og", "abcdefg"}, // Page Up and Down, Insert, back-tab, focus
		{"a\x1bxb\x1b\xc3\xa9c", "abéc"},                              // Alt with keys that are not bound
		{"a\x1b]52;c;x\ab\x1bP1$r0m\x1b\\c", "abc"},                   // answers of a terminal
		{"caf\xc3\xa9 \xe6\xbc\xa2", "café 漢"},
		{"漢字😀abc\x1b[D\x1b[D\x1b[DZ", "漢字😀Zabc"},
		{"\xe9\xff\xfe", "\xe9\xff\xfe"}, // no UTF-8
		{"\xe9a\xff\x7fb", "\xe9ab"},     // one rune each
		{"\xef\x9c\x80\xef\xa3\xbe\xef\x9f\xa9", "\xef\x9c\x80\xef\xa3\xbe\xef\x9f\xa9"}, // runes that we use ourselves
		{"\xed\xa0\x80\xef\xbf\xbd", "\xed\xa0\x80\ufffd"},                               // half a surrogate; the replacement character
		{"nothing\t", "nothing"},
		{"\x07a\x0eb\x10\x10c", "abc"}, // ^G, ^N, ^P: there is nothing to recall
	} {
		s.types(c.keys+"\r", c.want)
		s.Keep("") // an empty line is not kept
	}
}

// Some keys would make the library panic, or end, if there is no history. After them the editor
// still delivers the next line.
func TestKeysWithoutHistory(t *testing.T) {
	for _, keys := range []string{"\x12\x03", "\x13\x03", "\x12\x07", "\x13\x07", "\x12x\x03", "\x12\x12\x13\x03", "\x12\x7f\x03",
		"\x12\x1b[A\x15", "\x12\x14\x15", "\x12\x17", "\x00", "\x1b[3~", "\x14", "\x17", "\x19", "\x0b", "\x1b[A", "\x1b[B", "\x1bd"} {
		s := newFixture(t, 80, Settings{})
		s.types(keys+"ok\r", "ok")
		if len(s.Interrupts()) > 0 {
			t.Errorf("%q is reported as Ctrl-C", keys)
		}
	}
}

// Each byte of a key may arrive in a separate read.
func TestKeysByteByByte(t *testing.T) {
	s := newFixture(t, 80, Settings{})
	for keys, want := range map[string]string{
		"漢字\x1b[1;5DX\x1b[4~Y": "X漢字Y", "\xe9a": "\xe9a", "\x1b[200~a\tb\x1b[201~c": "a\tbc", "abc\x1bOHX": "Xabc", "\x1bX\x1b\x1b[5~Y": "XY",
	} {
		s.Ready("> ")
		for i := range len(keys) {
			s.decode([]byte(keys[i : i+1])) // as a read would
		}
		s.press("\r")
		if got := s.line(); string(got.Text) != want {
			t.Errorf("%q: %q, want %q", keys, got.Text, want)
		}
	}
}

func TestCtrlDInEditor(t *testing.T) {
	s := newFixture(t, 80, Settings{})
	for range 3 {
		s.Ready("> ")
		s.press("\x04")
		if l := s.line(); l.Err != io.EOF || l.Text != nil {
			t.Errorf("Ctrl-D on an empty line: %+v", l)
		}
	}
	s.types("x\x7fy\r", "y")
	s.sees(">\n>\n>\n> y\n\n@4,0")
}

// After random keys in any order the editor still takes a line.
func TestRandomKeys(t *testing.T) {
	set := Settings{Color: true, Ghost: func(string) string { return " ghost" },
		Candidates: func(line string, pos int) ([]string, int) {
			return []string{"alpha", "alphabet", "漢"}[:len(line)%4%3+1], 0
		}}
	for seed := range uint64(8) {
		s := openFixture(t, 1+int(seed*11)%80, set, true)
		rnd := rand.New(rand.NewPCG(seed, 3))
		go func() {
			for { // some keys produce lines
				s.Ready("> ")
				select {
				case l := <-s.Lines():
					s.Keep(string(l.Text))
					s.Write([]byte("250 ok\n"))
					if string(l.Text) == "the very last" {
						close(s.over)
						return
					}
				case <-s.Interrupts():
				case <-s.done:
					return
				}
			}
		}()
		for range 3000 {
			s.press(strings.ReplaceAll(randomKey(rnd), "\x1a", "")) // ^Z would stop the test
		}
		s.press("\x07\x1b[201~\x03\x03\x15the very last\r")
		s.wait(s.over, "the last line")
	}
}

// randomKey returns a key, or part of one.
func randomKey(rnd *rand.Rand) string {
	switch rnd.IntN(8) {
	case 0:
		return []string{"\x12", "\x13", "\x10", "\x0e", "\x19", "\x17", "\x14", "\r", "\x03", "\t", "\x15", "\x07"}[rnd.IntN(12)]
	case 1:
		return "\x1b[" + []string{"A", "B", "C", "D", "H", "F", "1~", "3~", "4~", "1;5C", "200~", "201~", "[A", "M"}[rnd.IntN(14)]
	case 2:
		return "\x1b" + string(rune(rnd.IntN(128)))
	case 3:
		return []string{"漢", "\xff", "e\u0301", "😀", "\x7f\x7f\x7f"}[rnd.IntN(5)]
	case 4:
		return string(rune(rnd.IntN(32)))
	}
	return string(rune(' ' + rnd.IntN(95)))
}
