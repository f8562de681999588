package repl_test

import (
	"strings"
	"testing"

	"byhand/repl"
)

// whyRows returns the rows of :why, which was typed last: those after the row with what.
func whyRows(t *testing.T, err, what string) []string {
	t.Helper()
	at := strings.LastIndex(err, "byhand: "+what)
	if at < 0 {
		t.Errorf("stderr has no %q:\n%s", what, err)
		return nil
	}
	var rows []string
	for line := range strings.Lines(err[at:]) {
		if row, ours := strings.CutPrefix(strings.TrimSpace(line), "byhand: "); ours && !strings.HasPrefix(row, "closed the connection") && !strings.HasPrefix(row, "press ") {
			rows = append(rows, row)
		}
	}
	return rows
}

// TestWhyOfFailures checks what :why says about a connection that failed without a refusal.
func TestWhyOfFailures(t *testing.T) {
	t.Parallel()
	const hi = "S: 220 hi\n"
	for _, test := range []struct {
		name, server string
		steps        []string
		first        string   // how the first row begins
		has          []string // what the others have
	}{
		{"hang-up before a reply", hi + "C: EHLO me\nS: 250 me\nC: MAIL FROM:<a@b>\nclose", []string{"EHLO me", "MAIL FROM:<a@b>", "closed> :why"},
			"the server closed the connection, after MAIL FROM:<a@b> and before the reply", []string{"421", "hint: :again"}},
		{"hang-up after a reply", hi + "C: EHLO me\nS: 250 me\nclose", []string{"EHLO me", "closed> :why"},
			"the server closed the connection, after its reply to EHLO me", []string{"idle", "hint: :again"}},
		{"hang-up before the greeting", "close", []string{"closed> :why"}, "the server closed the connection, before its greeting", []string{"expects TLS", "--tls"}},
		{"reset in the message", hi + "C: DATA\nS: 354 go\nC: secret words\nC: .\nreset", []string{"DATA", "secret words", ".", "closed> :why"},
			"the connection was reset by the server or by a device on the path, after the final dot", []string{"firewall"}},
		{"a refused secret is not named", hi + "C: AUTH PLAIN AGEAYg==\nclose", []string{"AUTH PLAIN AGEAYg==", "closed> :why"},
			"the server closed the connection, after AUTH and before the reply", nil},
		{"a refusal and then a hang-up", hi + "C: NOOP\nS: 554 5.7.1 blocked using bl.example\nclose", []string{"NOOP", "closed> :why"},
			"554 5.7.1 was the reply to NOOP", []string{"block-list"}},
		{"EHLO where the handshake was due", hi + "C: STARTTLS\nS: 220 go\nC: EHLO me\nclose", []string{"STARTTLS", "EHLO me", "closed> :why"},
			"the server closed the connection, after EHLO me and before the reply", []string{"expected the handshake", "hint: :again"}},
		{"a certificate", hi + "C: STARTTLS\nS: 220 go\ntls", []string{"STARTTLS", ":tls", "no", "closed> :why"},
			"the certificate does not verify: ", []string{"authority", "--ca FILE"}},
		{"an old version", hi + "C: STARTTLS\nS: 220 go\ntls 1.1", []string{"STARTTLS", ":tls", "closed> :why"},
			"the server refused the TLS handshake: ", []string{"byhand offered TLS 1.2 and 1.3", "old servers", "--tls-min"}},
		{"plain text in the handshake", hi + "C: STARTTLS\nS: 220 go\nhello\nS: 500 what", []string{"STARTTLS", ":tls", "closed> :why"},
			"the server sent plain text instead", []string{"hint: :again"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := typed(t, test.server, newKeyboard(test.steps...))
			rows := whyRows(t, got.err, test.first)
			has(t, ":why", strings.Join(rows, "\n"), test.has...)
			if len(rows) > 6 || len(rows) < 2 {
				t.Errorf("%d rows: %q", len(rows), rows)
			}
		})
	}
}

