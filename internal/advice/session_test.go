package advice

import (
	"encoding/base64"
	"strings"
	"testing"

	"byhand/internal/refusal"
	"byhand/internal/smtp"
)

// TestCorrections checks the hints that correct a line, and where the mistake in it is.
func TestCorrections(t *testing.T) {
	for _, c := range []struct {
		state       State
		line, reply string
		cause       refusal.Cause
		at          int // of the mistake; -1: none is shown
		next        string
	}{
		{at("new"), "EHLO 192.0.2.1", "501 x", refusal.Syntax, 5, "EHLO [192.0.2.1]"},
		{at("new"), "EHLO [2001:db8::1]", "501 x", refusal.Syntax, 6, "EHLO [IPv6:2001:db8::1]"},
		{at("new"), "HELO 2001:db8::1", "501 x", refusal.Syntax, 5, "HELO [IPv6:2001:db8::1]"},
		{at("new"), "EHLO me@example.org", "501 x", refusal.Syntax, 5, "EHLO example.org"},
		{at("new"), "EHLO <mx.example.org>", "501 x", refusal.Syntax, 5, "EHLO mx.example.org"},
		{at("new"), "EHLO my_host.example", "501 x", refusal.Syntax, 7, ""},
		{at("new"), "EHLO mx.example.org.", "501 x", refusal.Syntax, 19, "EHLO mx.example.org"},
		{at("new"), "EHLO my host", "501 x", refusal.Syntax, 7, "EHLO my"},
		{at("new"), "EHLO [300.0.2.1]", "501 x", refusal.Syntax, 6, ""},
		{at("new"), "EHLO [192.0.2.1]", "501 x", refusal.Syntax, -1, ""},
		{at("rcpt"), "BDAT", "501 x", refusal.Syntax, 4, ""},
		{at("rcpt"), "BDAT 10 LASTT", "501 x", refusal.Syntax, 8, "BDAT 10 LAST"},
		{at("rcpt"), "BDAT 10k LAST", "501 x", refusal.Syntax, 7, ""},
		{at(""), "AUTH=LOGIN", "500 x", refusal.Syntax, 4, "AUTH LOGIN"},
		{at(""), "MAILFROM:<a@b>", "500 x", refusal.Syntax, 4, "MAIL FROM:<a@b>"},
		{at(""), "MIAL FROM: a@b.test", "500 x", refusal.NotImplemented, -1, "MAIL FROM:<a@b.test>"},
		{at("", "SIZE 1000"), "MAIL FROM:<a@b> SIZE=1001", "552 5.3.4 x", refusal.MessageSize, 16, ""},
		{at("", "SIZE 1000"), "MAIL FROM:<a@b> SIZE=1001", "552 5.3.4 Message size exceeds fixed maximum message size", refusal.MessageSize, 16, ""},
		{at("", "SMTPUTF8"), "MAIL FROM:<jürgen@b>", "553 5.6.7 x", refusal.EightBit, 12, "MAIL FROM:<jürgen@b> SMTPUTF8"},
		{at("", "SIZE"), "MAIL FROM:<jürgen@b>", "553 x", refusal.EightBit, 12, ""},
		{at("", "SMTPUTF8"), "MAIL FROM: jürgen@b", "501 x", refusal.EightBit, 12, ""},
		{at("", "SIZE"), "MAIL FROM:<a@b> BODY=8BITMIME", "555 5.5.4 x", refusal.Syntax, 16, "MAIL FROM:<a@b>"},
		{at(""), "VRFY", "501 x", refusal.Syntax, 4, ""},
		{at("", "AUTH= LOGIN"), "AUTH CRAM-MD5", "504 x", refusal.AuthUnsupported, -1, ":auth LOGIN"},
		{at("tls"), "AUTH LOGIN", "503 5.5.1 x", refusal.AuthUnsupported, -1, ""},
	} {
		r := refusal.Parse(c.reply)
		r.Verb, _, _ = strings.Cut(c.line, " ")
		got := Why(Refusal{Reply: r, State: &c.state, Line: c.line})
		where := -1
		if got.Fault != nil {
			where = got.Fault.At
		}
		if got.Cause != c.cause || where != c.at || got.Next != c.next {
			t.Errorf("%q to %q: %s at %d, %q; want %s at %d, %q (%+v)", c.reply, c.line, got.Cause, where, got.Next, c.cause, c.at, c.next, got)
		}
	}
}

