//go:build linux || darwin || freebsd

package prompt

import (
	"errors"
	"io"
	"os"
	"strings"
	"testing"
)

// secretText is a secret. Nothing else on these screens contains its runes.
const (
	secretText = "Zq#\xe9Xw\u00e9\u6f22"
	hushRunes  = "Zq#Xw\u00e9\u6f22"
)

// hiding is a stage with a history and everything else that could leak a secret.
func hiding(t *testing.T) (s *fixture, path string) {
	t.Helper()
	_, path = recalls(t, "kept")
	listen := func(line string) {
		if strings.ContainsAny(line, hushRunes) {
			t.Errorf("%q was asked about", line)
		}
	}
	s = newFixture(t, 80, Settings{Color: true, History: openHistory(t, path, 0),
		Ghost:      func(line string) string { listen(line); return "" },
		Candidates: func(line string, pos int) ([]string, int) { listen(line); return nil, 0 },
	})
	t.Cleanup(func() {
		if text, err := os.ReadFile(path); err != nil || strings.ContainsAny(string(text), hushRunes) {
			t.Errorf("the history: %q, %v", text, err)
		}
		if tape := s.tape(); strings.ContainsAny(tape, hushRunes) {
			t.Errorf("the terminal got %q", tape)
		}
	})
	return s, path
}

// asks asks for a secret.
func (s *fixture) asks() {
	s.t.Helper()
	if err := s.Hide(); err != nil {
		s.t.Fatal(err)
	}
	s.Ready("key: ")
}

// forgotten checks that the next lines have no trace of the secret.
func (s *fixture) forgotten() {
	s.t.Helper()
	s.Show()
	s.erased()
	for _, keys := range []string{"\x19", up + down, "\x12\x12\x07", "\x19" + up + down + "\x19"} {
		s.types(keys+"\r", "")
	}
	s.types(up+"\r", "kept")
	s.types(up+up+"\r", "kept")
}

// erased checks that no secret is kept in memory.
func (s *fixture) erased() {
	s.t.Helper()
	s.Editor.mu.Lock()
	defer s.Editor.mu.Unlock()
	if s.secret.line != nil {
		s.t.Error("the secret is still there")
	}
}

// answers types a secret and checks it.
func (s *fixture) answers(keys, want string) {
	s.t.Helper()
	s.press(keys)
	if l := s.line(); string(l.Text) != want || l.Err != nil {
		s.t.Errorf("%q typed: %q, %v; want %q", keys, l.Text, l.Err, want)
	}
}

// A secret appears nowhere, whatever happens while the user types it.
func TestSecret(t *testing.T) {
	s, _ := hiding(t)
	s.Ready("> ")
	s.press("half")
	s.sees("> half\n@0,6")
	s.asks()
	s.sees("key:\n@0,5")
	s.press("Zq#")
	s.sees("key: ***\n@0,8")
	s.Write([]byte("250 hi\n"))
	s.sees("250 hi\nkey: ***\n@1,8")
	s.press("\xe9Xw\u00e9\u6f22")
	s.press(up + down + "\x19\x12\x13\x07\x0c\x1bb\x1bf\x1bd\x14") // without effect
	s.press("!")
	s.sees("250 hi\nkey: *********\n@1,14") // all keys were read
	s.press("\x7f")
	s.sees("250 hi\nkey: ********\n@1,13")
	s.size(40)
	s.restoreScreen(false)
	s.SetTextMode(true)
	s.SetTextMode(false)
	s.Ready("key again: ")
	s.sees("250 hi\nkey again: ********\n@1,19")
	s.press("\r")
	if l := s.line(); string(l.Text) != secretText || l.Pasted || l.At.IsZero() {
		t.Errorf("%+v", l)
	}
	s.erased()
	s.Show()
	s.Ready("> ")
	s.sees("250 hi\nkey again: ********\n> half\n@2,6")
	s.types("\x7f\x7f\x7f\x7f\r", "")
	s.forgotten()
}

