package e2e

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"byhand/internal/fakeserver"
)

// The tests named TestT01 to TestT27 check what SECURITY.md promises, one threat each,
// from outside: the script of a hostile server, the exact bytes that byhand must send,
// what byhand shows, and its exit status. Those about TLS, secrets, foreign text and time
// are in threat_tls_test.go and so on, those at a terminal in threat_typed_test.go, T08 in
// test/real, T15 in test/bounds.

// outcome is the result of a run with piped input.
type outcome struct {
	stdout, stderr string
	status         int
}

// attacked runs byhand against a server's script, with lines as its input. In the
// arguments it replaces PORT, CA (a file) and DIR, a temporary folder that it returns.
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

// wants checks the status, and that stderr contains all the words.
func (o outcome) wants(t *testing.T, status int, words ...string) {
	t.Helper()
	if o.status != status {
		t.Errorf("status %d, want %d", o.status, status)
	}
	for _, word := range words {
		if !strings.Contains(o.stderr, word) {
			t.Errorf("stderr does not contain %q", word)
		}
	}
	if t.Failed() {
		t.Logf("stdout %q\nstderr %s", o.stdout, o.stderr)
	}
}

// escapes are sequences that a server may send to control a terminal.
const escapes = "\x1b[2J\x1b]52;c;cm0K\a\x1b]8;;http://x\x1b\\\x1bP$qm\x1b\\\x9b6n\u009b6n\x0e\r250\b\x7f\u202e\u200b\xff"

// drives matches bytes that control a terminal.
var drives = regexp.MustCompile("[\x00-\x08\x0b-\x1f\x7f\u0080-\u009f\u202e\u200b]")

// T1: stderr is sanitized wherever it quotes the server: in a refusal, a challenge, a
// certificate. stdout, a pipe, has the exact bytes.
func TestT01EscapesOnStderr(t *testing.T) {
	t.Parallel()
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

// quotedGo quotes bytes for the script of a fake server.
func quotedGo(text string) string {
	var b strings.Builder
	for _, c := range []byte(text) {
		b.WriteString(`\x` + string("0123456789abcdef"[c>>4]) + string("0123456789abcdef"[c&15]))
	}
	return `"` + b.String() + `"`
}

// T11: an HTML page contains the server's data only as text. (test/browser opens pages
// in a browser.)
func TestT11PageRunsNothing(t *testing.T) {
	t.Parallel()
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

// T13: :send sends only CRLF line endings and doubles leading dots, so that only byhand's
// own final dot ends the message.
func TestT13Smuggling(t *testing.T) {
	t.Parallel()
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

// T14: 0xFF is data; byhand does not answer a telnet negotiation.
func TestT14TelnetNegotiation(t *testing.T) {
	t.Parallel()
	const greeting = "220 \xff\xfd\x18\xff\xfb\x01\xff\xfa\x18\x01\xff\xf0 hi\r\n"
	o, _ := attacked(t, "S= "+quotedGo(greeting)+"\nC= \"\\xff\\xf4A\\xff\\r\\n\"\nS: 250 ok", "\xff\xf4A\xff\n")
	o.wants(t, 0)
	if o.stdout != greeting+"250 ok\r\n" {
		t.Errorf("stdout %q", o.stdout)
	}
}

// unsolicited is in the note about a reply that no command was waiting for.
const unsolicited = "unsolicited reply"

// T23: a reply that came before its command is not that command's reply.
func TestT23Unsolicited(t *testing.T) {
	t.Parallel()
	o, _ := attacked(t, "S= \"220 hi\\r\\n250 early\\r\\n\"\nC: NOOP\nS: 550 no", "", "-c", "NOOP", "-c", ":expect 250")
	o.wants(t, 1, unsolicited)
	o, _ = attacked(t, "S: 220 hi\nC: NOOP\nS= \"250 ok\\r\\n250 two\\r\\n\"\nC: RSET\nS: 451 no", "", "-c", "NOOP", "-c", "RSET", "-c", ":expect 250")
	o.wants(t, 1, "451 no", unsolicited)
}

// T24: the practice server listens only on this machine, and closes on HTTP.
func TestT24PracticeIsLocal(t *testing.T) {
	t.Parallel()
	out, err := exec.Command("byhand", "practice", "--listen", "0.0.0.0:0", "-c", "QUIT").CombinedOutput()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != 2 {
		t.Errorf("it listens on all addresses: %v\n%s", err, out)
	}
	for _, verb := range []string{"GET / HTTP/1.1", "POST / HTTP/1.1", "CONNECT x:25 HTTP/1.1"} {
		out, _ := exec.Command("byhand", "practice", "--keep-going", "-c", verb, "-c", "NOOP").CombinedOutput()
		if !strings.Contains(string(out), "421 This is SMTP") || strings.Contains(string(out), "250 ") {
			t.Errorf("%s: the session continued:\n%s", verb, out)
		}
	}
}

// T26: a colon-command is a line of the input that begins with a colon, but not inside a
// message.
func TestT26CommandsByAccident(t *testing.T) {
	t.Parallel()
	o, _ := attacked(t, "S: 220 :quit\nC: NOOP\nS: 250 :raw \"RSET\\r\\n\"\nC: R\nS: 500 :quit\nC: Q\nS: 500 no\nC: :quit\nS: 500 no\nC:  :quit\nS: 500 no\n"+
		"C: ~.\nS: 500 no\nC: DATA\nS: 354 go\nC: :quit\nC: .\nS: 250 ok\nC: QUIT\nS: 221 bye\nclose",
		"NOOP\nR\nQ\n::quit\n :quit\n~.\nDATA\n:quit\n.\nQUIT\n", "--keep-going")
	if o.status == 0 {
		t.Errorf("status 0: five lines were refused")
	}
}
