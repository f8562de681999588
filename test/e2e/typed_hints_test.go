//go:build linux || darwin

package e2e

import (
	"strings"
	"testing"
)

// TestTypedHints: grey suggestions are never sent unless the user accepts them with Right. TAB
// completes a word. A keyword of a hostile server is sanitized and never suggested.
func TestTypedHints(t *testing.T) {
	t.Parallel()
	s := serves(t, `
		S: 220 hi
		C: EHLO me
		S= "250-hi\r\n250-AUTH \x1b[2J PLAIN <b> \x1b]0;x\x07 LO\x1bGIN\r\n250-\x1b[31mX\r\n250 DSN\r\n"
		C: MA
		S: 500 what
		C: MAIL FROM:<a@b.c>
		S: 250 ok
		C: RSET
		S: 250 ok`)
	x := typed(t, "127.0.0.1", s.Port())
	enters := func(keys, shown string) {
		x.asks("plain> ", keys)
		x.sees(shown)
		x.types("\r")
	}
	enters("EHLO me", "EHLO me")
	x.sees("DSN")
	enters("MA", "IL FROM:<") // suggested, not sent
	x.sees("500 what")
	x.asks("plain> ", "MA")
	x.sees("IL FROM:<")
	x.types("\x1b[C") // Right accepts it
	x.types("a@b.c>")
	x.sees("a@b.c>")
	x.types("\r")
	x.sees("250 ok")
	enters("RS\t", "RSET")
	x.sees("250 ok")
	x.asks("plain> ", "m\t")
	x.sees("mail from:<") // in the case that the user began
	x.types("\x03")
	x.asks("plain> ", ":quit\r")
	x.exits(0)
	finishServer(t, s)
	if all := x.all(); strings.Contains(all, "\x1b]0;") || strings.Contains(all, "\x1b[31mX") {
		t.Errorf("the server drives the terminal:\n%s", visible(all))
	}
}
