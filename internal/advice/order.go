package advice

import (
	"slices"
	"strings"

	"byhand/internal/refusal"
)

// orderRule explains a command that came at the wrong time.
type orderRule struct {
	codes []int             // the rule applies to these; nil: to any code
	verbs string            // the rule applies to these, separated by spaces; "": to any verb
	when  func(*State) bool // whether the rule applies to the state before the command
	cause refusal.Cause
	words string
	next  string // what to type next
}

// Conditions of orderRules.
var (
	noHello       = func(s *State) bool { return s.Hello == "" }
	onlyHELO      = func(s *State) bool { return s.Hello == "HELO" }
	canStartTLS   = func(s *State) bool { return !s.Secure && s.Has("STARTTLS") }
	loginNeedsTLS = func(s *State) bool { return canStartTLS(s) && !s.Has("AUTH") }
	canLogIn      = func(s *State) bool { return !s.Authenticated && s.Has("AUTH") }
	noLogin       = func(s *State) bool { return s.Hello == "EHLO" && !s.Authenticated && !s.Has("AUTH") && !s.Has("AUTH=") }
	onlyOldAuth   = func(s *State) bool { return !s.Has("AUTH") && s.Has("AUTH=") }
	handshakeDue  = func(s *State) bool { return s.HandshakeDue }
	notBegun      = func(s *State) bool { return !s.Envelope.Begun }
	begun         = func(s *State) bool { return s.Envelope.Begun }
	noRecipient   = func(s *State) bool { return s.Envelope.Begun && s.Recipients == 0 }
	loggedIn      = func(s *State) bool { return s.Authenticated }
	encrypted     = func(s *State) bool { return s.Secure }
)

// orderRules are the rules of RFC 5321 4.1.4, RFC 3207 4 and RFC 4954 4. The first that applies
// explains the refusal.
var orderRules = []orderRule{
	{nil, "", handshakeDue, refusal.Sequence, "after the 220 reply to STARTTLS the server expects the TLS handshake, which :tls starts, and no command", ":again"},
	{nil, "AUTH", noHello, refusal.Sequence, "EHLO was not sent: AUTH comes after it", "EHLO me.example.org"},
	{[]int{500, 502, 503}, "AUTH", onlyHELO, refusal.Sequence, "AUTH is an extension: it needs EHLO, not HELO", "EHLO me.example.org"},
	{[]int{500, 502, 503, 504, 530, 538}, "AUTH", loginNeedsTLS, refusal.TLSRequired, "the server offers no login before TLS", "STARTTLS"},
	{[]int{500, 502, 503, 504}, "AUTH", loggedIn, refusal.Sequence, "already logged in: AUTH is allowed only once per session", "MAIL FROM:<you@example.org>"},
	{[]int{500, 502, 503, 504, 530, 538}, "AUTH", noLogin, refusal.AuthUnsupported, "the server offers no login here: the reply to EHLO lists no AUTH; ports for logins are 587 and 465", ""},
	{[]int{500, 501, 502, 503, 504}, "AUTH", onlyOldAuth, refusal.AuthUnsupported, "the server lists its mechanisms only as AUTH=, the form before RFC 4954", ":auth LOGIN"},
	{[]int{503}, "AUTH", begun, refusal.Sequence, "a login is not allowed after MAIL", "RSET"},
	{[]int{500, 502, 503, 554}, "STARTTLS", encrypted, refusal.Sequence, "TLS is already active", "EHLO me.example.org"},
	{[]int{503}, "MAIL RCPT DATA BDAT", noHello, refusal.Sequence, "EHLO was not sent yet", "EHLO me.example.org"},
	{[]int{503}, "MAIL", begun, refusal.Sequence, "a message is already in progress", "RSET"},
	{[]int{503}, "RCPT", notBegun, refusal.Sequence, "no sender was accepted: MAIL comes first", "MAIL FROM:<you@example.org>"},
	{[]int{503}, "DATA BDAT", notBegun, refusal.Sequence, "MAIL and RCPT come first", "MAIL FROM:<you@example.org>"},
	{[]int{503, 554}, "DATA BDAT", noRecipient, refusal.Sequence, "no recipient was accepted", "RCPT TO:<somebody@example.net>"},
	{[]int{530}, "", canStartTLS, refusal.TLSRequired, "the server requires TLS first", "STARTTLS"},
	{[]int{530}, "", canLogIn, refusal.AuthRequired, "the server requires a login first", ":auth"},
	{[]int{530}, "", noHello, refusal.AuthRequired, "the server requires EHLO and then a login", "EHLO me.example.org"},
}

// explains reports whether the rule applies to r.
func (o *orderRule) explains(r *Refusal) bool {
	return (o.codes == nil || slices.Contains(o.codes, r.Code)) &&
		(o.verbs == "" || slices.Contains(strings.Fields(o.verbs), r.Verb)) && o.when(r.State)
}
