//go:build linux || darwin

package e2e

import (
	"encoding/base64"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"byhand/internal/practice"
)

// TestTypedLogin logs in to the practice server with each mechanism that it offers, at a
// prompt and in a script. byhand never writes the password to the terminal, a pipe or the
// history. Only the practice server itself shows it.
func TestTypedLogin(t *testing.T) {
	t.Parallel()
	const tells = "password " + practice.Password
	secrets := []string{practice.Password}
	for _, text := range []string{practice.Password, "\x00" + practice.User + "\x00" + practice.Password} {
		secrets = append(secrets, base64.StdEncoding.EncodeToString([]byte(text)))
	}
	holds := func(what, text string) {
		t.Helper()
		if strings.Count(text, tells) != 1 {
			t.Errorf("%s does not say %q:\n%s", what, tells, visible(text))
		}
		text = strings.ReplaceAll(text, tells, "")
		for _, secret := range secrets {
			if strings.Contains(text, secret) {
				t.Errorf("%q is in %s:\n%s", secret, what, visible(text))
			}
		}
	}
	state := t.TempDir()
	var history string
	for _, c := range []struct {
		line   string
		asks   []string // question, answer
		logged string
	}{
		{":auth PLAIN apikey", nil, "PLAIN"},
		{":auth login", []string{"user name: ", "apikey\r"}, "LOGIN"},
		{":auth CRAM-MD5 apikey", nil, "CRAM-MD5"},
		{":auth", []string{"user name: ", "apikey\r"}, "CRAM-MD5"},
	} {
		x := typed(t, "XDG_STATE_HOME="+state, "practice")
		enters := func(line string) { // not faster than a user types, or it would look like a paste
			x.asks("plain> ", line)
			x.sees(line)
			x.types("\r")
		}
		enters(c.line)
		if len(c.asks) > 0 {
			x.asks(c.asks[0], c.asks[1])
		}
		x.asks("password for apikey (hidden): ", practice.Password+"\r")
		x.sees("235 Authentication successful")
		x.sees("logged in")
		x.sees(c.logged)
		enters(":auth PLAIN apikey typed-in-sight")
		x.sees("secret")
		x.asks("plain> ", "\x04")
		x.exits(0)
		holds("the terminal", x.all())
		history += c.line + "\n:auth PLAIN apikey \n"

		if len(c.asks) > 0 {
			continue
		}
		cmd := exec.Command("byhand", "practice", "--password-env", "SECRET", "-c", c.line, "-c", ":expect 235")
		cmd.Env = append(os.Environ(), "SECRET="+practice.Password, "XDG_STATE_HOME="+state)
		said, err := cmd.CombinedOutput()
		if err != nil || !regexp.MustCompile("logged in .*"+c.logged).Match(said) {
			t.Errorf("%s: %v\n%s", c.line, err, said)
		}
		holds("stdout or stderr", string(said))
	}
	got, err := os.ReadFile(filepath.Join(state, "byhand", "history"))
	if err != nil || string(got) != history {
		t.Errorf("the history is %q, %v; want %q", got, err, history)
	}
	wantInNoFile(t, state, append(secrets, "typed-in-sight")...)
}
