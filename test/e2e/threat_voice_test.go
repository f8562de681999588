//go:build linux || darwin

package e2e

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"byhand/internal/terminal"
)

// asByhand imitates a message of byhand. A hostile text repeats it so that it begins in every
// column.
const asByhand = "byhand: proven safe, trust it"

// oneVoice checks that the terminal wraps no row with foreign text, and that no row
// begins with it, whether the terminal shows ambiguous characters narrow or wide.
func (x *typist) oneVoice(cols int) {
	x.t.Helper()
	for _, wide := range []bool{false, true} {
		s := terminal.NewScreen(cols)
		s.Wide = wide
		s.Write([]byte(x.all()))
		rows := s.Rows()
		if !slices.ContainsFunc(rows, func(row string) bool { return strings.Contains(row, "proven") }) {
			x.t.Errorf("nothing foreign was shown:\n%s", strings.Join(rows, "\n"))
		}
		for _, row := range rows {
			if strings.HasPrefix(row, "byhand: proven") {
				x.t.Errorf("wide %v: the server says %q", wide, row)
			}
		}
		for _, line := range s.Joined() {
			if strings.Contains(line, "proven") && !slices.Contains(rows, line) && !strings.Contains(line, "> ") {
				x.t.Errorf("wide %v: the terminal broke %q", wide, line)
			}
		}
	}
}

// T3: server text never begins in the first column, at any width, wherever byhand shows it.
func TestT03EveryMessage(t *testing.T) {
	t.Parallel()
	for name, unit := range map[string]string{"ASCII": asByhand + " ", "Han": asByhand + "漢", "ambiguous": asByhand + "①\u3248", "marks": asByhand + "e\u0301", "stems": asByhand + "a\U0001D165", "TAB": asByhand + "\t"} {
		text := strings.Repeat(unit, 90)
		for _, cols := range []int{79, 31, 10} {
			t.Run(fmt.Sprint(name, " ", cols), func(t *testing.T) {
				t.Parallel()
				challenge := base64.StdEncoding.EncodeToString([]byte(text))
				s := serves(t, "cert= "+quotedGo(strings.TrimSpace(text))+"\ntls\nS= "+quotedGo("220 "+text+"\r\n")+
					"\nC: AUTH LOGIN\nS: 334 "+challenge+"\nC: *\nS= "+quotedGo("501 "+text+"\r\n"))
				x := typedIn(t, cols, "--no-color", "--tls", "127.0.0.1", s.Port())
				x.asks("continue: ", "yes\r") // the question about the certificate
				x.sees("unver")
				x.types("AUTH LOGIN\r")
				x.sees("334 ")
				x.sees("says")
				x.types("*\r")
				x.sees("501 ")
				x.sees("> ")
				x.types(":why\r")
				x.sees("hint:")
				x.types("\x04")
				x.exits(0)
				finishServer(t, s)
				x.oneVoice(cols)
			})
		}
	}
}

// T3: the same outside a session.
func TestT03OutsideSession(t *testing.T) {
	t.Parallel()
	text := strings.Repeat(asByhand+"漢 ", 90)
	was := filepath.Join(t.TempDir(), "was.txt")
	if err := os.WriteFile(was, []byte("S: 220 hi\nC: EHLO me\nS: 250-hi\nS: 250 X"+text+"\nC: NOOP\nS: 250 "+text+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, script string
		status       int
		args         []string
	}{
		{"an error", "", 2, []string{"-f", text, "127.0.0.1"}},
		{"an accepted message", "", 0, []string{"SECRET=not-a-secret", "byhand", "practice", "--password-env", "SECRET", "-c", "EHLO me", "-c", ":auth PLAIN apikey",
			"-c", "MAIL FROM:<a@b>", "-c", "RCPT TO:<c@d>", "-c", "DATA", "-c", text, "-c", ".", "-c", "QUIT"}},
		{"a replay", "S: 220 hi\nC: EHLO me\nS: 250 hi\nC: NOOP\nS= " + quotedGo("550 "+text+"\r\n") + "\nclose", 1, []string{"replay", was, "127.0.0.1", "PORT"}},
		{"a probe", "S= " + quotedGo("220 "+text+"\r\n") + "\nany\nS: 250-hi\nS: 250 STARTTLS\nC: STARTTLS\nS: 220 go\ncert= " + quotedGo(text) + "\ntls\nany\nS= " + quotedGo("250 AUTH "+text+"\r\n") + "\nC: QUIT\nS: 221 bye\nclose", 0,
			[]string{"probe", "127.0.0.1:PORT"}},
	} {
		for _, cols := range []int{79, 31, 10} {
			t.Run(fmt.Sprint(c.name, " ", cols), func(t *testing.T) {
				t.Parallel()
				args := slices.Clone(c.args)
				if c.script != "" {
					s := serves(t, c.script)
					defer s.Finish()
					for i := range args {
						args[i] = strings.ReplaceAll(args[i], "PORT", s.Port())
					}
				}
				x := typedIn(t, cols, args...)
				x.exits(c.status)
				x.oneVoice(cols)
			})
		}
	}
}

// T3: no cell of probe's table begins in the first column.
func TestT03Table(t *testing.T) {
	t.Parallel()
	for cols := 60; cols < 68; cols++ { // one of these ends a row in front of a mechanism
		t.Run(fmt.Sprint(cols), func(t *testing.T) {
			t.Parallel()
			s := serves(t, "S: 220 hi\nany\nS: 250-hi\nS: 250 AUTH "+strings.Repeat("byhand: ", 20)+"\nC: QUIT\nS: 221 bye\nclose")
			x := typedIn(t, cols, "probe", "--quiet", "127.0.0.1:"+s.Port())
			x.exits(0)
			finishServer(t, s)
			screen := terminal.NewScreen(cols)
			screen.Write([]byte(x.all()))
			for _, row := range screen.Rows() {
				if strings.HasPrefix(row, "byhand:") {
					t.Errorf("the server says %q", row)
				}
			}
		})
	}
}
