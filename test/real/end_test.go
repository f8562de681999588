package real

import (
	"bytes"
	"context"
	"io"
	"slices"
	"strings"
	"testing"
)

// TestRepliesAfterInput: the input has ended long before these replies arrive.
func TestRepliesAfterInput(t *testing.T) {
	t.Parallel()
	subject := unique(t)
	for _, test := range []struct {
		name     string
		call     call
		dialogue string
		arrives  bool
	}{
		{"greeting after 3 s", call{server: "POSTSCREEN"}, joined(opened, screened, greeting, ehloTLS, weClosed), false},
		{"dot", call{server: "SMTP"}, joined(opened, greeting, ehloTLS, mailToBob, strings.Replace(message, "SUBJECT", subject, 1), weClosed), true},
		{"STARTTLS", call{server: "SMTP"}, joined(opened, greeting, ehloTLS, startTLS, weClosed), false},
		{"EHLO inside TLS", call{server: "SUBMISSION"}, joined(opened, greeting, ehloTLS, upgrade, ehloAuth, weClosed), false},
		{"refused", call{server: "SMTP", status: 1}, joined(opened, greeting, ehloTLS, sender, relay, refusalMessage("RCPT", relayDenied), weClosed), false},
		{"IMAP", call{server: "IMAP"}, joined(opened, imapGreeting, "C: a NOOP\nS: a OK NOOP completed.", weClosed), false},
		{"POP3", call{server: "POP3", scheme: "pop3://"}, joined(opened, pop3Greeting, "C: USER $USER\nS: +OK", weClosed), false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			test.call.half = true
			test.call.talk(t, test.dialogue)
			if test.arrives {
				arrives(t, subject, texts(t, test.dialogue))
			}
		})
	}
}

// TestIdle keeps STRICT waiting for the next line until it closes, after 3 s.
func TestIdle(t *testing.T) {
	t.Parallel()
	const says = "421 4.4.2 mail.byhand.test Error: timeout exceeded"
	for _, test := range []struct {
		name  string
		typed []string
		more  bool // the input stays open
		phase string
	}{
		{"a line after it", []string{"EHLO me", ":wait 5", "NOOP too late", "QUIT"}, false, "> EHLO me\n"},
		{"no line after it", []string{"EHLO me", ":wait 5s"}, false, "> EHLO me\n"},
		{"the input stays open", []string{"EHLO me"}, true, "> EHLO me\n"},
		{"in the message", append(parse(t, joined(ehloStrict, mailToBob)).typed, "Subject: half"), true, "> Subject: half\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithTimeout(t.Context(), hanging)
			defer cancel()
			cmd := call{server: "STRICT"}.command(ctx, t)
			in, err := cmd.StdinPipe()
			if err != nil {
				t.Fatal(err)
			}
			defer in.Close()
			go func() {
				io.WriteString(in, strings.Join(test.typed, "\n")+"\n")
				if !test.more {
					in.Close()
				}
			}()
			var out, errs bytes.Buffer
			cmd.Stdout, cmd.Stderr = &out, &errs
			cmd.Run()
			if ctx.Err() != nil {
				t.Fatalf("byhand did not end\nstderr:\n%s", errs.Bytes())
			}
			if status := cmd.ProcessState.ExitCode(); status != 1 {
				t.Errorf("status %d, want 1: the server refused to go on", status)
			}
			if !strings.HasSuffix(out.String(), says+"\r\n") {
				t.Errorf("stdout does not end in %q:\n%s", says, indent(out.String()))
			}
			has(t, "stderr", errs.String(), test.phase, closed[len("B: "):], says)
			hasNot(t, "stderr", errs.String(), "NOOP", "QUIT")
		})
	}
}

// TestTooManyErrors continues after refusals until STRICT closes, at the third.
func TestTooManyErrors(t *testing.T) {
	t.Parallel()
	typed := slices.Concat([]string{"EHLO me"}, slices.Repeat([]string{"WHAT"}, 9))
	got := call{server: "STRICT", flags: []string{"--keep-going"}}.run(t, typed)
	if got.status != 1 {
		t.Errorf("status %d, want 1, the first failure's", got.status)
	}
	const refused = "500 5.5.2 Error: command not recognized\r\n"
	if want := strings.Repeat(refused, 3) + "421 4.7.0 mail.byhand.test Error: too many errors\r\n"; !strings.HasSuffix(got.out, want) {
		t.Errorf("stdout does not end in\n%s\n%s", indent(want), indent(got.out))
	}
}
