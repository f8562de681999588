package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"byhand/internal/fakeserver"
)

// The tests named TestT01 to TestT27 hold what SECURITY.md promises, one threat
// each, from outside: a hostile server's script, what byhand must send to it to
// the byte, what byhand shows, and its exit status. Those in this file speak by
// pipe, those of threat_typed_test.go at a terminal, T08 in test/real, T15 in
// test/bounds.

// outcome is what a byhand that nobody types at came to.
type outcome struct {
	stdout, stderr string
	status         int
}

// attacked runs byhand against a script. The arguments have PORT and CA, and DIR,
// a folder of the test's own; lines are what is piped to it.
func attacked(t *testing.T, script, lines string, args ...string) (outcome, string) {
	t.Helper()
	s, err := fakeserver.Start(script)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	ca := filepath.Join(dir, "ca.pem")
	if err := os.WriteFile(ca, s.CA, 0o600); err != nil {
		t.Fatal(err)
	}
	put := strings.NewReplacer("PORT", s.Port(), "CA", ca, "DIR", dir)
	for i := range args {
		args[i] = put.Replace(args[i])
	}
	ctx, cancel := context.WithTimeout(context.Background(), hanging)
	defer cancel()
	cmd := exec.CommandContext(ctx, "byhand", append(args, "127.0.0.1", s.Port())...)
	cmd.Env = append(os.Environ(), "SECRET=not-a-secret")
	cmd.Stdin = strings.NewReader(lines)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err = cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	if err := s.Finish(); err != nil {
		t.Errorf("%v\n%s", err, stderr.String())
	}
	return outcome{stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()}, dir
}

// wants checks the status, and that stderr has each of these words.
func (o outcome) wants(t *testing.T, status int, words ...string) {
	t.Helper()
	if o.status != status {
		t.Errorf("status %d, want %d", o.status, status)
	}
	for _, word := range words {
		if !strings.Contains(o.stderr, word) {
			t.Errorf("nothing says %q", word)
		}
	}
	if t.Failed() {
		t.Logf("stdout %q\nstderr %s", o.stdout, o.stderr)
	}
}

// escapes is all that a server may try on a terminal.
const escapes = "\x1b[2J\x1b]52;c;cm0K\a\x1b]8;;http://x\x1b\\\x1bP$qm\x1b\\\x9b6n\u009b6n\x0e\r250\b\x7f\u202e\u200b\xff"

// drives is what of it a terminal would obey.
var drives = regexp.MustCompile("[\x00-\x08\x0b-\x1f\x7f\u0080-\u009f\u202e\u200b]")

// T1: stderr is filtered wherever the server's words come: in a refusal, a
// challenge, a certificate's place; stdout, a pipe, has the exact bytes.
func TestT01EscapesOnStderr(t *testing.T) {
	o, _ := attacked(t, "S: 220 hi\nC: AUTH LOGIN\nS: 334 "+base64.StdEncoding.EncodeToString([]byte(escapes))+
		"\nC: *\nS= "+quotedGo("501 "+escapes+"\r\n"), "", "-c", "AUTH LOGIN", "-c", "*")
	o.wants(t, 1, `\x1b[2J`)
	if bad := drives.FindString(o.stderr); bad != "" {
		t.Errorf("stderr has %q", bad)
	}
	if !strings.Contains(o.stdout, escapes) {
		t.Errorf("stdout %q", o.stdout)
	}
	o, _ = attacked(t, "S= "+quotedGo("500 "+escapes+"\r\n"), "", "-c", ":info", "-c", ":expect 220")
	if bad := drives.FindString(o.stderr); bad != "" {
		t.Errorf("stderr has %q", bad)
	}
}

// quotedGo writes bytes as a fake server's script wants them.
func quotedGo(text string) string {
	var b strings.Builder
	for _, c := range []byte(text) {
		b.WriteString(`\x` + string("0123456789abcdef"[c>>4]) + string("0123456789abcdef"[c&15]))
	}
	return `"` + b.String() + `"`
}

