//go:build linux || darwin

package e2e

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// TestTypedRecord records a session at a prompt, and replays it with :again --replay.
func TestTypedRecord(t *testing.T) {
	t.Parallel()
	const password = "Tr0ub4dor&3"
	login := `
		S: 220 hi
		C: EHLO me
		S: 250 AUTH PLAIN
		C: AUTH PLAIN AGJvYgBUcjB1YjRkb3ImMw==
		S: 235 welcome`
	s := serves(t, login+"\nC: NOOP\nS: 250 ok\nC: QUIT\nS: 221 bye\nclose\naccept"+login+"\nC: NOOP\nS: 250 again")
	dir := t.TempDir()
	logged, saved := filepath.Join(dir, "log.json"), filepath.Join(dir, "all.txt")
	cmd := exec.Command("byhand", "--no-history", "127.0.0.1", s.Port())
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "TERM="+term)
	x := show(t, cmd)
	x.asks("plain> ", "EHLO me\r")
	x.asks("plain> ", ":log log.json\r")
	x.sees("logging the session")
	x.asks("plain> ", ":auth PLAIN bob") // Enter comes later, or it would look like a paste
	x.sees(":auth PLAIN bob")
	x.types("\r")
	x.asks("password for bob (hidden): ", password+"\r")
	x.sees("logged in")
	x.asks("plain> ", "NOOP\r")
	x.asks("plain> ", "QUIT\r")
	x.asks("closed> ", ":save all.txt\r")
	x.sees("saved the session")
	x.asks("closed> ", ":save all.txt\r")
	x.sees("exists")
	x.asks("closed> ", ":again --re")
	x.sees(":again --re")
	x.types("play\r")
	x.asks("password for bob (hidden): ", password+"\r")
	x.sees("250 again")
	x.asks("plain> ", ":log --stop\r")
	x.sees("log.json")
	x.asks("plain> ", ":quit\r")
	x.exits(0)
	finishServer(t, s)
	for name, begins := range map[string]string{logged: `{"v":1,"event":"notice"`, saved: "# byhand transcript 1\n"} {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(string(text), begins) || strings.Contains(string(text), password) || strings.Contains(string(text), "AGJvYgBU") {
			t.Errorf("%s holds\n%s", name, text)
		}
		for line := range strings.Lines(string(text)) {
			if name == logged && !json.Valid([]byte(line)) {
				t.Errorf("no JSON: %s", line)
			}
		}
	}
}

// TestTypedReplay: byhand replay asks the user for a secret that the transcript masks.
func TestTypedReplay(t *testing.T) {
	t.Parallel()
	s := serves(t, "S: 220 hi\nC: EHLO me\nS: 250 AUTH PLAIN\nC: AUTH PLAIN AGJvYgBUcjB1YjRkb3ImMw==\nS: 535 5.7.8 no\nC: QUIT\nS: 221 bye\nclose")
	file := filepath.Join(t.TempDir(), "s.txt")
	was := "S: 220 hi\nC: EHLO me\nS: 250 AUTH PLAIN\n# user: bob\nC: AUTH PLAIN ********\nS: 235 2.7.0 welcome\nC: QUIT\nS: 221 bye\n"
	if err := os.WriteFile(file, []byte(was), 0o600); err != nil {
		t.Fatal(err)
	}
	x := typed(t, "replay", file, "127.0.0.1", s.Port())
	x.asks("password for bob (hidden): ", "Tr0ub4dor&3\r")
	x.sees("535 5.7.8 no")
	x.sees("AUTH PLAIN ********: 235, now 535")
	x.sees("4 replies, 1 differs")
	x.exits(1)
	finishServer(t, s)
	if strings.Contains(x.all(), "Tr0ub4dor") {
		t.Errorf("the password is on the screen:\n%s", visible(x.all()))
	}
}

// TestTypedLogFails: at a prompt, byhand reports a log that cannot be written at once and
// continues; the exit status says so too.
func TestTypedLogFails(t *testing.T) {
	t.Parallel()
	if runtime.GOOS != "linux" {
		t.Skip("the shell's blocks differ elsewhere")
	}
	long := "NOOP " + strings.Repeat("x", 150)
	s := serves(t, "S: 220 hi\n"+strings.Repeat("C: "+long+"\nS: 250 ok\n", 8)+"C: NOOP\nS: 250 still here")
	cmd := exec.Command("sh", "-c", `ulimit -f 1; exec byhand --no-history --log "$0" 127.0.0.1 "$1"`, filepath.Join(t.TempDir(), "log.txt"), s.Port())
	cmd.Env = append(os.Environ(), "TERM="+term)
	x := show(t, cmd)
	for range 8 {
		x.asks("plain> ", long+"\r")
		x.sees("250 ok")
	}
	x.asks("plain> ", "NOOP\r")
	x.sees("250 still here")
	x.asks("plain> ", ":quit\r")
	x.exits(7)
	finishServer(t, s)
	if n := strings.Count(x.all(), "file too large"); n != 1 {
		t.Errorf("reported %d times:\n%s", n, visible(x.all()))
	}
}
