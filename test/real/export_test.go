package real

import (
	"bufio"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// exported are sessions whose scripts send the same lines as the session. tools are those
// that can; the first is the default.
var exported = []struct {
	name, server string
	isTLS        bool
	lines        string
	tools        string
}{
	{"a message in plaintext", "SMTP", false, `
EHLO me
MAIL FROM:<a@domain.com>
RCPT TO:<nobody@byhand.test>
:expect 550
RCPT TO:<bob@byhand.test>
DATA
From: <a@domain.com>
Subject: $(touch HACKED) ` + "`touch HACKED`" + `

..it's %DATE% \n "$HOME"
END

.
QUIT`, "swaks curl"},
	{"STARTTLS and PLAIN", "SUBMISSION", false, `
:starttls
:auth PLAIN $USER
MAIL FROM:<>
RCPT TO:<bob@byhand.test>
DATA
Subject: x

.
QUIT`, "swaks curl openssl"},
	{"TLS and LOGIN", "SMTPS", true, `
EHLO me
AUTH LOGIN
$USER64
$PASS64
MAIL FROM:<a@domain.com>
RCPT TO:<nobody@byhand.test>
:expect 550
QUIT`, "swaks curl openssl"},
	{"CRAM-MD5", "SUBMISSION", false, `
:starttls
:auth CRAM-MD5 $USER
MAIL FROM:<a@domain.com>
QUIT`, "swaks curl"},
	{"XOAUTH2", "SUBMISSION", false, `
:starttls
:auth XOAUTH2 $TOKENUSER
QUIT`, "openssl"},
	{"parameters", "SMTP", false, `
EHLO me
NOOP
MAIL FROM:<a@domain.com> SIZE=100 BODY=8BITMIME
RCPT TO:<bob@byhand.test>
RSET
VRFY it's
:expect 2yz 5yz
QUIT`, "curl"},
	{"R and Q", "SMTP", false, `
:starttls
MAIL FROM:<a@domain.com> SIZE=100
RCPT TO:<bob@byhand.test> NOTIFY=NEVER
RSET
QUIT`, "curl openssl"},
	{"no QUIT", "SMTP", false, "EHLO me\nMAIL FROM:<a@domain.com>", "swaks"},
	{"only a greeting", "SMTP", false, "EHLO me\nQUIT", "swaks"},
}

// TestExport runs the script for each tool. It does the same as the session: the server gets
// the same lines, and its last replies are the same.
func TestExport(t *testing.T) {
	t.Parallel()
	for _, c := range exported {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p := newProxy(t, env(t, "HOST")+":"+env(t, c.server+"_PORT"), c.isTLS)
			dir := t.TempDir()
			text := os.Expand(strings.TrimSpace(c.lines), func(name string) string {
				switch name {
				case "TOKENUSER":
					return env(t, "USER")
				case "USER", "USER64", "PASS64":
					return variable(t, name)
				}
				return "$" + name
			})
			scheme := "smtp://"
			if c.isTLS {
				scheme = "smtps://"
			}
			exports(t, p, dir, env(t, "PASS2"), []string{"--log", filepath.Join(dir, "s.txt"), "--ca", env(t, "CA"), scheme + "localhost:" + p.port,
				"--password-env", "BYHAND_TEST_PASS2", "--token-env", "BYHAND_TEST_TOKEN"}, text, c.tools)
		})
	}
}