// T4: whatever comes between the 220 and the handshake ends the upgrade: nothing
// more is sent, not a ClientHello, and the status is 4.
func TestT04InjectedPlaintext(t *testing.T) {
	for name, script := range map[string]string{
		"a reply behind the 220":       "C: STARTTLS\nS= \"220 go\\r\\n250 injected\\r\\n\"",
		"half a line behind the 220":   "C: STARTTLS\nS= \"220 go\\r\\n25\"",
		"one byte behind the 220":      "C: STARTTLS\nS= \"220 go\\r\\n\\x00\"",
		"a line end behind the 220":    "C: STARTTLS\nS= \"220 go\\r\\n\\n\"",
		"a ServerHello behind the 220": "C: STARTTLS\nS= \"220 go\\r\\n\\x16\\x03\\x03\"",
		"the 220 twice":                "C: STARTTLS\nS= \"220 go\\r\\n220 go\\r\\n\"",
		"a reply and half of one":      "C: STARTTLS\nS= \"220-go\\r\\n220 on\\r\\n250-x\\r\\n250\"",
	} {
		t.Run(name, func(t *testing.T) {
			o, _ := attacked(t, "S: 220 hi\n"+script, "", "-c", "STARTTLS", "-c", ":tls", "-c", "AUTH PLAIN AHUAcA==")
			o.wants(t, 4, "injected")
		})
	}
	for name, script := range map[string]string{
		"a 220 that another line was": "S: 220 hi\nC: STARTTLS\nS= \"220-go\\r\\n250 on\\r\\n\"",
		"a 220 without an end":        "S: 220 hi\nC: STARTTLS\nS: 220-go\nsilence",
		"a 220 that is no line":       "S: 220 hi\nC: STARTTLS\nS= \"220 go\\r\"\nsilence",
	} {
		t.Run(name, func(t *testing.T) {
			o, _ := attacked(t, script, "", "--timeout", "1s", "-c", "STARTTLS", "-c", ":tls", "-c", "NOOP")
			if o.status == 0 || strings.Contains(o.stderr, "> NOOP") {
				t.Errorf("status %d: %s", o.status, o.stderr)
			}
		})
	}
	t.Run("an answer before STARTTLS", func(t *testing.T) {
		o, _ := attacked(t, "S= \"220 hi\\r\\n220 go\\r\\n\"\nC: STARTTLS\nS: 454 no", "", "-c", "STARTTLS", "-c", ":expect 454", "-c", ":tls", "-c", "NOOP")
		o.wants(t, 4, "the server did not answer STARTTLS with 220")
	})
	t.Run("an answer is owed yet", func(t *testing.T) { // it would come in the midst of the handshake
		o, _ := attacked(t, "S: 220 hi\nC: STARTTLS\nC: NOOP\nS: 220 go", "", "--timeout", "200ms", "--keep-going",
			"-c", ":batch", "-c", "STARTTLS", "-c", "NOOP", "-c", ":go", "-c", ":tls", "-c", "RSET")
		o.wants(t, 5, "a reply is still to come")
	})
}

