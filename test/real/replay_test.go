package real

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// session is saved, and then replayed.
type session struct {
	name   string
	server string
	scheme string
	flags  []string
	lines  []string
	change [2]string // a reply, and a different one that the test writes into the transcript
	shown  string
}

// sessions are sessions of every kind. variable returns the value of $NAME.
var sessions = []session{
	{"clear", "SMTP", "", nil, []string{"EHLO me", "MAIL FROM:<a@domain.com>", "RSET", "QUIT"},
		[2]string{"250 2.1.0 Ok", "550 5.7.1 no"}, "MAIL FROM:<a@domain.com>: 550, now 250"},
	{"STARTTLS", "SMTP", "", nil, []string{"EHLO me", "STARTTLS", ":tls", "EHLO me", "NOOP", "QUIT"},
		[2]string{"250 2.0.0 Ok", "250 2.0.9 Ok"}, "NOOP: 2.0.9, now 2.0.0"},
	{":starttls", "SUBMISSION", "", nil, []string{":starttls", "VRFY x", ":expect 554", "QUIT"},
		[2]string{"554 5.7.1", "252 5.7.1"}, "VRFY x: 252, now 554"},
	{"TLS", "SMTPS", "smtps://", nil, []string{"EHLO me", "NOOP", "QUIT"}, [2]string{"221 2.0.0", "220 2.0.0"}, "QUIT: 220, now 221"},
	{"refused RCPT", "SMTP", "", nil, []string{"EHLO me", "MAIL FROM:<a@domain.com>", "RCPT TO:<nobody@byhand.test>", ":expect 550", "QUIT"},
		[2]string{"550 5.1.1", "250 2.1.5"}, "RCPT TO:<nobody@byhand.test>: 250, now 550"},
	{"LOGIN by hand", "SMTP_PLAIN", "", nil, []string{"EHLO me", "auth login", "$USER64", "$PASS64", ":expect 235", "QUIT"},
		[2]string{"235 2.7.0", "535 5.7.8"}, "auth login: 535, now 235"},
	{"PLAIN by hand", "SMTP_PLAIN", "", nil, []string{"EHLO me", "AUTH PLAIN $PLAIN64", ":expect 235", "QUIT"},
		[2]string{"235 2.7.0", "535 5.7.8"}, ": 535, now 235"},
	{"POP3", "POP3", "pop3://", nil, []string{"USER $USER", "PASS $PASS", "QUIT"}, [2]string{"+OK Logged in.", "-ERR no"}, "PASS ********: -ERR, now +OK"},
	{"IMAP", "IMAP", "imap://", nil, []string{`a LOGIN $USER "$QUOTED"`, "a NOOP", "a LOGOUT"}, [2]string{"a OK NOOP", "a BAD NOOP"}, "a NOOP: BAD, now OK"},
}

// withMechanisms adds a login with each mechanism, with :auth and with :answer.
func withMechanisms() []session {
	all := sessions
	for mech, answers := range map[string]int{"PLAIN": 1, "LOGIN": 2, "CRAM-MD5": 1, "SCRAM-SHA-1": 3, "SCRAM-SHA-256": 3, "XOAUTH2": 1, "OAUTHBEARER": 1} {
		user := "$USER"
		if strings.Contains(mech, "OAUTH") {
			user = "$TOKENUSER"
		}
		change, shown := [2]string{"235 2.7.0", "535 5.7.8"}, ": 535, now 235"
		all = append(all, session{":auth " + mech, "SUBMISSION", "", []string{"--starttls"}, []string{":auth " + mech + " " + user, "QUIT"}, change, shown})
		lines := []string{":starttls", "AUTH " + mech}
		for range answers {
			lines = append(lines, ":answer "+user)
		}
		all = append(all, session{":answer " + mech, "SUBMISSION", "", nil, append(lines, "QUIT"), change, shown})
	}
	return all
}

// TestReplay saves a session of every kind in every format that can be read, and replays it.
// With the same server, all replies are the same. If one reply in the file was changed, the
// report shows that line. No file contains the secret.
func TestReplay(t *testing.T) {
	t.Parallel()
	for _, s := range withMechanisms() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			saved(t, s)
		})
	}
}

func saved(t *testing.T, s session) {
	t.Helper()
	dir := t.TempDir()
	var lines []string
	for _, line := range s.lines {
		lines = append(lines, os.Expand(line, func(name string) string {
			if name == "TOKENUSER" {
				return env(t, "USER")
			}
			return variable(t, name)
		}))
	}
	for _, extension := range []string{"txt", "md", "json", "html"} {
		lines = append(lines, ":save "+filepath.Join(dir, "s."+extension))
	}
	secrets := []string{"--password-env", "BYHAND_TEST_PASS2", "--token-env", "BYHAND_TEST_TOKEN"}
	c := call{server: s.server, scheme: s.scheme, flags: append(append([]string{"--log", filepath.Join(dir, "log.txt")}, secrets...), s.flags...)}
	if got := c.run(t, lines); got.status != 0 {
		t.Fatalf("status %d; stderr\n%s", got.status, got.err)
	}
	for _, name := range []string{"s.txt", "s.md", "s.json", "s.html", "log.txt"} {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		wantNoSecret(t, result{out: string(text)}, env(t, "USER2"), env(t, "PASS2"))
		wantNoSecret(t, result{out: string(text)}, env(t, "USER"), env(t, "TOKEN"))
		if name == "s.html" {
			continue
		}
		again := replays(t, filepath.Join(dir, name), secrets)
		if again.status != 0 {
			t.Errorf("%s: status %d; stderr\n%s\nit holds\n%s", name, again.status, again.err, text)
		}
		if s.scheme != "imap://" { // its replies contain times, which vary
			has(t, name+": stderr", again.err, "all the same")
		}
		changed := strings.ReplaceAll(string(text), s.change[0], s.change[1])
		if changed == string(text) {
			t.Fatalf("%s has no %q:\n%s", name, s.change[0], text)
		}
		other := filepath.Join(dir, "changed-"+name)
		if err := os.WriteFile(other, []byte(changed), 0o600); err != nil {
			t.Fatal(err)
		}
		got := replays(t, other, secrets)
		if got.status != 1 {
			t.Errorf("%s changed: status %d, want 1; stderr\n%s", name, got.status, got.err)
		}
		has(t, name+" changed: stderr", got.err, "byhand: ", s.shown, " differ")
	}
}