// exports runs byhand and then the script for each tool, and compares what they sent.
func exports(t *testing.T, p *proxy, dir, password string, flags []string, lines, tools string) {
	t.Helper()
	output(t, dir, password, lines+"\n", program(), flags...)
	wanted, replies := p.take()
	for i, tool := range strings.Fields(tools) {
		needsProgram(t, tool)
		name := filepath.Join(dir, tool+".sh")
		output(t, dir, password, "", program(), "show", "--export", tool, filepath.Join(dir, "s.txt"), name)
		script, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		wantNoSecret(t, result{out: string(script)}, env(t, "USER2"), env(t, "PASS2"))
		wantNoSecret(t, result{out: string(script)}, env(t, "USER"), env(t, "TOKEN"))
		got := output(t, dir, password, "", "sh", name)
		sent, answered := p.take()
		hideDigest(sent, wanted)
		if !slices.Equal(sent, wanted) {
			t.Errorf("%s sent\n%s\nwant\n%s\nthe script is\n%s\nit printed\n%s", tool, indent(strings.Join(sent, "\n")), indent(strings.Join(wanted, "\n")), script, got)
		}
		if a, b := lastReply(answered), lastReply(replies); a != b {
			t.Errorf("%s: the last replies are\n%s\nwant\n%s", tool, a, b)
		}
		if i > 0 {
			continue
		}
		output(t, dir, password, "", program(), "show", filepath.Join(dir, "s.txt"), filepath.Join(dir, "default.sh"))
		if text, _ := os.ReadFile(filepath.Join(dir, "default.sh")); !strings.Contains(string(text), "a session with "+tool+", which") {
			t.Errorf("the default is not %s:\n%s", tool, text)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "HACKED")); err == nil {
		t.Error("a text of the session ran as a command")
	}
}

// needsProgram skips the test if a program is missing, or fails it if all are required.
func needsProgram(t *testing.T, name string) {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		if os.Getenv("BYHAND_TEST_REQUIRED") == "1" {
			t.Fatal(err)
		}
		t.Skipf("no %s; see CONTRIBUTING.md", name)
	}
}

// hideDigest replaces the answer to CRAM-MD5, whose challenge is never the same twice.
func hideDigest(dialogues ...[]string) {
	for _, lines := range dialogues {
		if i := slices.Index(lines, "AUTH CRAM-MD5"); i >= 0 && i+1 < len(lines) {
			lines[i+1] = "a digest"
		}
	}
}

// lastReply returns the last two lines of the server without queue IDs, which differ.
func lastReply(lines []string) string {
	last := strings.Join(lines[max(0, len(lines)-2):], "\n")
	return regexp.MustCompile(`queued as \w+`).ReplaceAllString(last, "queued as ID")
}

// output runs a program in a folder and returns what it printed. The password of the
// scripts is in its environment.
func output(t *testing.T, dir, password, input, name string, args ...string) string {
	t.Helper()
	if err := built(); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), hanging)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir, cmd.Stdin, cmd.WaitDelay = dir, strings.NewReader(input), time.Second
	cmd.Env = append(os.Environ(), "SSL_CERT_FILE="+env(t, "CA"), "BYHAND_PASSWORD="+password, "BYHAND_TOKEN="+env(t, "TOKEN"))
	out, err := cmd.CombinedOutput()
	if ctx.Err() != nil {
		t.Fatalf("%s %q: %v\n%s", name, args, err, out)
	}
	return string(out)
}

// TestExportFromPractice repeats a session with the practice server.
func TestExportFromPractice(t *testing.T) {
	t.Parallel()
	if err := built(); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), program(), "practice", "--listen", "127.0.0.1:0")
	input, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	notes, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { input.Close(); cmd.Wait() }()
	line, _ := bufio.NewReader(notes).ReadString('\n')
	_, address, found := strings.Cut(line, "STARTTLS on ")
	address, _, _ = strings.Cut(address, ",")
	if !found {
		t.Fatalf("practice printed %q", line)
	}
	p, dir := newProxy(t, address, false), t.TempDir()
	exports(t, p, dir, "not-a-secret", []string{"--log", filepath.Join(dir, "s.txt"), "smtp://localhost:" + p.port},
		"EHLO me\nAUTH PLAIN AGFwaWtleQBub3QtYS1zZWNyZXQ=\nMAIL FROM:<a@b.test>\nRCPT TO:<block-list@practice.test>\n:expect 554\nRCPT TO:<c@d.test>\nDATA\nSubject: hi\n\n.\nQUIT", "swaks curl")
}