// T5: TLS that does not come about ends the script: nothing follows in the clear.
func TestT05NoTLSNoMore(t *testing.T) {
	const login = "AUTH PLAIN AHUAcA=="
	const alert = "\nC= \"\\x15\\x03\\x01\\x00\\x02\\x02\\x46\"" // protocol_version, RFC 8446 6
	for _, c := range []struct {
		name, script string
		status       int // of :tls; a refusal of STARTTLS before it is a failure of its own
	}{
		{"454", "C: STARTTLS\nS: 454 not now", 1},
		{"502", "C: STARTTLS\nS: 502 what", 1},
		{"another 2xx", "C: STARTTLS\nS: 250 ok", 4},
		{"garbage", "C: STARTTLS\nS: 220 go\nC= \"\\x16\"\nS= \"500 what\\r\\n\"\nclose", 4},
		{"an alert", "C: STARTTLS\nS: 220 go\nC= \"\\x16\"\nS= \"\\x15\\x03\\x01\\x00\\x02\\x02\\x28\"\nclose", 4},
		{"a close", "C: STARTTLS\nS: 220 go\nC= \"\\x16\"\nclose", 4},
		{"a close for the 220", "C: STARTTLS\nclose", 6},
		{"an old version", "C: STARTTLS\nS: 220 go\ntls 1.1", 4},
		{"SSL 3", "C: STARTTLS\nS: 220 go\nhello\nS= \"\\x16\\x03\\x00\\x00\\x2a\\x02\\x00\\x00\\x26\\x03\\x00" + strings.Repeat("x", 32) + "\\x00\\x00\\x05\\x00\"" + alert, 4},
		{"an answer of SSL 2", "C: STARTTLS\nS: 220 go\nhello\nS= \"\\x80\\x03\\x00\\x00\\x01\"" + alert, 4},
		{"a certificate wanted, and none there", "C: STARTTLS\nS: 220 go\ntls asks", 4},
		{"a stall", "C: STARTTLS\nS: 220 go\nsilence", 4},
		{"a stall for the 220", "C: STARTTLS\nsilence", 5},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			script := strings.Replace(c.script, "close", "close\nsilence", 1)
			for _, how := range [][]string{{"-c", "STARTTLS", "-c", ":tls"}, {"-c", ":starttls"}} {
				script, status := script, c.status
				if how[1] == ":starttls" { // says EHLO itself
					script = "any\nS: 250-hi\nS: 250 STARTTLS\n" + script
					if status == 1 {
						status = 4
					}
				}
				o, _ := attacked(t, "S: 220 hi\n"+script, "", append(how, "--timeout", "1s", "--connect-timeout", "1s", "--keep-going", "-c", login)...)
				if o.status != status {
					t.Errorf("%v: status %d, want %d", how, o.status, status)
				}
				if strings.Contains(o.stderr, "AUTH") {
					t.Errorf("%v: the login went out: %s", how, o.stderr)
				}
			}
		})
	}
}

// T6: a peer that does not verify gets not a byte; an exception is for one run,
// and seen.
func TestT06Unverified(t *testing.T) {
	o, _ := attacked(t, "tls", "", "--tls", "-c", "NOOP")
	o.wants(t, 4, "does not verify")
	o, _ = attacked(t, "tls", "", "--tls", "--ca", "CA", "--server-name", "mail.invalid", "-c", "NOOP")
	o.wants(t, 4, "mail.invalid")
	o, dir := attacked(t, "tls\nS: 220 hi\nC: NOOP\nS: 250 ok", "", "--tls", "--insecure", "--log", "DIR/log.txt", "-c", "NOOP")
	o.wants(t, 0, "NOT VERIFIED")
	if text, _ := os.ReadFile(filepath.Join(dir, "log.txt")); !bytes.Contains(text, []byte("NOT VERIFIED")) {
		t.Errorf("the transcript does not say so:\n%s", text)
	}
	o, _ = attacked(t, "tls\nS: 220 hi\nC: NOOP\nS: 250 ok", "", "--tls", "--ca", "CA", "-c", "NOOP")
	o.wants(t, 0)
}

// T7: an end of the stream inside TLS that the server did not announce is no end.
func TestT07Truncated(t *testing.T) {
	o, _ := attacked(t, "tls\nS: 220 hi\nC: NOOP\nS: 250 ok\nC: QUIT\ncut", "", "--tls", "--ca", "CA", "-c", "NOOP", "-c", "QUIT")
	o.wants(t, 6, "cut")
	o, _ = attacked(t, "tls\nS: 220 hi\nC: NOOP\nS: 250 ok\nC: QUIT\nS: 221 bye\ncut", "", "--tls", "--ca", "CA", "-c", "NOOP", "-c", "QUIT")
	o.wants(t, 6, "cut") // all was answered, but who knows what would have followed
	o, _ = attacked(t, "tls\nS: 220 hi\nC: NOOP\nS: 250 ok\nC: QUIT\nS: 221 bye\nclose", "", "--tls", "--ca", "CA", "-c", "NOOP", "-c", "QUIT")
	o.wants(t, 0)
}

