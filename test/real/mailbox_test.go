package real

import (
	"os"
	"strconv"
	"strings"
	"testing"
)

// Protocols other than SMTP: byhand knows their lines, and which of them contain a login.
const (
	imapGreeting = "S: * OK [CAPABILITY ...] Dovecot (Debian) ready.\n"
	imapUpgrade  = "C: a STARTTLS\nS: a OK Begin TLS negotiation now.\n:tls\n" + verified
	imapSession  = `
C: b LOGIN $USER ‹"$QUOTED"›
S: b OK [CAPABILITY ...] Logged in
C: c SELECT INBOX
S: * FLAGS (\Answered \Flagged \Deleted \Seen \Draft)
S: * OK [PERMANENTFLAGS (\Answered \Flagged \Deleted \Seen \Draft \*)] Flags permitted.
S: c OK [READ-WRITE] Select completed (TIME).
C: d LOGOUT
S: * BYE Logging out
S: d OK Logout completed (TIME).
`
	pop3Greeting = "S: +OK Dovecot (Debian) ready.\n"
	pop3Upgrade  = "C: STLS\nS: +OK Begin TLS negotiation now.\n:tls\n" + verified
	pop3Session  = `
C: USER $USER
S: +OK
C: PASS ‹$PASS›
S: +OK Logged in.
C: STAT
S: +OK COUNT SIZE
C: QUIT
S: +OK Logging out.
`
)

// TestMailboxes logs in with IMAP and POP3, with STARTTLS and with implicit TLS. The
// protocol comes from the URL or the greeting.
func TestMailboxes(t *testing.T) {
	t.Parallel()
	imap, pop3 := joined(opened, imapGreeting, imapUpgrade, imapSession, closed), joined(opened, pop3Greeting, pop3Upgrade, pop3Session, closed)
	imaps, pop3s := joined(opened, verified, imapGreeting, imapSession, closed), joined(opened, verified, pop3Greeting, pop3Session, closed)
	for _, test := range []struct {
		name     string
		call     call
		dialogue string
	}{
		{"IMAP", call{server: "IMAP"}, imap},
		{"IMAP by URL", call{server: "IMAP", scheme: "imap://", by: file}, imap},
		{"IMAPS", call{server: "IMAPS", flags: []string{"--tls"}}, imaps},
		{"IMAPS by URL", call{server: "IMAPS", scheme: "imaps://", by: args}, imaps},
		{"POP3", call{server: "POP3"}, pop3},
		{"POP3 by URL", call{server: "POP3", scheme: "pop3://", by: file}, pop3},
		{"POP3S", call{server: "POP3S", flags: []string{"--tls"}}, pop3s},
		{"POP3S by URL", call{server: "POP3S", scheme: "pop3s://", by: args}, pop3s},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			test.call.late = true // a server may take longer to close than byhand waits
			got := test.call.talk(t, test.dialogue)
			hasNot(t, "stderr", got.err, variable(t, "PASS"), variable(t, "QUOTED"))
		})
	}
}

// TestMailboxAuthenticate answers challenges. The answers are masked like passwords.
func TestMailboxAuthenticate(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ server, dialogue string }{
		{"IMAPS", joined(opened, verified, imapGreeting,
			"C: a AUTHENTICATE PLAIN\nS: + \nC: ‹$PLAIN64›\nS: a OK [CAPABILITY ...] Logged in",
			"C: b AUTHENTICATE PLAIN ‹$PLAIN64›\nS: b BAD Error in IMAP command AUTHENTICATE: Unknown command (TIME).\n:expect BAD",
			"C: c LOGOUT\nS: * BYE Logging out\nS: c OK Logout completed (TIME).", closed)},
		{"POP3S", joined(opened, verified, pop3Greeting,
			"C: AUTH LOGIN\nS: + VXNlcm5hbWU6\nB: + says \"Username:\"\nC: ‹$USER64›\nS: + UGFzc3dvcmQ6\nB: + says \"Password:\"\nC: ‹$PASS64›\nS: +OK Logged in.",
			"C: QUIT\nS: +OK Logging out.", closed)},
		{"POP3S", joined(opened, verified, pop3Greeting,
			"C: AUTH PLAIN ‹$PLAIN64›\nS: +OK Logged in.", "C: QUIT\nS: +OK Logging out.", closed)},
	} {
		t.Run(test.server, func(t *testing.T) {
			t.Parallel()
			call{server: test.server, flags: []string{"--tls"}, late: true}.talk(t, test.dialogue)
		})
	}
}