// TestResponseCodes checks the causes of refusals in POP3, IMAP and ManageSieve.
func TestResponseCodes(t *testing.T) {
	for _, c := range []struct {
		verb, word, text string
		cause            refusal.Cause
		retry            refusal.Retry
	}{
		{"PASS", "-ERR", "-ERR [AUTH] bad password", refusal.AuthFailed, refusal.Cannot},
		{"PASS", "-ERR", "-ERR [SYS/TEMP] try again", refusal.ServerTrouble, refusal.Can},
		{"PASS", "-ERR", "-ERR [IN-USE] mailbox locked", refusal.ConnectionLimit, refusal.Can},
		{"PASS", "-ERR", "-ERR no", refusal.AuthFailed, refusal.Unclear},
		{"PASS", "-ERR", "-ERR [LOGIN-DELAY] wait", refusal.RateLimit, refusal.Can},
		{"LOGIN", "NO", "a NO [AUTHENTICATIONFAILED] no", refusal.AuthFailed, refusal.Cannot},
		{"LOGIN", "NO", "a NO [PRIVACYREQUIRED] no", refusal.TLSRequired, refusal.Cannot},
		{"LOGIN", "NO", "a NO [UNAVAILABLE] no", refusal.ServerTrouble, refusal.Can},
		{"LOGIN", "NO", "a NO [ALERT] Application-specific password required: https://support.google.com/accounts/answer/185833", refusal.AuthDisabled, refusal.Unclear},
		{"SELECT", "NO", "a NO [NONEXISTENT] no such mailbox", refusal.NoSuchUser, refusal.Cannot},
		{"APPEND", "NO", "a NO [OVERQUOTA] full", refusal.MailboxFull, refusal.Unclear},
		{"SELECT", "BAD", "a BAD x", refusal.Syntax, refusal.Cannot},
		{"AUTHENTICATE", "NO", `NO (ENCRYPT-NEEDED) "no"`, refusal.TLSRequired, refusal.Cannot},
		{"PUTSCRIPT", "NO", `NO (QUOTA/MAXSIZE) "too big"`, refusal.MessageSize, refusal.Cannot},
		{"PUTSCRIPT", "NO", `NO (TRYLATER "60") "busy"`, refusal.ServerTrouble, refusal.Can},
		{"SELECT", "NO", "a NO x", refusal.Unknown, refusal.Unclear},
	} {
		got := Why(Refusal{Reply: refusal.Reply{Verb: c.verb, Text: c.text}, Word: c.word})
		if got.Cause != c.cause || got.Retry != c.retry {
			t.Errorf("%q to %s: %s, %v; want %s, %v", c.text, c.verb, got.Cause, got.Retry, c.cause, c.retry)
		}
	}
	seen := map[string]bool{}
	for _, c := range responseCodes {
		if seen[c.name] || c.name != strings.ToUpper(c.name) || c.cause.Means() == refusal.Unknown.Means() {
			t.Errorf("the row %+v is not valid", c)
		}
		seen[c.name] = true
	}
}