// T9: a secret is in no transcript, however the server quotes it back.
func TestT09SecretsInTranscripts(t *testing.T) {
	blob := base64.StdEncoding.EncodeToString([]byte("\x00apikey\x00not-a-secret"))
	bare := base64.StdEncoding.EncodeToString([]byte("not-a-secret"))
	other := base64.StdEncoding.EncodeToString([]byte("\x00me\x00another-secret"))
	o, dir := attacked(t, "S: 220 hi not-a-secret\nany\nS: 250-hi\nS: 250 AUTH PLAIN\nC: AUTH PLAIN "+blob+
		"\nS: 535 no: "+blob+" not-a-secret "+bare+"\nS: 250 unasked not-a-secret",
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

// T10: no argument takes a password; what is written is its owner's alone, whatever
// the umask, through no link, and over no file.
func TestT10SecretsInFiles(t *testing.T) {
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
	o.wants(t, 2, "exists already")
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
	open := filepath.Join(dir, "open.txt") // a file that was there is left as open as it was, and that is said
	if err := errors.Join(os.WriteFile(open, nil, 0o600), os.Chmod(open, 0o644)); err != nil {
		t.Fatal(err)
	}
	for _, how := range []string{"--log", "--keylog"} {
		o, _ = attacked(t, "S: 220 hi", "", how, open, "-c", ":wait 1ms")
		o.wants(t, 0, fmt.Sprintf("others may read %q, which was there before", open))
	}
}

// T10: at a pipe that nobody reads, which would hold byhand for ever, nothing is
// waited for.
func TestT10Pipe(t *testing.T) {
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

// T11: a page has no more than text of the server's. (test/browser opens pages in
// a browser.)
func TestT11NothingRunsInAPage(t *testing.T) {
	o, dir := attacked(t, `S: 220 <script>alert(1)</script><img src=x onerror=alert(1)> <a href="javascript:x">`, "", "-c", ":save DIR/a.html")
	o.wants(t, 0)
	page, err := os.ReadFile(filepath.Join(dir, "a.html"))
	if err != nil || !bytes.Contains(page, []byte("default-src &#39;none&#39;")) && !bytes.Contains(page, []byte("default-src 'none'")) {
		t.Errorf("no policy: %v\n%s", err, page)
	}
	for _, bad := range []string{"<script", "<img", "<a href"} {
		if bytes.Contains(page, []byte(bad)) {
			t.Errorf("the page has %s", bad)
		}
	}
}

// T12: a line end in a credential or an address is an error, not a command.
func TestT12LineEndsInValues(t *testing.T) {
	for _, secret := range []string{"p\rMAIL FROM:<x@y>", "p\x00q"} {
		file := filepath.Join(t.TempDir(), "secret")
		if err := os.WriteFile(file, []byte(secret), 0o600); err != nil {
			t.Fatal(err)
		}
		o, _ := attacked(t, "S: 220 hi\nany\nS: 250-hi\nS: 250 AUTH PLAIN LOGIN", "", "--password-file", file, "-c", ":auth PLAIN apikey")
		o.wants(t, 2, "no secret was sent")
	}
	for _, line := range []string{"NOOP\r\nRSET", "NOOP\nRSET", "NOOP\rRSET"} {
		cmd := exec.Command("byhand", "127.0.0.1", "1", "-c", line)
		if out, _ := cmd.CombinedOutput(); cmd.ProcessState.ExitCode() != 2 {
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

// T13: what :send sends has CRLF alone, dots doubled: nothing of it ends the
// message but byhand's own dot.
func TestT13Smuggling(t *testing.T) {
	const tail = "MAIL FROM:<smuggled@x>\n"
	for name, mail := range map[string]string{"LF . LF": "a\n.\n" + tail, "CRLF . LF": "a\r\n.\n" + tail, "LF . CRLF": "a\n.\r\n" + tail,
		"CR . CR": "a\r.\r" + tail, "CR . CRLF": "a\r.\r\n" + tail, "CRLF . CR": "a\r\n.\r" + tail} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "mail")
			if err := os.WriteFile(file, []byte(mail), 0o600); err != nil {
				t.Fatal(err)
			}
			o, _ := attacked(t, "S: 220 hi\nC: MAIL FROM:<a@b>\nS: 250 ok\nC: RCPT TO:<c@d>\nS: 250 ok\nC: DATA\nS: 354 go\n"+
				"C: a\nC: ..\nC: MAIL FROM:<smuggled@x>\nC: .\nS: 250 ok", "", "-c", "MAIL FROM:<a@b>", "-c", "RCPT TO:<c@d>", "-c", ":send "+file)
			o.wants(t, 0)
		})
	}
}

// T14: 0xFF is data; nothing is answered to a telnet negotiation.
func TestT14TelnetNegotiation(t *testing.T) {
	const greeting = "220 \xff\xfd\x18\xff\xfb\x01\xff\xfa\x18\x01\xff\xf0 hi\r\n"
	o, _ := attacked(t, "S= "+quotedGo(greeting)+"\nC= \"\\xff\\xf4A\\xff\\r\\n\"\nS: 250 ok", "\xff\xf4A\xff\n")
	o.wants(t, 0)
	if o.stdout != greeting+"250 ok\r\n" {
		t.Errorf("stdout %q", o.stdout)
	}
}

// T16: each wait of a script has a limit, a byte now and then does not renew it,
// and a server that never reads is not waited for.
func TestT16Limits(t *testing.T) {
	drip := strings.Repeat("S= \"2\"\nquiet\n", 25)
	lines := strings.Repeat("S: 250-x\nquiet\n", 25) + "S: 250 end\n"
	mail := strings.Repeat(strings.Repeat("x", 900)+"\n", 30_000) // more than buffers take
	const login = "S: 220 hi\nany\nS: 250-hi\nS: 250 AUTH LOGIN\nany\n"
	short, quick := []string{"--timeout", "300ms"}, []string{"--connect-timeout", "300ms"}
	for _, c := range []struct {
		name, script, input string
		args                []string
		status              int
	}{
		{"silence", "silence", "NOOP\n", short, 5},
		{"a drip", drip + "silence", "NOOP\n", []string{"--deadline", "1s"}, 5},
		{"a greeting that drips", strings.ReplaceAll(lines, "250", "220"), "NOOP\n", short, 5},
		{"a reply that drips", "S: 220 hi\nany\n" + lines, "NOOP\n", short, 5},
		{"a line that drips", "S: 220 hi\nany\n" + drip + "S: ", "NOOP\n", short, 5},
		{"no 354", "S: 220 hi\nC: DATA\nsilence", "DATA\nx\n.\n", short, 5},
		{"no reply to the dot", "S: 220 hi\nC: DATA\nS: 354 go\nC: x\nC: .\nsilence", "DATA\nx\n.\n", short, 5},
		{"no close after QUIT", "S: 220 hi\nC: QUIT\nS: 221 bye\nsilence", "QUIT\n", short, 0},
		{"no answer to QUIT", "S: 220 hi\nC: QUIT\nsilence", "QUIT\n", short, 5},
		{"no challenge", login + "silence", ":auth LOGIN me\n", short, 5},
		{"no second challenge", login + "S: 334 VXNlcm5hbWU6\nany\nsilence", ":auth LOGIN me\n", short, 5},
		{"no word on the login", login + "S: 334 VXNlcm5hbWU6\nany\nS: 334 UGFzc3dvcmQ6\nany\nsilence", ":auth LOGIN me\n", short, 5},
		{"a message that is not read", "S: 220 hi\nC: DATA\nS: 354 go\nwait finish", "DATA\n" + mail, short, 5},
		{"commands that are not read", "S: 220 hi\nwait finish", mail, append(short, "--no-wait"), 5},
		{"bytes that are not read", "S: 220 hi\nwait finish", mail, append(short, "--raw"), 5},
		{"a handshake that drips", "hello\nS= \"\\x16\\x03\\x03\\x40\\x00\"\n" + drip, "", append(quick, "--tls"), 4},
		{"an HTTP proxy that is silent", "silence", "", append(quick, "--proxy", "http://127.0.0.1:PORT"), 3},
		{"an HTTP proxy that drips", "any\nany\nany\n" + drip, "", append(quick, "--proxy", "http://127.0.0.1:PORT"), 3},
		{"a SOCKS proxy that is silent", "silence", "", append(quick, "--proxy", "socks5://127.0.0.1:PORT"), 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s, err := fakeserver.Start(c.script)
			if err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithTimeout(context.Background(), hanging)
			defer cancel()
			args := append(slices.Clone(c.args), "--quiet", "--password-env", "SECRET", "127.0.0.1", s.Port())
			for i := range args {
				args[i] = strings.Replace(args[i], "PORT", s.Port(), 1)
			}
			cmd := exec.CommandContext(ctx, "byhand", args...)
			cmd.Stdin, cmd.Env = strings.NewReader(c.input), append(os.Environ(), "SECRET=x")
			said, _ := cmd.CombinedOutput()
			if got := cmd.ProcessState.ExitCode(); got != c.status {
				t.Errorf("status %d, want %d\n%.1000s", got, c.status, said)
			}
			s.Finish() // a drip that nobody waits for is cut off
		})
	}
}

// T17: the end of the input ends nothing: the answers that are owed come first.
func TestT17EndOfInput(t *testing.T) {
	o, _ := attacked(t, "S: 220 hi\nC: EHLO me\nquiet\nS: 250 hi\nC: NOOP\nquiet\nS: 250 ok\nC: QUIT\nquiet\nS: 221 bye\nclose", "EHLO me\nNOOP\nQUIT\n")
	o.wants(t, 0)
	if o.stdout != "220 hi\r\n250 hi\r\n250 ok\r\n221 bye\r\n" {
		t.Errorf("stdout %q", o.stdout)
	}
}

// T18: what the server said before it hung up is read before anybody complains.
func TestT18ReasonBeforeReset(t *testing.T) {
	o, _ := attacked(t, "S: 220 hi\nC: DATA\nS: 354 go\nC: 1\nS: 552 too much\nclose\nsilence", "DATA\n1\n2\n3\n.\nQUIT\n")
	if o.status == 0 || !strings.Contains(o.stdout, "552 too much") {
		t.Errorf("status %d, stdout %q", o.status, o.stdout)
	}
}

// T20: output that cannot be written is an error at once, whatever it is and
// whoever prints it.
func TestT20Unwritable(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("its device is Linux's")
	}
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer full.Close()
	reader, gone, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	reader.Close()
	defer gone.Close()
	was := filepath.Join(t.TempDir(), "was.txt")
	if err := os.WriteFile(was, []byte("S: 220 hi\nC: NOOP\nS: 250 ok\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	const greets, answers = "S: 220 hi", "S: 220 hi\nany\nS: 250 hi\nC: QUIT\nS: 221 bye\nclose"
	for _, c := range []struct{ args, script string }{
		{"127.0.0.1 PORT -c NOOP", greets}, // the NOOP is not sent
		{"--json 127.0.0.1 PORT -c NOOP", greets},
		{"--raw 127.0.0.1 PORT", greets},
		{"replay " + was + " 127.0.0.1 PORT", greets},
		{"probe 127.0.0.1:PORT", answers},
		{"probe --json 127.0.0.1:PORT", answers},
		{"practice -c QUIT", ""},
		{"practice --list", ""},
		{"explain 550", ""},
		{"--help", ""},
		{"--version", ""},
		{"completion bash", ""},
	} {
		for _, to := range []*os.File{full, gone} {
			port, finish := "", func() error { return nil }
			if c.script != "" {
				s, err := fakeserver.Start(c.script)
				if err != nil {
					t.Fatal(err)
				}
				port, finish = s.Port(), s.Finish
			}
			cmd := exec.Command("byhand", strings.Fields(strings.ReplaceAll(c.args, "PORT", port))...)
			var said bytes.Buffer
			cmd.Stdout, cmd.Stderr = to, &said
			cmd.Run()
			if got := cmd.ProcessState.ExitCode(); got != 7 {
				t.Errorf("%s: status %d, want 7\n%s", c.args, got, said.String())
			}
			if regexp.MustCompile(`cannot be written: (write /dev/stdout: )?no space left on device\n`).MatchString(said.String()) != (to == full) {
				t.Errorf("%s: %s", c.args, said.String())
			}
			if err := finish(); err != nil {
				t.Errorf("%s: %v", c.args, err)
			}
		}
	}
	o, _ := attacked(t, "tls", "", "--tls", "--keylog", "/dev/full", "-c", "NOOP")
	o.wants(t, 7, "the session keys cannot be written: write /dev/full: no space left on device")
	o, _ = attacked(t, "S: 220 hi\nC: STARTTLS\nS: 220 go\ntls", "", "--keep-going", "--keylog", "/dev/full", "-c", "STARTTLS", "-c", ":tls", "-c", "NOOP")
	o.wants(t, 7)
}

// T21: a SCRAM server that does not extend our nonce, or asks for next to nothing
// or for ever, learns nothing; a 235 without its proof is no login. (See also
// package sasl.)
func TestT21SCRAM(t *testing.T) {
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
		if o.status == 0 || strings.Contains(o.stderr, "byhand: logged in by SCRAM-SHA-256\n") {
			t.Errorf("%s: status %d\n%s", name, o.status, o.stderr)
		}
	}
}

// T22: one answer a step; who asks again gets "*".
func TestT22AskedAgain(t *testing.T) {
	o, _ := attacked(t, "S: 220 hi\nany\nS: 250-hi\nS: 250 AUTH LOGIN\nC: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: YXBpa2V5\nS: 334 UGFzc3dvcmQ6\n"+
		"C: bm90LWEtc2VjcmV0\nS: 334 UGFzc3dvcmQ6\nC: *\nS: 501 ok", "", "--password-env", "SECRET", "-c", ":auth LOGIN apikey")
	if o.status == 0 {
		t.Errorf("status 0\n%s", o.stderr)
	}
	o, _ = attacked(t, "S: 220 hi\nany\nS: 250-hi\nS: 250 AUTH XOAUTH2\nany\nS: 334 eyJzdGF0dXMiOiI0MDEifQ==\nC: \nS: 535 no",
		"", "--token-env", "SECRET", "-c", ":auth XOAUTH2 apikey")
	o.wants(t, 1)
}

// T23: an answer that came before its question answers nothing.
func TestT23Unasked(t *testing.T) {
	o, _ := attacked(t, "S= \"220 hi\\r\\n250 early\\r\\n\"\nC: NOOP\nS: 550 no", "", "-c", "NOOP", "-c", ":expect 250")
	o.wants(t, 1, "unasked")
	o, _ = attacked(t, "S: 220 hi\nC: NOOP\nS= \"250 ok\\r\\n250 two\\r\\n\"\nC: RSET\nS: 451 no", "", "-c", "NOOP", "-c", "RSET", "-c", ":expect 250")
	o.wants(t, 1, "expected 250, got 451 no", "unasked")
}

// T24: the practice server is for this machine alone.
func TestT24PracticeIsLocal(t *testing.T) {
	out, err := exec.Command("byhand", "practice", "--listen", "0.0.0.0:0", "-c", "QUIT").CombinedOutput()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != 2 {
		t.Errorf("it listens for all: %v\n%s", err, out)
	}
	for _, verb := range []string{"GET / HTTP/1.1", "POST / HTTP/1.1", "CONNECT x:25 HTTP/1.1"} {
		out, _ := exec.Command("byhand", "practice", "--keep-going", "-c", verb, "-c", "NOOP").CombinedOutput()
		if !strings.Contains(string(out), "421 This is SMTP") || strings.Contains(string(out), "250 ") {
			t.Errorf("%s: it went on:\n%s", verb, out)
		}
	}
}

// T25: limits are on the monotonic clock, so nothing strips it from a time but
// what is for people to read; a transcript holds the zone and what elapsed.
func TestT25Clock(t *testing.T) {
	may := map[string]bool{"transcript/recorder.go": true, "transcript/facts.go": true, "transcript/jsonread.go": true}
	walk(t, func(name string, file *ast.File, where *token.FileSet) {
		shown := map[ast.Node]bool{} // t.UTC() of t.UTC().Format()
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			f, ok := call.Fun.(*ast.SelectorExpr)
			if ok && strings.HasSuffix(f.Sel.Name, "Format") {
				shown[f.X] = true
			}
			if ok && !may[name] && !shown[n] && strips(f, call.Args) {
				t.Errorf("%v strips the monotonic clock", where.Position(call.Pos()))
			}
			return true
		})
	})
	o, dir := attacked(t, "S: 220 hi\nC: NOOP\nS: 250 ok", "", "--log", "DIR/a.json", "-c", "NOOP")
	o.wants(t, 0)
	text, _ := os.ReadFile(filepath.Join(dir, "a.json"))
	for line := range strings.Lines(string(text)) {
		if !regexp.MustCompile(`"time":"[0-9T:.-]+Z",.*"(elapsed_ms"|opening)`).MatchString(line) {
			t.Errorf("no time, zone and elapsed: %s", line)
		}
	}
}

