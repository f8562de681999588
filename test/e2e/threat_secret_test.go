package e2e

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
)

// T9: no transcript contains a secret, even if the server echoes it.
func TestT09SecretsInTranscripts(t *testing.T) {
	t.Parallel()
	blob := base64.StdEncoding.EncodeToString([]byte("\x00apikey\x00not-a-secret"))
	bare := base64.StdEncoding.EncodeToString([]byte("not-a-secret"))
	other := base64.StdEncoding.EncodeToString([]byte("\x00me\x00another-secret"))
	o, dir := attacked(t, "S: 220 hi not-a-secret\nany\nS: 250-hi\nS: 250 AUTH PLAIN\nC: AUTH PLAIN "+blob+
		"\nS: 535 no: "+blob+" not-a-secret "+bare+"\nS: 250 unsolicited not-a-secret",
		"", "--password-env", "SECRET", "--log", "DIR/log.txt", "--json", "--keep-going", "-c", ":auth PLAIN apikey",
		"-c", ":wait 100ms", "-c", ":save DIR/a.json", "-c", ":save DIR/a.html", "-c", ":save DIR/a.md")
	o.wants(t, 1)
	typed, hand := attacked(t, "S: 220 hi\nC: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nany\nS: 334 UGFzc3dvcmQ6\nC: "+bare+"\nS: 535 no: "+bare+
		"\nC: AUTH PLAIN "+other+"\nS: 535 no: "+other+" another-secret", "", "--log", "DIR/typed.txt", "--keep-going",
		"-c", "AUTH LOGIN", "-c", "bWU=", "-c", bare, "-c", "AUTH PLAIN "+other)
	typed.wants(t, 1)
	for _, name := range []string{"log.txt", "a.json", "a.html", "a.md", filepath.Join("..", filepath.Base(hand), "typed.txt")} {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil || !bytes.Contains(text, []byte("535")) {
			t.Errorf("%s: %v %s", name, err, text)
		}
		o.stdout += string(text)
	}
	for _, secret := range []string{"not-a-secret", blob, bare, "another-secret", other} {
		if strings.Contains(o.stdout, secret) {
			t.Errorf("%q is in a transcript", secret)
		}
	}
}

// T10: no argument takes a password. Only the owner can read the files that byhand
// writes, whatever the umask; byhand follows no link and overwrites no file.
func TestT10SecretsInFiles(t *testing.T) {
	t.Parallel()
	help, err := exec.Command("byhand", "--help").Output()
	if err != nil || regexp.MustCompile(`--(password|token)[ =](string|[A-Z]+)`).Match(help) {
		t.Errorf("%v: an argument takes a secret:\n%s", err, help)
	}
	o, dir := attacked(t, "tls\nS: 220 hi", "", "--tls", "--insecure", "--keylog", "DIR/keys", "--log", "DIR/f.json",
		"-c", ":log DIR/l.txt", "-c", ":save DIR/s.txt", "-c", ":save DIR/h.html", "-c", ":save DIR/m.md", "-c", ":save DIR/j.json")
	o.wants(t, 0)
	for _, name := range []string{"keys", "f.json", "l.txt", "s.txt", "h.html", "m.md", "j.json"} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", name, info.Mode(), err)
		}
	}
	o, _ = attacked(t, "S: 220 hi", "", "-c", ":save CA")
	o.wants(t, 2)
	o, dir = attacked(t, "S: 220 hi", "", "-c", ":save DIR/a.txt", "-c", ":save DIR/a.txt")
	o.wants(t, 2, "exists")
	if runtime.GOOS == "windows" {
		return
	}
	link := filepath.Join(t.TempDir(), "link.txt")
	aim := filepath.Join(dir, "aim")
	if err := os.Symlink(aim, link); err != nil {
		t.Fatal(err)
	}
	page := strings.TrimSuffix(link, "txt") + "html"
	if err := os.Symlink(aim, page); err != nil {
		t.Fatal(err)
	}
	for _, how := range [][]string{{"-c", ":save " + link}, {"-c", ":save " + page}, {"-c", ":log " + link}, {"--log", link}, {"--keylog", link}} {
		cmd := exec.Command("byhand", append([]string{"practice"}, how...)...)
		cmd.Run()
		if _, err := os.Stat(aim); cmd.ProcessState.ExitCode() == 0 || !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s wrote through a link: %v", how, cmd.ProcessState)
		}
	}
	open := filepath.Join(dir, "open.txt") // an existing file keeps its mode, and byhand warns
	if err := errors.Join(os.WriteFile(open, nil, 0o600), os.Chmod(open, 0o644)); err != nil {
		t.Fatal(err)
	}
	for _, how := range []string{"--log", "--keylog"} {
		o, _ = attacked(t, "S: 220 hi", "", how, open, "-c", ":wait 1ms")
		o.wants(t, 0, "warning: ", fmt.Sprintf("%q", open))
	}
	if os.Geteuid() != 0 {
		return // only root can give a file to another user
	}
	if err := errors.Join(os.Chmod(open, 0o600), os.Chown(open, 65534, -1)); err != nil {
		t.Fatal(err)
	}
	for _, how := range [][]string{{"--log", open}, {"--keylog", open}, {"-c", ":log " + open}} {
		o, _ = attacked(t, "S: 220 hi", "", append(how, "-c", ":wait 1ms")...)
		o.wants(t, 0, "warning: ", fmt.Sprintf("%q", open), "65534")
	}
}