// TestNewAnswer checks what is said about a secret, and that nothing of it is quoted.
func TestNewAnswer(t *testing.T) {
	b64 := func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }
	for _, c := range []struct{ mechanism, text, want string }{
		{"PLAIN", b64("\x00bob\x00pw"), ""},
		{"PLAIN", "=", ""},
		{"PLAIN", b64("bob:pw"), "two NUL"},
		{"PLAIN", b64("\x00bob\x00pw\n"), "line break"},
		{"PLAIN", b64("\x00bob\x00hütte"), "UTF-8 as typed"},
		{"PLAIN", b64("\x00bob\x00h\xfctte"), "another encoding than UTF-8"},
		{"LOGIN", b64("hütte"), "Latin-1"},
		{"LOGIN", b64("hutte "), "space"},
		{"LOGIN", "hutte", "not valid|cut off"},
		{"LOGIN", "hutte!!", "not base64"},
		{"CRAM-MD5", b64("bob 123"), ""},
	} {
		got := NewAnswer(c.mechanism, c.text)
		said, found := got.Mistake+got.Encoding, c.want == "" && got == Answer{}
		for _, want := range strings.Split(c.want, "|") {
			found = found || want != "" && strings.Contains(said, want)
		}
		if !found || strings.Contains(said, "bob") || strings.Contains(said, "tte") {
			t.Errorf("%s %q: %+v, want %q", c.mechanism, c.text, got, c.want)
		}
	}
}

// TestToken checks that a refused access token is not called a wrong password.
func TestToken(t *testing.T) {
	for _, text := range []string{"5.7.8 Username and Password not accepted. https://support.google.com/mail q-1 gsmtp", "no"} {
		r := refusal.Parse("535 " + text)
		r.Verb = "AUTH"
		got := Why(Refusal{Reply: r, Mechanism: "XOAUTH2"})
		if got.Cause != refusal.AuthFailed || strings.Contains(got.Words, "password") || !strings.Contains(got.Words, "token") {
			t.Errorf("%q: %+v", text, got)
		}
	}
}

// TestMiddlebox checks that a firewall that overwrites the greeting or the reply to EHLO is
// recognized.
func TestMiddlebox(t *testing.T) {
	for _, c := range []struct {
		greeting, feature string
		want              bool
	}{
		{"***************************", "", true}, {"mx ready", "XXXXXXXA", true}, {"mx ready", "XXXX", true},
		{"mx ready", "XCLIENT", false}, {"mx *** ready", "", false}, {"mx", "XXA", false},
	} {
		if got := Middlebox(c.greeting, []smtp.Feature{{Keyword: c.feature}}); (got != "") != c.want {
			t.Errorf("%+v: %q", c, got)
		}
	}
}

// TestBlame checks which earlier line a postponed refusal is about.
func TestBlame(t *testing.T) {
	earlier := map[refusal.Part]string{refusal.Greeting: "EHLO me", refusal.Sender: "MAIL FROM:<a@example.net>", refusal.Recipient: "RCPT TO:<b@example.org>"}
	for reply, want := range map[string]string{
		"504 5.5.2 <me>: Helo command rejected: need fully-qualified hostname":                "EHLO me",
		"550 5.7.1 <a@example.net>: Sender address rejected: not owned by user b@example.net": "MAIL FROM:<a@example.net>",
		"553 5.7.1 <a@example.net>: Sender address rejected: not logged in":                   "MAIL FROM:<a@example.net>",
		"550 5.1.8 <a@example.net>: Sender address rejected: Domain not found":                "MAIL FROM:<a@example.net>",
		"550 5.1.1 <b@example.org>: Recipient address rejected: User unknown":                 "RCPT TO:<b@example.org>",
		"554 5.7.1 Service unavailable; Client host [192.0.2.7] blocked using bl.example":     "RCPT TO:<b@example.org>",
	} {
		r := refusal.Parse(reply)
		r.Verb = "RCPT"
		if got := Why(Refusal{Reply: r, Line: earlier[refusal.Recipient], Earlier: earlier}); got.Line != want {
			t.Errorf("%q: %q, want %q", reply, got.Line, want)
		}
	}
}

// TestSessionWords checks that what the session shows is not attributed to the provider.
func TestSessionWords(t *testing.T) {
	s := at("")
	got := Why(Refusal{Reply: refusal.Reply{Verb: "MAIL", Code: 501, Enhanced: "5.1.7", Text: "Bad sender address syntax"}, Line: "MAIL FROM:“<a@b>”", State: &s})
	if got.Provider != "" || got.Source != "" || got.Fault == nil || got.Words != got.Fault.What {
		t.Errorf("%+v", got)
	}
}
