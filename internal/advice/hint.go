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
		return hintOffline[reason.Cause]
	}
	switch reason.Cause {
	case refusal.AuthRequired, refusal.RelayDenied, refusal.AuthUnsupported:
		return hintLogin(s)
	case refusal.AuthFailed:
		return anotherMechanism(r)
	case refusal.AuthDisabled:
		if slices.Contains(s.mechanisms(), "XOAUTH2") && s.Mechanism != "XOAUTH2" {
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
		if _, name, _ := strings.Cut(strings.TrimSpace(reason.Line), " "); !strings.Contains(name, ".") {
			return s.hello() + " mail.example.org"
		}
	case refusal.NotImplemented:
		if r.Verb == "EHLO" {
			return "HELO me.example.org"
		}
	case refusal.EightBit:
		return withUTF8(reason.Line, s)
	}
	return ""
}

// hintOffline are the hints where nothing is known of the session.
var hintOffline = map[refusal.Cause]string{
	refusal.AuthRequired: ":auth",
	refusal.AuthFailed:   ":auth",
	refusal.TLSRequired:  "STARTTLS",
	refusal.Greylisting:  ":again --replay",
	refusal.Closing:      ":again",
	refusal.Helo:         "EHLO mail.example.org",
}

// hintTLS returns how to start TLS, if the server can.
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
	}
	return hintTLS(s)
}

// anotherMechanism returns how to log in again. After a mechanism that needs the password
// in a certain form on the server, it names one that works with any form, if TLS protects
// it.
func anotherMechanism(r *Refusal) string {
	used := strings.ToUpper(r.State.Mechanism)
	if !r.State.Secure || !strings.HasPrefix(used, "CRAM-") && !strings.HasPrefix(used, "SCRAM-") && used != "DIGEST-MD5" {
		return hintLogin(r.State)
	}
	for _, m := range []string{"PLAIN", "LOGIN"} {
		if slices.Contains(r.State.mechanisms(), m) {
			return ":auth " + m
		}
	}
	return hintLogin(r.State)
}

// withUTF8 returns a MAIL command with the parameter SMTPUTF8 (RFC 6531 3.4), if the
// server offers it.
func withUTF8(line string, s *State) string {
	if !s.Has("SMTPUTF8") || !strings.HasPrefix(strings.ToUpper(line), "MAIL ") || strings.Contains(strings.ToUpper(line), "SMTPUTF8") {
		return ""
	}
	return line + " SMTPUTF8"
}
