package e2e

import (
	"bytes"
	"encoding/base64"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"byhand/internal/fakeserver"
)

// T1: foreign text is not only in replies, but also in certificates, proxy replies, base64,
// errors and saved sessions. It cannot control a terminal, wherever byhand shows or writes it.
func TestT01ForeignText(t *testing.T) {
	t.Parallel()
	const ascii, wide = "\x1b[2J\x1b]52;c;cm0K\a\x0e\b\x7f", "\u009b6n\u202e\u200b\x1b[2J"
	save := []string{"-c", ":save DIR/s.txt", "-c", ":save DIR/s.md", "-c", ":save DIR/s.html", "-c", ":save DIR/s.json"}
	log := []string{"--log", "DIR/l.txt", "--keep-going", "--token-env", "SECRET", "--password-env", "SECRET"}
	logs := slices.Concat(log, save)
	was := filepath.Join(t.TempDir(), "was.txt")
	if err := os.WriteFile(was, []byte("S: 220 hi\nC: NOOP\nS: 250 "+escapes+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	login := func(mechanism, challenge, then string) string {
		return "S: 220 hi\nany\nS: 250-hi\nS: 250 AUTH " + mechanism + "\nany\nS: 334 " + base64.StdEncoding.EncodeToString([]byte(challenge)) + "\n" + then
	}
	for _, c := range []struct {
		name, script, first string
		args                []string
		says                string
	}{
		{"a certificate that is refused", "cert= " + quotedGo(ascii) + "\ntls", "--tls", nil, `"\x1b[2J`},
		{"a common name that is refused", "cert= " + quotedGo(wide) + "\ntls", "--tls", nil, `\u202e`},
		{"a certificate that is accepted", "cert= " + quotedGo(ascii) + "\ntls\nS: 220 hi", "--tls", append([]string{"--insecure", "-c", ":cert"}, logs...), `"\x1b[2J`},
		{"a common name that is accepted", "cert= " + quotedGo(wide) + "\ntls\nS: 220 hi", "--tls", append([]string{"--insecure", "-c", ":cert"}, logs...), `"\u009b6n\u202e`},
		{"an issuer that reads like byhand", "cert= \"GTS CA, 60 days left, verified\"\ntls\nS: 220 hi", "--tls", append([]string{"--insecure", "-c", ":cert"}, logs...),
			`"GTS CA, 60 days left, verified"`},
		{"an HTTP proxy", "any\nany\nany\nS= " + quotedGo("HTTP/1.1 403 "+escapes+"\r\n\r\n"), "--proxy", append([]string{"http://127.0.0.1:PORT"}, log...), `"HTTP/1.1 403 \x1b[2J`},
		{"text for TLS", "hello\nS= " + quotedGo("220 "+escapes+"\r\n"), "--tls", log, `"220 \x1b[2J`},
		{"a decoded challenge", login("LOGIN", escapes, "C: *\nS: 501 ok"), "--no-color", append([]string{"-c", "EHLO me", "-c", "AUTH LOGIN", "-c", "*"}, logs...), `"\x1b[2J`},
		{"a refused token", login("XOAUTH2", `{"status":"401`+`\u001b[2J\u009b6n\u202e","scope":"\u009b6n\u202e"}`, "any\nS: 535 no"), "--no-color",
			append([]string{"-c", ":auth XOAUTH2 me"}, logs...), "<U+009B>6n<U+202E>"},
		{"an error of SCRAM's", login("SCRAM-SHA-256", "e="+escapes, "any\nS: 501 ok"), "--no-color", append([]string{"-c", ":auth SCRAM-SHA-256 me"}, logs...), "x1b[2J"},
		{"a flaw, a reason, a capability", "S: 220 hi\nany\nS= " + quotedGo("250-hi\r\n250 X"+escapes+" "+escapes+"\r\n") + "\nany\nS= " + quotedGo("5"+escapes+"\r\n550 5.1.1 "+escapes+"\r\n"), "--no-color",
			append([]string{"-c", "EHLO me", "-c", "NOOP", "-c", ":caps", "-c", ":why"}, logs...), `\x1b[2J`},
		{"a saved session", "S: 220 hi\nany\nS= " + quotedGo("550 "+escapes+"\r\n"), "replay", []string{was}, `550 \x1b[2J`},
	} {
		t.Run(c.name, func(t *testing.T) {
			o, dir := attacked(t, c.script, "", append([]string{c.first}, c.args...)...)
			o.wants(t, o.status, c.says)
			if bad := drives.FindString(o.stderr); bad != "" {
				t.Errorf("stderr has %q: %s", bad, o.stderr)
			}
			all, _ := filepath.Glob(filepath.Join(dir, "[sl].*"))
			if want := strings.Count(strings.Join(c.args, " "), "DIR/"); len(all) != want {
				t.Errorf("%q, want %d", all, want)
			}
			for _, name := range all {
				text, err := os.ReadFile(name)
				if bad := drives.Find(text); err != nil || bad != nil || !utf8.Valid(text) {
					t.Errorf("%s: %v, %q", name, err, bad)
				}
			}
		})
	}
}

// T1: probe shows server text safely, in JSON too.
func TestT01Probe(t *testing.T) {
	t.Parallel()
	script := "S= " + quotedGo("220 "+escapes+"\r\n") + "\nany\nS= " + quotedGo("250-hi\r\n250-SIZE "+escapes+"\r\n250-STARTTLS\r\n250 AUTH "+escapes+"\r\n") +
		"\nC: STARTTLS\nS: 220 go\ncert= " + quotedGo("\x1b[2J") + "\ntls\nany\nS= " + quotedGo("250 AUTH "+escapes+"\r\n") + "\nC: QUIT\nS: 221 bye\nclose"
	for _, script := range []string{script, "S= " + quotedGo(escapes+"\r\n"), "S= " + quotedGo("554 "+escapes+"\r\n")} {
		for _, how := range []string{"--ipv4", "--json"} {
			s, err := fakeserver.Start(script)
			if err != nil {
				t.Fatal(err)
			}
			cmd := exec.Command("byhand", "probe", how, "--greeting-timeout", "2s", "127.0.0.1:"+s.Port())
			var stdout, stderr bytes.Buffer
			cmd.Stdout, cmd.Stderr = &stdout, &stderr
			cmd.Run()
			if err := s.Finish(); err != nil {
				t.Error(err)
			}
			if bad := drives.FindString(stdout.String() + stderr.String()); bad != "" {
				t.Errorf("%s: %q in %s%s", how, bad, stdout.String(), stderr.String())
			}
			if all := stdout.String() + stderr.String(); !strings.Contains(all, `x1b[2J`) && !strings.Contains(all, `u001b[2J`) && !strings.Contains(all, "554") {
				t.Errorf("%s shows nothing: %s", how, all)
			}
		}
	}
}

// T1: the practice server shows a client's message safely.
func TestT01Practice(t *testing.T) {
	t.Parallel()
	cmd := exec.Command("byhand", "practice", "--password-env", "SECRET")
	cmd.Env = append(os.Environ(), "SECRET=not-a-secret")
	cmd.Stdin = strings.NewReader("EHLO me\n:auth PLAIN apikey\nMAIL FROM:<a@b>\nRCPT TO:<c@d>\nDATA\n" + escapes + "\n.\n")
	out, err := cmd.CombinedOutput()
	if bad := drives.FindString(strings.ReplaceAll(string(out), "\r\n", "\n")); err != nil || bad != "" || !bytes.Contains(out, []byte(`| \x1b[2J`)) {
		t.Errorf("%v, %q: %s", err, bad, out)
	}
}

// TestT01ArgumentErrors: an error about an argument quotes it safely: a file name may come
// from a folder that others write to.
func TestT01ArgumentErrors(t *testing.T) {
	t.Parallel()
	const name = "no\x1b[2J\u009b6n\u202efile"
	for _, args := range [][]string{
		{name, "25"}, {"127.0.0.1", name}, {"-f", name, "127.0.0.1"}, {"--ca", name, "127.0.0.1"}, {"--cert", name, "127.0.0.1"},
		{"--proxy", name, "127.0.0.1"}, {"--password-file", name, "127.0.0.1"}, {"--" + name}, {"practice", "--lesson", name},
		{"practice", "--listen", name}, {"replay", name}, {"replay", name, "127.0.0.1"}, {"explain", name},
	} {
		cmd := exec.Command("byhand", args...)
		out, _ := cmd.CombinedOutput()
		if bad := drives.FindString(string(out)); bad != "" || cmd.ProcessState.ExitCode() == 0 {
			t.Errorf("%q: status %d, %q in %q", args, cmd.ProcessState.ExitCode(), bad, out)
		}
	}
}
