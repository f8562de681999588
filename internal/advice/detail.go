package advice

import (
	"fmt"
	"slices"

	"byhand/internal/refusal"
)

// detail returns what else the state of the session shows about a refusal; "": nothing.
func detail(reason *Reason, r *Refusal) string {
	switch reason.Cause {
	case refusal.AuthFailed, refusal.Syntax, refusal.Unknown, refusal.AuthUnsupported:
		if r.Verb == "AUTH" && r.Answer.Mistake != "" && reason.Words != r.Answer.Mistake {
			return r.Answer.Mistake
		}
	}
	switch {
	case r.State == nil:
		return ""
	case reason.Cause == refusal.AuthFailed:
		return r.Answer.Encoding
	case reason.Cause == refusal.EightBit && r.State.Has("SMTPUTF8") && !slices.Contains([]string{"MAIL", "RCPT"}, r.Verb):
		return "the server offers SMTPUTF8: send MAIL with the parameter SMTPUTF8 first"
	case canBeMiddlebox(reason.Cause):
		return betweenWords(r)
	}
	return ""
}

// betweenWords describes what is between the client and the server; "": nothing shows it.
// All known providers offer STARTTLS, so a server without it is not the provider's.
func betweenWords(r *Refusal) string {
	s := r.State
	if text := Middlebox(r.Greeting, s.Features); text != "" || r.Expected == "" || s.Secure || s.Hello != "EHLO" || s.Has("STARTTLS") {
		return text
	}
	return fmt.Sprintf("%s offers STARTTLS everywhere, and this server does not: a proxy or a firewall answers in its place", r.Expected)
}

// canBeMiddlebox reports whether a refusal with this cause can be due to a middlebox that hides
// the server's extensions.
func canBeMiddlebox(c refusal.Cause) bool {
	return slices.Contains([]refusal.Cause{refusal.NotImplemented, refusal.Syntax, refusal.Sequence, refusal.TLSRequired, refusal.AuthRequired, refusal.RelayDenied,
		refusal.AuthUnsupported, refusal.Unknown}, c)
}

// explainRefusedToken changes e to say that the server does not accept an access token. A
// provider's explanation about passwords does not apply.
func explainRefusedToken(e *refusal.Explanation) {
	e.Words = "the server does not accept the access token: it may have expired, be for another user, or lack the scope for mail"
	e.Source = ""
}
