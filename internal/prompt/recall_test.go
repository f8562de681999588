//go:build linux || darwin || freebsd

package prompt

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const (
	up   = "\x1b[A"
	down = "\x1b[B"
)

// recalls is a stage with a history of these lines, and its file.
func recalls(t *testing.T, lines ...string) (s *fixture, path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "history")
	h := openHistory(t, path, 0)
	appendLines(t, h, lines...)
	return newFixture(t, 80, Settings{History: h}), path
}

// The user can recall kept lines of the last session and of this one.
func TestUp(t *testing.T) {
	s, path := recalls(t, "one", "two")
	s.types(up+"\r", "two")
	s.types(up+up+"\r", "one")
	s.types(up+up+up+up+"\r", "one")
	s.types(up+up+down+"\r", "two")
	s.types("typed"+up+down+"\r", "typed")
	s.types("three\r", "three")
	s.Keep("three")
	s.types(up+"\r", "three")
	s.types(up+up+"!\r", "two!")
	s.Keep("two!")
	s.types(up+"\r", "two!")
	s.types(up+up+up+"\r", "two") // as it was
	wantRows(t, path, "one", "two", "three", "two!")
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

// Recalled lines have exactly the same bytes, also in the next session.
func TestUpIsByteExact(t *testing.T) {
	path := filepath.Join(t.TempDir(), "history")
	line := "caf\xe9 \x01\x1b\t\xff 漢\xe6\xbc"
	s := newFixture(t, 80, Settings{History: openHistory(t, path, 0)})
	s.types("\x1b[200~"+line+"\x1b[201~\r", line)
	s.Keep(line)
	s.types(up+"\r", line)
	s = newFixture(t, 80, Settings{History: openHistory(t, path, 0)})
	s.types(up+"\r", line)
	s.types(up+"\x7f\x7f\x7f\x7f!\r", strings.TrimSuffix(line, " 漢\xe6\xbc")+"!")
}

// The user cannot recall lines that were not kept, or that Ctrl-C dropped.
func TestRecallOnlyKeptLines(t *testing.T) {
	s, path := recalls(t, "kept")
	s.types("secret\r", "secret")
	s.types(up+"\r", "kept")
	s.types("secret"+up+"\r", "kept")
	s.types(up+up+down+down+down+"\r", "")
	s.types("secret\x03"+up+"\r", "kept")
	s.types(up+"secret\x03"+up+"\r", "kept")
	s.types(up+" secret\r", "kept secret")
	s.types(up+"\r", "kept")
	s.types("\x12secret\x07\r", "")
	wantRows(t, path, "kept")
}

// Of a recalled and edited line, the history keeps the text that the caller passes to Keep.
func TestKeepAfterEdit(t *testing.T) {
	s, path := recalls(t, "AUTH PLAIN")
	const typed, redacted = "AUTH PLAIN AGFwaWtleQ==", "AUTH PLAIN ****"
	s.types(up+" AGFwaWtleQ==\r", typed)
	s.Keep(redacted)
	s.types(up+"\r", redacted)
	s.types(up+up+"\r", "AUTH PLAIN")
	s.types("\x12AGFw\x07\r", "")
	wantRows(t, path, "AUTH PLAIN", redacted)
	s.types(up+up+" x\r", "AUTH PLAIN x")
	s.Keep("AUTH PLAIN *")
	s.types(up+"\r", "AUTH PLAIN *")
	s.types(up+up+"\r", redacted)
	if text, err := os.ReadFile(path); err != nil || strings.Contains(string(text), "AGFw") {
		t.Errorf("%q, %v", text, err)
	}
}

// Without a file the user can recall the lines of this session.
func TestUpWithoutAFile(t *testing.T) {
	s := newFixture(t, 80, Settings{})
	s.types("text"+up+"\r", "text")
	s.types("a\r", "a")
	s.Keep("a")
	s.types(up+"\r", "a")
	s.types(up+up+up+"\r", "a")
}

// Two sessions with one file keep the lines of both.
func TestTwoSessions(t *testing.T) {
	one, path := recalls(t)
	two := newFixture(t, 80, Settings{History: openHistory(t, path, 0)})
	for i, s := range []*fixture{one, two, one} {
		line := []string{"a", "b", "c"}[i]
		s.types(line+"\r", line)
		s.Keep(line)
	}
	two.types(up+"\r", "b") // its own
	three := newFixture(t, 80, Settings{History: openHistory(t, path, 0)})
	three.types(up+up+"\r", "b")
	three.types(up+up+up+"\r", "a")
	three.types(up+"\r", "c")
}

// If the history cannot be written, the editor works, and Close returns the error.
func TestHistoryWriteError(t *testing.T) {
	s, path := recalls(t, "before")
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(path, 0o700); err != nil {
		t.Fatal(err)
	}
	s.types("a\r", "a")
	s.Keep("a")
	s.types("b\r", "b")
	s.Keep("b")
	s.types(up+up+"\r", "a")
	if err := s.Close(); err == nil || !strings.Contains(err.Error(), path) {
		t.Error(err)
	}
}

// Ctrl-R and Ctrl-S search the history. Printed text does not change the search.
func TestSearch(t *testing.T) {
	s, _ := recalls(t, "EHLO me", "MAIL FROM:<a@b.c>", "RCPT TO:<d@e.f>", "EHLO you", "QUIT")
	s.Ready("> ")
	s.press("half")
	s.sees("> half\n@0,6")
	s.press("\x12ehl")
	s.sees("(reverse search `ehl') EHLO you\n@0,23")
	s.Write([]byte("220 hi\n"))
	s.sees("220 hi\n(reverse search `ehl') EHLO you\n@1,23")
	s.press("\x12")
	s.sees("220 hi\n(reverse search `ehl') EHLO me\n@1,23")
	s.Write([]byte("221 bye\n"))
	s.press("\x13\x13")
	s.sees("220 hi\n221 bye\n(search `ehl') EHLO you\n@2,18")
	s.press("x")
	s.sees("220 hi\n221 bye\n(failing search `ehlx') EHLO you\n@2,27")
	s.press("\x7f")
	s.until("found again", func(v *vt) bool { return strings.HasPrefix(v.Rows()[2], "(search `ehl') EHLO") })
	s.press("\x07")
	s.sees("220 hi\n221 bye\n> half\n@2,6")
	s.press("\r")
	if l := s.line(); string(l.Text) != "half" {
		t.Errorf("%+v", l)
	}
}

// A paste ends a search.
func TestPasteInSearch(t *testing.T) {
	s, _ := recalls(t, "EHLO me")
	s.Ready("> ")
	s.press("half\x12hlo")
	s.sees("(reverse search `hlo') EHLO me\n@0,24")
	s.press("\x1b[200~ pasted\x1b[201~\r")
	if l := s.line(); string(l.Text) != "half pasted" {
		t.Errorf("%+v", l)
	}
}

// Enter sends the line that a search found, and other keys edit it. The history
// keeps it unchanged. After a failed search Enter sends nothing.
func TestSearchResult(t *testing.T) {
	s, _ := recalls(t, "EHLO me", "漢字 NOOP", "QUIT")
	s.types("\x12hlo\r", "EHLO me")
	s.types("\x12hlo\x05!\r", "EHLO me!")
	s.types("\x12hlo\x1b[D-\r", "-EHLO me")
	s.types("\x12hlo\x1b[C\x7f\r", "ELO me")
	s.types("\x12noop\x1b[3~\r", "漢字 OOP")
	s.types("\x12字\t\x01X\r", "X漢字 NOOP")
	s.types("\x12nowhere\rkept\r", "kept")
	s.types("\x12hlo\x16\x01\x01\x04\r", "\x01HLO me") // ^V, then ^A ^D
	s.types("\x12hlo\x03typed\r", "typed")
	s.types(up+up+up+"\r", "EHLO me")
	s.types("\x12\xff\x03\x12\x01\x1b[31m\r", "")
	if len(s.Interrupts()) > 0 {
		t.Error("Ctrl-C in a search was delivered")
	}
}