// Keys edit a secret. ^Y does not restore text that they delete.
func TestSecretKeys(t *testing.T) {
	s, _ := hiding(t)
	for keys, want := range map[string]string{
		"Zq\x1b[D#":              "Z#q",
		"Zq\x1b[D\x1b[D\x1b[C#":  "Z#q",
		"Zq\x01#\x05X":           "#ZqX",
		"Zq\x7f\x7f\x7f#":        "#",
		"Zq\x01\x04\x1b[3~#":     "#",
		"Zq#\x15Xw":              "Xw",
		"Zq#\x1b[D\x1b[D\x0bXw":  "ZXw",
		"Zq #\x17Xw":             "Zq Xw",
		"Zq#X\x1b\x7fw":          "w",
		"Z\tq":                   "Z\tq",
		"\x16\x03Z\x16\x1b":      "\x03Z\x1b",
		"Zq\x1b[D\x15\x19\x05#":  "q#",
		"\u6f22\xe9\u00e9\x02#":  "\u6f22\xe9#\u00e9",
		"Zq\x02\x02\x02\x06\x06": "Zq",
		"":                       "",
	} {
		s.asks()
		s.answers(keys+"\r", want)
	}
	s.forgotten()
}

// The user may paste a secret, or type it before the editor asks for it.
func TestSecretTypedEarly(t *testing.T) {
	for _, paste := range []string{secretText + "\r", "\x1b[200~" + secretText + "\x1b[201~\r", "\x1b[200~" + secretText + "\r\x1b[201~", strings.Repeat(secretText, 10) + "\r"} {
		want := strings.Repeat(secretText, strings.Count(paste, secretText))
		s, _ := hiding(t)
		s.asks()
		s.answers(paste, want)
		s.forgotten()

		s, _ = hiding(t)
		s.press(paste)
		s.arrived(1)
		s.asks()
		s.answers("", want)
		s.forgotten()
	}
}

// A secret is erased when Ctrl-C, Ctrl-D or the caller cancels it.
func TestSecretCancelled(t *testing.T) {
	for name, up := range map[string]func(s *fixture){
		"Ctrl-C": func(s *fixture) { s.press("\x03"); s.interrupted(); s.Dropped() },
		"Ctrl-C after text": func(s *fixture) {
			s.press("Zq\x03")
			s.interrupted()
			s.Write([]byte("!\n"))
		},
		"Ctrl-C and on": func(s *fixture) {
			s.press("\x03")
			s.interrupted()
			s.answers("q\r", "q")
		},
		"Ctrl-D": func(s *fixture) {
			s.press("\x15\x04")
			if l := s.line(); l.Err != io.EOF || l.Text != nil {
				s.t.Errorf("%+v", l)
			}
		},
		"Show": func(s *fixture) { s.Show() },
		"Hide": func(s *fixture) {
			s.asks()
			s.answers("q\r", "q")
		},
	} {
		t.Run(name, func(t *testing.T) {
			s, _ := hiding(t)
			s.asks()
			s.press(secretText)
			s.sees("key: ********\n@0,13")
			up(s)
			s.forgotten()
		})
	}
}

// An incomplete secret is not delivered when the terminal disappears or the editor is closed.
func TestIncompleteSecret(t *testing.T) {
	s, _ := hiding(t)
	s.asks()
	s.press(secretText)
	s.sees("key: ********\n@0,13")
	s.keys.Close()
	if l := s.line(); l.Err == nil || errors.Is(l.Err, io.EOF) || l.Text != nil {
		t.Errorf("%+v", l)
	}

	s, _ = hiding(t)
	s.asks()
	s.press(secretText)
	s.sees("key: ********\n@0,13")
	if err := s.Close(); err != nil || !s.cooked() {
		t.Error("not closed:", err)
	}
	s.sees("key: ********\n\n@1,0")
}

// Show without Hide does nothing.
func TestShowAlone(t *testing.T) {
	s := newFixture(t, 80, Settings{})
	s.Ready("> ")
	s.press("a")
	s.sees("> a\n@0,3")
	s.Show()
	s.types("b\r", "ab")
}
