package sasl

import (
	"errors"
	"fmt"
)

// A CredentialError says which credential is missing or cannot be sent. Nothing was
// sent.
type CredentialError struct {
	Field   string // "user name", "authorization identity", "password", "token", "host", "channel binding"
	Problem string // "contains a line ending"
}

// Error names the field and the problem, and never quotes the credential.
func (e *CredentialError) Error() string { return "the " + e.Field + " " + e.Problem }

// A ProtocolError says how the server broke the rules of the mechanism. The login must
// be cancelled.
type ProtocolError struct{ What string }

// Error returns What.
func (e *ProtocolError) Error() string { return e.What }

func protocolError(format string, args ...any) error {
	return &ProtocolError{fmt.Sprintf(format, args...)}
}

var (
	// ErrAsksAgain means that the server sent another challenge after the last answer. No
	// secret is sent twice (SECURITY.md, T22).
	ErrAsksAgain error = &ProtocolError{"the server asks again after all answers were sent"}

	// ErrIncomplete means that the server accepted a login before all answers were sent,
	// for example before the password of LOGIN.
	ErrIncomplete error = &ProtocolError{"accepted before the login was complete"}

	// ErrUnproved means that the server accepted the login but did not prove that it
	// knows the password (RFC 5802 5: v=).
	ErrUnproved error = &ProtocolError{"accepted without proof that the server knows the password"}

	// ErrMidway means that SCRAM was begun by hand and so cannot be resumed.
	ErrMidway = errors.New("byhand cannot continue a SCRAM login that you began by hand")
)

// Refused is a refusal that the server sends as a challenge. Next returns it together
// with the answer that must be sent; the final refusal comes after that.
//
// All fields but Mechanism and Explanation are the server's text, cut short. If it quotes the
// token, that is replaced.
type Refused struct {
	Mechanism   string
	Status      string // OAuth: "invalid_token", "401"; SCRAM: the value of e=, "invalid-proof"
	Scope       string // OAuth: the scope that the token should have
	Schemes     string // XOAUTH2: the authentication schemes that the server accepts
	Discovery   string // OAUTHBEARER: a URL, "openid-configuration" (RFC 7628 3.2.2)
	Explanation string // what Status means; "" if no standard defines it
}

// Error quotes the status and explains it.
func (e *Refused) Error() string {
	text := fmt.Sprintf("%s refused: the server says %q", e.Mechanism, e.Status)
	if e.Explanation != "" {
		text += " (" + e.Explanation + ")"
	}
	return text
}

// maxField is how many bytes are kept of a text of the server's.
const maxField = 512

// shorten shortens a text of the server's.
func shorten(text string, size int) string {
	if len(text) <= size {
		return text
	}
	return text[:size] + "..."
}