// T10: byhand does not wait for a named pipe that has no reader.
func TestT10Pipe(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("it has no such pipes")
	}
	pipe := filepath.Join(t.TempDir(), "pipe.txt")
	if out, err := exec.Command("mkfifo", pipe).CombinedOutput(); err != nil {
		t.Skipf("%v %s", err, out)
	}
	for _, how := range [][]string{{"--log", pipe}, {"--keylog", pipe}, {"-c", ":log " + pipe}} {
		ctx, cancel := context.WithTimeout(context.Background(), hanging)
		cmd := exec.CommandContext(ctx, "byhand", append([]string{"practice", "-c", "NOOP"}, how...)...)
		out, _ := cmd.CombinedOutput()
		if got := cmd.ProcessState.ExitCode(); got != 7 {
			t.Errorf("%s: status %d\n%s", how, got, out)
		}
		cancel()
	}
}

// T12: a line ending in a credential or an address is an error, not a command.
func TestT12LineEndsInValues(t *testing.T) {
	t.Parallel()
	for _, secret := range []string{"p\rMAIL FROM:<x@y>", "p\x00q"} {
		file := filepath.Join(t.TempDir(), "secret")
		if err := os.WriteFile(file, []byte(secret), 0o600); err != nil {
			t.Fatal(err)
		}
		o, _ := attacked(t, "S: 220 hi\nany\nS: 250-hi\nS: 250 AUTH PLAIN LOGIN", "", "--password-file", file, "-c", ":auth PLAIN apikey")
		o.wants(t, 2, "secret")
	}
	for _, line := range []string{"NOOP\r\nRSET", "NOOP\nRSET", "NOOP\rRSET"} {
		cmd := exec.Command("byhand", "127.0.0.1", "1", "-c", line)
		if out, _ := cmd.CombinedOutput(); cmd.ProcessState.ExitCode() != 2 || bytes.Contains(out, []byte("RSET")) {
			t.Errorf("-c %q: %v\n%s", line, cmd.ProcessState, out)
		}
	}
	for _, name := range []string{"me\r\nMAIL FROM:<x@y>", "me\nNOOP", "me\rNOOP", "me\x01"} {
		cmd := exec.Command("byhand", "--ehlo", name, "127.0.0.1", "1", "-c", ":starttls")
		if out, _ := cmd.CombinedOutput(); cmd.ProcessState.ExitCode() != 2 {
			t.Errorf("--ehlo %q: %v\n%s", name, cmd.ProcessState, out)
		}
	}
}

// T21: byhand sends no proof to a SCRAM server that does not extend the client nonce or
// asks for too few or too many iterations; a 235 without the server's proof is not a
// login. (See also package sasl.)
func TestT21SCRAM(t *testing.T) {
	t.Parallel()
	first := func(text string) string {
		return "S: 220 hi\nany\nS: 250-hi\nS: 250 AUTH SCRAM-SHA-256\nany\nS: 334 " + base64.StdEncoding.EncodeToString([]byte(text)) + "\nC: *\nS: 501 ok"
	}
	for name, script := range map[string]string{
		"another nonce": first("r=other,s=c2FsdA==,i=4096"),
		"no nonce":      first("s=c2FsdA==,i=4096"),
		"nonsense":      first("\x00\xff"),
		"235 at once":   "S: 220 hi\nany\nS: 250-hi\nS: 250 AUTH SCRAM-SHA-256\nany\nS: 235 welcome",
	} {
		o, _ := attacked(t, script, "", "--password-env", "SECRET", "-c", ":auth SCRAM-SHA-256 apikey")
		if o.status == 0 || strings.Contains(o.stderr, "byhand: logged in") {
			t.Errorf("%s: status %d\n%s", name, o.status, o.stderr)
		}
	}
}

// T22: byhand sends each answer once. If the server asks again, byhand sends "*".
func TestT22RepeatedChallenge(t *testing.T) {
	t.Parallel()
	o, _ := attacked(t, "S: 220 hi\nany\nS: 250-hi\nS: 250 AUTH LOGIN\nC: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: YXBpa2V5\nS: 334 UGFzc3dvcmQ6\n"+
		"C: bm90LWEtc2VjcmV0\nS: 334 UGFzc3dvcmQ6\nC: *\nS: 501 ok", "", "--password-env", "SECRET", "-c", ":auth LOGIN apikey")
	if o.status == 0 {
		t.Errorf("status 0\n%s", o.stderr)
	}
	o, _ = attacked(t, "S: 220 hi\nany\nS: 250-hi\nS: 250 AUTH XOAUTH2\nany\nS: 334 eyJzdGF0dXMiOiI0MDEifQ==\nC: \nS: 535 no",
		"", "--token-env", "SECRET", "-c", ":auth XOAUTH2 apikey")
	o.wants(t, 1)
}