// strips reports whether a call takes the monotonic clock from a time, as far as
// its name tells (package time, "Monotonic Clocks"). A Round or Truncate may be
// one of a Duration; the events' own times package conn's tests look at.
func strips(f *ast.SelectorExpr, args []ast.Expr) bool {
	switch f.Sel.Name {
	case "UTC", "Local", "AddDate", "UnixNano", "UnixMicro", "UnixMilli":
		return true
	case "In":
		return len(args) == 1
	case "Round":
		lit, ok := args[0].(*ast.BasicLit)
		return ok && lit.Value == "0"
	}
	return false
}

// walk shows every file of byhand's own that is no test.
func walk(t *testing.T, see func(name string, file *ast.File, where *token.FileSet)) {
	t.Helper()
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() && (strings.HasPrefix(d.Name(), ".") && name != "." || name == "test" || name == "bench" || name == "internal") {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, name, nil, 0)
		if err == nil {
			see(filepath.ToSlash(name), file, set)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// T26: commands come from the input alone, at a line's start, outside a message.
func TestT26CommandsByAccident(t *testing.T) {
	o, _ := attacked(t, "S: 220 :quit\nC: NOOP\nS: 250 :raw \"RSET\\r\\n\"\nC: R\nS: 500 :quit\nC: Q\nS: 500 no\nC: :quit\nS: 500 no\nC:  :quit\nS: 500 no\n"+
		"C: ~.\nS: 500 no\nC: DATA\nS: 354 go\nC: :quit\nC: .\nS: 250 ok\nC: QUIT\nS: 221 bye\nclose",
		"NOOP\nR\nQ\n::quit\n :quit\n~.\nDATA\n:quit\n.\nQUIT\n", "--keep-going")
	if o.status == 0 {
		t.Errorf("status 0: five lines were refused")
	}
}

func parse(set *token.FileSet, text string) (*ast.File, error) {
	return parser.ParseFile(set, "x.go", text, 0)
}
