package advice

import (
	"slices"
	"strings"

	"byhand/internal/refusal"
)

// hint returns what to type next after a refusal with a cause; "": no line helps.
func hint(reason *Reason, r *Refusal) string {
	s := r.State
	if s == nil {
		return offlineHints[reason.Cause]
	}
	switch reason.Cause {
	case refusal.AuthRequired, refusal.RelayDenied:
		return hintLogin(s)
	case refusal.AuthFailed, refusal.AuthUnsupported:
		return anotherMechanism(reason.Cause, r)
	case refusal.AuthDisabled:
		if slices.Contains(s.mechanisms(), "XOAUTH2") && r.mechanism() != "XOAUTH2" {
			return ":auth XOAUTH2"
		}
	case refusal.TLSRequired:
		return hintTLS(s)
	case refusal.Greylisting:
		return ":again --replay"
	case refusal.Closing:
		return ":again"
	case refusal.TooManyRecipients:
		if s.Recipients > 0 {
			return "DATA"
		}
	case refusal.Helo:
		return anotherName(reason, s)
	case refusal.NotImplemented:
		if r.Verb == "EHLO" {
			return "HELO me.example.org"
		}
	case refusal.EightBit:
		return withUTF8(reason.Line, s)
	}
	return ""
}

// offlineHints are the hints for a refusal without a session, as in byhand explain.
var offlineHints = map[refusal.Cause]string{
	refusal.AuthRequired: ":auth",
	refusal.AuthFailed:   ":auth",
	refusal.TLSRequired:  "STARTTLS",
	refusal.Greylisting:  ":again --replay",
	refusal.Closing:      ":again",
	refusal.Helo:         "EHLO mail.example.org",
}

// hintTLS returns how to start TLS, or EHLO if it was not sent; "": the server does not offer
// TLS, or it is active.
func hintTLS(s *State) string {
	switch {
	case s.Secure:
		return ""
	case s.Hello != "EHLO" && s.Hello != "LHLO":
		return s.hello() + " me.example.org"
	case s.Has("STARTTLS"):
		return "STARTTLS"
	}
	return ""
}

// hintLogin returns how to log in, or what has to come first.
func hintLogin(s *State) string {
	switch {
	case s.Authenticated:
		return ""
	case len(s.mechanisms()) > 0:
		return ":auth"
	case len(s.oldMechanisms()) > 0:
		return ":auth " + s.oldMechanisms()[0]
	}
	return hintTLS(s)
}

// anotherMechanism returns how to log in again. Within TLS, it names a mechanism that sends
// the password or token, if the one used was not supported, or was a challenge-response
// mechanism. For those, the server must have stored the password in a certain form.
func anotherMechanism(cause refusal.Cause, r *Refusal) string {
	used := r.mechanism()
	isChallengeResponse := strings.HasPrefix(used, "CRAM-") || strings.HasPrefix(used, "SCRAM-") || used == "DIGEST-MD5" || used == "NTLM"
	if !r.State.Secure || !isChallengeResponse && cause != refusal.AuthUnsupported {
		return hintLogin(r.State)
	}
	for _, m := range []string{"PLAIN", "LOGIN", "XOAUTH2"} {
		if m != used && slices.Contains(r.State.mechanisms(), m) {
			return ":auth " + m
		}
	}
	return hintLogin(r.State)
}

// anotherName returns EHLO with the corrected name. If the name had no domain, it returns EHLO
// with an example of a full host name.
func anotherName(reason *Reason, s *State) string {
	if reason.Fault != nil {
		return reason.Fault.Better
	}
	verb, name, _ := strings.Cut(strings.TrimSpace(reason.Line), " ")
	switch verb = strings.ToUpper(verb); {
	case verb != "EHLO" && verb != "HELO" && verb != "LHLO":
		return s.hello() + " mail.example.org"
	case strings.ContainsAny(name, ".:"):
		return ""
	}
	return verb + " mail.example.org"
}

// withUTF8 returns a MAIL command with the parameter SMTPUTF8 (RFC 6531 3.4), if the
// server offers it.
func withUTF8(line string, s *State) string {
	if !s.Has("SMTPUTF8") || !strings.HasPrefix(strings.ToUpper(line), "MAIL ") || hasUTF8Parameter(line) {
		return ""
	}
	return line + " SMTPUTF8"
}
