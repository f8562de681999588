//go:build linux || darwin

package e2e

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	colors = regexp.MustCompile("\x1b\\[[0-9;]*m")
	moves  = regexp.MustCompile("\x1b\\[(\\?2004[hl]|[0-9]*[ACJK])") // what the prompt is drawn with
)

// TestTypedColor: colours appear only if the terminal and the user want them, and a dumb
// terminal gets no escapes at all.
func TestTypedColor(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		words []string
		color bool
	}{
		{nil, true},
		{[]string{"NO_COLOR="}, true}, // no-color.org: when not empty
		{[]string{"NO_COLOR=1"}, false},
		{[]string{"TERM=dumb"}, false},
		{[]string{"--no-color"}, false},
	} {
		t.Run(strings.Join(c.words, " "), func(t *testing.T) {
			s := serves(t, "S: 220 hi\nC: NOOP\nS: 550 no\nC: QUIT\nS: 221 bye\nclose")
			x := typed(t, append(c.words, "127.0.0.1", s.Port())...)
			x.asks("plain> ", "NOOP\r")
			x.sees("550 no")
			x.asks("plain> ", "QUIT\r")
			x.asks("closed> ", "\r")
			x.exits(0)
			finishServer(t, s)
			if got := colors.MatchString(x.all()); got != c.color {
				t.Errorf("colours: %v, want %v:\n%s", got, c.color, visible(x.all()))
			}
			if slices.Contains(c.words, "TERM=dumb") && strings.Contains(x.all(), "\x1b") {
				t.Errorf("escapes on a dumb terminal:\n%s", visible(x.all()))
			}
			for _, colored := range []string{"\x1b[0;32m220 hi", "\x1b[0;31m550 no"} {
				if c.color && !strings.Contains(x.all(), colored) {
					t.Errorf("no %q in\n%s", visible(colored), visible(x.all()))
				}
			}
		})
	}
}

// TestTypedForeignBytes: control characters from a server are shown, not obeyed.
func TestTypedForeignBytes(t *testing.T) {
	t.Parallel()
	s := serves(t, `S= "220 \x1b[2J\x9b1m\a\x00\b\x7f\u202e\xff\r again\r\n550-byhand: \x1b]0;title\x07\nbyhand: not me\r\nwithout end"`+"\nclose")
	x := typed(t, "--no-color", "127.0.0.1", s.Port())
	x.sees(`220 \x1b[2J\x9b1m\x07\x00\x08\x7f<U+202E>\xff\x0d again` + "\r\n")
	x.sees(`550-byhand: \x1b]0;title\x07` + "\r\n")
	x.sees("<- ")
	x.sees("byhand: not me\r\n")
	x.sees("without end\r\n")
	x.sees("server closed")
	x.asks("closed> ", ":quit\r")
	x.exits(0)
	finishServer(t, s)
	if regexp.MustCompile("[^\t\r\n -~]").MatchString(moves.ReplaceAllString(x.all(), "")) {
		t.Errorf("a control character reached the terminal: %q", x.all())
	}
	if strings.Contains(x.all(), "\nbyhand: not me") {
		t.Errorf("the server imitates byhand:\n%s", x.all())
	}
}

// TestTypedHalfReply: a note about a line comes after the line.
func TestTypedHalfReply(t *testing.T) {
	t.Parallel()
	s := serves(t, "S: 220 hi\nC: NOOP\nS= \"250-half\"\nclose")
	x := typed(t, "--no-color", "127.0.0.1", s.Port())
	x.asks("plain> ", "NOOP\r")
	x.sees("250-half\r\n")
	x.sees("incomplete\r\n")
	x.sees("server closed")
	x.asks("closed> ", ":quit\r")
	x.exits(0)
	finishServer(t, s)
}
