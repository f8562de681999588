package advice

import (
	"testing"

	"byhand/internal/refusal"
)

func TestWhy(t *testing.T) {
	for _, c := range []struct {
		state      State
		verb, line string
		reply      string
		cause      refusal.Cause
		next       string
	}{
		{at("", "STARTTLS"), "MAIL", "MAIL FROM:<a@b>", "530 5.7.0 Must issue a STARTTLS command first", refusal.TLSRequired, "STARTTLS"},
		{at("", "STARTTLS", "AUTH PLAIN"), "MAIL", "MAIL FROM:<a@b>", "530 Log in first (AUTH)", refusal.AuthRequired, ":auth"},
		{at("tls", "AUTH PLAIN"), "MAIL", "MAIL FROM:<a@b>", "530 5.7.1 x", refusal.AuthRequired, ":auth"},
		{at("helo"), "AUTH", "AUTH LOGIN", "503 x", refusal.Sequence, "EHLO me.example.org"},
		{at("new"), "AUTH", "AUTH LOGIN", "503 x", refusal.Sequence, "EHLO me.example.org"},
		{at("", "STARTTLS"), "AUTH", "AUTH LOGIN", "502 5.5.1 x", refusal.TLSRequired, "STARTTLS"},
		{at("tls", "AUTH LOGIN"), "AUTH", "", "535 5.7.8 x", refusal.AuthFailed, ":auth"},
		{at("tls", "AUTH LOGIN"), "AUTH", "AUTH PLAIN", "504 5.7.4 x", refusal.AuthUnsupported, ":auth LOGIN"},
		{at("tls auth", "AUTH LOGIN"), "AUTH", "AUTH PLAIN", "503 5.5.1 x", refusal.Sequence, "MAIL FROM:<you@example.org>"},
		{at("new"), "GREETING", "", "521 5.5.1 Protocol error", refusal.Sequence, ""},
		{at(""), "EHLO", "EHLO me", "554 5.5.0 Error: SMTP protocol synchronization", refusal.Sequence, ""},
		{at(""), "RCPT", "RCPT TO:<a@b>", "503 5.5.1 x", refusal.Sequence, "MAIL FROM:<you@example.org>"},
		{at("new"), "RCPT", "RCPT TO:<a@b>", "503 Send EHLO first", refusal.Sequence, "EHLO me.example.org"},
		{at("new"), "DATA", "DATA", "503 x", refusal.Sequence, "EHLO me.example.org"},
		{at(""), "MAIL", "MAIL FROM me", "501 Type it like this: MAIL FROM:<address> [BODY=7BIT|8BITMIME]", refusal.Syntax, "MAIL FROM:<you@example.org>"},
		{at("mail"), "MAIL", "MAIL FROM:<a@b>", "503 nested", refusal.Sequence, "RSET"},
		{at("mail"), "DATA", "DATA", "554 5.5.1 no valid recipients", refusal.Sequence, "RCPT TO:<somebody@example.net>"},
		{at("mail", "AUTH PLAIN"), "RCPT", "RCPT TO:<a@b>", "554 5.7.1 Relay access denied", refusal.RelayDenied, ":auth"},
		{at("mail"), "RCPT", "RCPT TO:<a@b>", "554 5.7.1 Relay access denied", refusal.RelayDenied, ""},
		{at("mail"), "RCPT", "RCPT TO:<a@b>", "450 4.2.0 Greylisted, come back", refusal.Greylisting, ":again --replay"},
		{at("rcpt"), "RCPT", "RCPT TO:<a@b>", "452 4.5.3 x", refusal.TooManyRecipients, "DATA"},
		{at("mail"), "RCPT", "RCPT TO:<a@b>", "550 5.1.1 x", refusal.NoSuchUser, ""},
		{at(""), "MAIL", "MAIL FROM: a@b", "501 5.5.4 x", refusal.Syntax, "MAIL FROM:<a@b>"},
		{at(""), "MAIL", "MAIL FROM:a@b", "555 5.5.2 Syntax error, goodbye. x - gsmtp", refusal.Syntax, "MAIL FROM:<a@b>"},
		{at(""), "MAIL", "MAIL FROM:<a@b> SIZE=x", "501 5.1.7 Invalid address [X.prod.outlook.com]", refusal.Syntax, "MAIL FROM:<a@b>"},
		{at(""), "MIAL", "MIAL FROM:<a@b>", "500 x", refusal.NotImplemented, "MAIL FROM:<a@b>"},
		{at(""), "FROB", "FROB", "502 x", refusal.NotImplemented, ""},
		{at(""), "NOOP", "NOOP", "471 x", refusal.Unknown, ""},
		{at("tls"), "RCPT", "RCPT TO:<a@b>", "554 5.7.1 blocked using bl.example", refusal.BlockList, ""},
		{at("mail"), "RCPT", "RCPT TO:<a@b>", "504 5.5.2 <me>: Helo command rejected: need fully-qualified hostname", refusal.Helo, "EHLO mail.example.org"},
		{at("", "SIZE"), "MAIL", "MAIL FROM:<a@b> RET=FULL", "555 5.5.4 x", refusal.Syntax, "MAIL FROM:<a@b>"},
		{at("", "DSN"), "RCPT", "RCPT TO:<a@b> NOTIFY=SOON", "501 5.5.4 x", refusal.Syntax, "RCPT TO:<a@b>"},
	} {
		r := refusal.Parse(c.reply)
		r.Verb = c.verb
		got := Why(Refusal{Reply: r, State: &c.state, Line: c.line, Earlier: map[refusal.Part]string{refusal.Greeting: "EHLO me"}})
		if got.Cause != c.cause || got.Next != c.next {
			t.Errorf("%q to %q: %s, %q; want %s, %q (%+v)", c.reply, c.line, got.Cause, got.Next, c.cause, c.next, got)
		}
	}
}

// TestAnotherMechanism checks that the hint after a refused CRAM-MD5 or SCRAM names
// another mechanism, but only inside TLS.
func TestAnotherMechanism(t *testing.T) {
	for _, c := range []struct{ state, mechanism, want string }{
		{"tls", "CRAM-MD5", ":auth PLAIN"}, {"tls", "SCRAM-SHA-256", ":auth PLAIN"}, {"", "CRAM-MD5", ":auth"}, {"tls", "LOGIN", ":auth"},
	} {
		s := at(c.state, "AUTH CRAM-MD5 SCRAM-SHA-256 PLAIN LOGIN")
		s.Mechanism = c.mechanism
		if got := Why(Refusal{Reply: refusal.Reply{Verb: "AUTH", Code: 535, Text: "Denied"}, State: &s}); got.Next != c.want {
			t.Errorf("%+v: %q", c, got.Next)
		}
	}
}