// replays replays a transcript with the server that it was recorded from.
func replays(t *testing.T, file string, flags []string, where ...string) result {
	t.Helper()
	if err := built(); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), program(), append(append([]string{"replay", "--ca", env(t, "CA"), file}, where...), flags...)...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	cmd.Run()
	return result{cmd.ProcessState.ExitCode(), out.String(), errs.String()}
}

// TestReplayMessage: 2 MB arrive twice, byte for byte, with DATA and with BDAT. A server that
// accepts at most 1 MB refuses them, and the replay shows that.
func TestReplayMessage(t *testing.T) {
	t.Parallel()
	for _, command := range []string{":send", ":bdat"} {
		t.Run(command, func(t *testing.T) {
			t.Parallel()
			dir, subject := t.TempDir(), unique(t)
			lines := append(header(subject), "")
			for len(lines) < 50_000 {
				lines = append(lines, ".", "..dots", strings.Repeat("all work and no play ", 7), "space at the end ", "\tünïcödé")
			}
			mail, name := filepath.Join(dir, "big.eml"), filepath.Join(dir, "s.txt")
			if err := os.WriteFile(mail, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			got := call{server: "SMTP", flags: []string{"--log", name}}.run(t, []string{"EHLO me", "MAIL FROM:<a@domain.com>",
				"RCPT TO:<" + env(t, "RCPT") + ">", command + " " + mail, ":expect 250", "QUIT"})
			if got.status != 0 {
				t.Fatalf("status %d; stderr\n%s", got.status, got.err)
			}
			arrives(t, subject, lines)
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			other := subject[:len(subject)-1] + "-" // of the same length, because BDAT states it
			if err := os.WriteFile(name, bytes.Replace(text, []byte(subject), []byte(other), 1), 0o600); err != nil {
				t.Fatal(err)
			}
			if got := replays(t, name, nil); got.status != 0 {
				t.Errorf("status %d; stderr\n%.3000s", got.status, got.err)
			}
			arrives(t, other, append(header(other), lines[len(header(other)):]...))
			if command == ":send" {
				got := replays(t, name, []string{"--quiet"}, env(t, "NAME"), env(t, "STRICT_PORT"))
				if got.status != 1 && got.status != 6 {
					t.Errorf("to STRICT: status %d; stderr\n%.3000s", got.status, got.err)
				}
				has(t, "to STRICT: stderr", got.err, "the end of the message: ")
			}
		})
	}
}

// TestSameFileEverywhere pipes one session file to servers that punish clients that do not
// wait, and to byhand's practice server. A tool that does not wait fails there.
func TestSameFileEverywhere(t *testing.T) {
	t.Parallel()
	lines := []string{"EHLO me", ":auth PLAIN apikey", ":expect 235 503", "MAIL FROM:<fromaddress@domain.com>", "RCPT TO:<" + env(t, "RCPT") + ">",
		"DATA", "Subject: the same everywhere", "", "Hi", ".", ":expect 250", "QUIT"}
	secret := []string{"--password-command", "echo not-a-secret"}
	for _, port := range patient {
		got := call{server: port.server, flags: secret}.run(t, lines)
		if got.status != 0 {
			t.Errorf("%s: status %d; stderr\n%s", port.server, got.status, got.err)
		}
		has(t, port.server, got.out, "250 2.0.0 Ok: queued as ")
	}
	cmd := exec.CommandContext(t.Context(), program(), append([]string{"practice"}, secret...)...)
	cmd.Stdin = strings.NewReader(strings.Join(lines, "\n") + "\n")
	out, err := cmd.Output()
	if err != nil {
		t.Errorf("practice: %v", err)
	}
	has(t, "practice", string(out), "250 Delivery in progress")

	if _, err := exec.LookPath("nc"); err != nil {
		if os.Getenv("BYHAND_TEST_REQUIRED") == "1" {
			t.Fatal(err)
		}
		t.Skip("no nc on this machine; see CONTRIBUTING.md")
	}
	for _, port := range patient {
		got := netcat(t, port.server, lines)
		t.Logf("%s to nc:\n%s", port.server, indent(got))
		hasNot(t, port.server+" to nc", got, "queued as") // the kind of refusal depends on timing
	}
}

// netcat pipes lines into nc and returns its output.
func netcat(t *testing.T, server string, lines []string) string {
	t.Helper()
	defer alone(server)()
	cmd := exec.CommandContext(t.Context(), "nc", "-C", "-w", "10", env(t, "HOST"), env(t, server+"_PORT"))
	cmd.Stdin = strings.NewReader(strings.Join(lines, "\n") + "\n")
	out, _ := cmd.Output() // its exit status has no meaning here
	return string(out)
}