// TestMailboxRefuses: a refusal, which Dovecot delays by a second, ends a script with
// status 1, unless an :expect lists it.
func TestMailboxRefuses(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ server, dialogue, word, says, quit string }{
		{"IMAPS", joined(opened, verified, imapGreeting, "C: a LOGIN $USER ‹wrong›\nS: a NO [AUTHENTICATIONFAILED] Authentication failed."), "NO",
			"B: the server refused LOGIN: a NO [AUTHENTICATIONFAILED] Authentication failed.",
			"C: b LOGOUT\nS: * BYE Logging out\nS: b OK Logout completed."},
		{"POP3S", joined(opened, verified, pop3Greeting, "C: USER $USER\nS: +OK\nC: PASS ‹wrong›\nS: -ERR [AUTH] Authentication failed."), "-ERR",
			"B: the server refused PASS: -ERR [AUTH] Authentication failed.", "C: QUIT\nS: +OK Logging out"},
	} {
		t.Run(test.server, func(t *testing.T) {
			t.Parallel()
			expect := ":expect " + test.word
			call{server: test.server, flags: []string{"--tls"}, status: 1}.talk(t, joined(test.dialogue, test.says, "B: hint: "+expect, weClosed))
			call{server: test.server, flags: []string{"--tls"}, late: true}.talk(t, joined(test.dialogue, expect, test.quit, closed))
		})
	}
}

// TestSASL speaks Dovecot's authentication protocol, in which CPID gets no reply.
func TestSASL(t *testing.T) {
	t.Parallel()
	const dialogue = opened + `
S: VERSION	1	2
S: MECH	PLAIN	plaintext
S: MECH	LOGIN	plaintext
S: MECH	CRAM-MD5	dictionary	active
S: MECH	DIGEST-MD5	dictionary	active	mutual-auth
S: MECH	SCRAM-SHA-1	mutual-auth
S: MECH	SCRAM-SHA-256	mutual-auth
S: MECH	XOAUTH2	plaintext
S: MECH	OAUTHBEARER	plaintext
S: SPID	ID
S: CUID	ID
S: COOKIE	ID
S: DONE
C: VERSION	1	2
C: CPID	PID
C: AUTH	1	‹PLAIN	service=smtp	secured	resp=$PLAIN64›
S: OK	1	user=bob@byhand.test
` + weClosed
	for i, eol := range []string{"crlf", "lf"} { // Dovecot accepts both
		t.Run(eol, func(t *testing.T) {
			t.Parallel()
			pid := os.Getpid()<<1 + i // must be unique for each client
			s := parse(t, strings.ReplaceAll(strings.Replace(dialogue, "PID\n", strconv.Itoa(pid)+"\n", 1), "\n\n", "\n"))
			got := call{server: "SASL", scheme: "tcp://", flags: []string{"--eol", eol}}.run(t, s.typed)
			if got.status != 0 {
				t.Errorf("status %d, want 0", got.status)
			}
			same(t, "stdout", plain(got.out), strings.ReplaceAll(s.out, "\r\n", "\n"))
			same(t, "stderr", strings.ReplaceAll(plain(got.err), ` (ends in "\n")`, ""), s.err)
			hasNot(t, "stderr", got.err, variable(t, "PLAIN64"))
		})
	}
}