// TestWhyOfMailboxes checks :why in protocols other than SMTP.
func TestWhyOfMailboxes(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ protocol, server, input, want string }{
		{"imap", "S: * OK hi\nC: a LOGIN bob pw\nS: a NO [AUTHENTICATIONFAILED] no", "a LOGIN bob pw\n:expect NO\n:why\n", "auth-failed: "},
		{"imap", "S: * OK hi\nC: a SELECT x\nS: a NO [NONEXISTENT] no", "a SELECT x\n:expect NO\n:why\n", "no-such-user: the mailbox or the script"},
		{"pop3", "S: +OK hi\nC: PASS pw\nS: -ERR [SYS/TEMP] later", "PASS pw\n:expect -ERR\n:why\n", "server-trouble: "},
		{"sieve", "S: OK\nC: AUTHENTICATE \"PLAIN\" \"AGEAYg==\"\nS: NO (ENCRYPT-NEEDED) \"tls\"", "AUTHENTICATE \"PLAIN\" \"AGEAYg==\"\n:expect NO\n:why\n", "tls-required: "},
		{"imap", "S: * OK hi\nC: a AUTHENTICATE XOAUTH2 dXNlcg==\nS: a NO no", "a AUTHENTICATE XOAUTH2 dXNlcg==\n:expect NO\n:why\n", "access token"},
	} {
		got := session(t, test.server, test.input, speaks(test.protocol))
		has(t, "stderr", got.err, test.want)
	}
}

// TestWhyIsOffered checks that the row about :why comes once a session, and only at a
// prompt where nothing else explains the refusal.
func TestWhyIsOffered(t *testing.T) {
	t.Parallel()
	const server = "S: 220 hi\nC: NOOP\nS: 550 no\nC: NOOP\nS: 550 no"
	count := func(got result) int { return strings.Count(got.out+got.err, ":why explains") }
	if n := count(typed(t, server, newKeyboard("NOOP", "NOOP"))); n != 1 {
		t.Errorf("%d times, want once", n)
	}
	if n := count(typed(t, server, newKeyboard("NOOP", "NOOP"), func(o *repl.Options) { o.Quiet = true })); n != 0 {
		t.Errorf("%d times with --quiet", n)
	}
	if n := count(session(t, server, "NOOP\nNOOP\n", func(o *repl.Options) { o.KeepGoing = true })); n != 0 {
		t.Errorf("%d times in a script", n)
	}
	if n := count(typed(t, server, newKeyboard(":lesson 1", "NOOP", "NOOP"))); n != 0 {
		t.Errorf("%d times in a lesson", n)
	}
}

// TestWhyOfUnsolicitedReply checks that :why does not name a line for a reply to none.
func TestWhyOfUnsolicitedReply(t *testing.T) {
	t.Parallel()
	got := typed(t, "S: 220 hi\nC: NOOP\nS: 250 ok\nS: 450 4.3.0 x\nclose", newKeyboard("NOOP", "closed> :why"))
	has(t, "stderr", got.err, "450 4.3.0 was an unsolicited reply")
	hasNot(t, "stderr", got.err, "was the reply to")
}

// TestMissingCode checks that text without a code, after a command, is not called unsolicited.
func TestMissingCode(t *testing.T) {
	t.Parallel()
	got := session(t, "S: 220 hi\nC: NOOP\nS: hello there\nclose", "NOOP\n")
	has(t, "stderr", got.err, "a line has no code")
	hasNot(t, "stderr", got.err, "unsolicited")
}

// TestMiddleboxNote checks that a firewall that inspects SMTP is named once.
func TestMiddleboxNote(t *testing.T) {
	t.Parallel()
	const hello = "C: EHLO me\nS: 250-me\nS: 250 XXXXXXXA\n"
	got := session(t, "S: 220 *************************\n"+hello+hello, "EHLO me\nEHLO me\n")
	if n := strings.Count(got.err, "a firewall that inspects SMTP"); n != 1 {
		t.Errorf("%d notes, want 1:\n%s", n, got.err)
	}
}

// TestLoginAnswers checks what :why says about the secret that a login sent, which it never
// quotes.
func TestLoginAnswers(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ input, reply, want string }{
		{"AUTH PLAIN Ym9iOnB3", "535 5.7.8 no", "two NUL bytes"},
		{"AUTH PLAIN AGJvYgBow7x0dGU=", "535 5.7.8 no", "not ASCII, sent in UTF-8"},
		{"AUTH XOAUTH2 dXNlcj1ib2IBAQ==", "535 5.7.8 no", "the access token: it may have expired"},
	} {
		got := session(t, "S: 220 hi\nC: EHLO me\nS: 250-me\nS: 250 AUTH PLAIN XOAUTH2\nC: "+test.input+"\nS: "+test.reply,
			"EHLO me\n"+test.input+"\n:expect 535\n:why\n")
		has(t, "stderr", got.err, test.want)
		hasNot(t, "stderr", got.err, "Ym9i", "bob")
	}
}
