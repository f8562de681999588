package sasl

import (
	"errors"
	"fmt"
)

// A CredentialError says what is wrong with what somebody wants to log in with.
// Nothing was sent.
type CredentialError struct {
	Field   string // "user name", "authorization identity", "password", "token", "host", "channel binding"
	Problem string // "has a line end in it"
}

// Error says it in words, without the credential.
func (e *CredentialError) Error() string { return "the " + e.Field + " " + e.Problem }

// A ProtocolError says that the server broke the rules of the mechanism, or
// tried something. The login is to be cancelled.
type ProtocolError struct{ What string }

// Error says what the server did.
func (e *ProtocolError) Error() string { return e.What }

func broken(format string, args ...any) error {
	return &ProtocolError{fmt.Sprintf(format, args...)}
}

var (
	// ErrAsksAgain is a server that asks on when all is said. No answer repeats
	// a secret (threats.md T22).
	ErrAsksAgain error = &ProtocolError{"the server asks again, and all answers were given"}

	// ErrIncomplete is what Done says of a server that accepts a login before it has
	// all that the mechanism sends: such as the password of LOGIN.
	ErrIncomplete error = &ProtocolError{"accepted before the login was complete"}

	// ErrUnproved is what Done says of a server that let the client in and did
	// not show that it knows the password (RFC 5802 5: v=).
	ErrUnproved error = &ProtocolError{"accepted without proof that the server knows the password"}

	// ErrMidway is a SCRAM of which a part was done by another hand.
	ErrMidway = errors.New("a SCRAM cannot be taken over midway: its first message has a random word that only its sender can go on with")
)

// Refused is a no that comes as a challenge, before the one that ends the
// login. Next returns it together with the answer that is still owed.
//
// All but Words is the server's: foreign text, cut short, and a token that it
// quotes is taken out.
type Refused struct {
	Mechanism string
	Status    string // OAuth: "invalid_token", "401"; SCRAM: what e= says, "invalid-proof"
	Scope     string // OAuth: the scope that the token should have
	Schemes   string // XOAUTH2: the authentication schemes taken
	Discovery string // OAUTHBEARER: a URL, "openid-configuration" (RFC 7628 3.2.2)
	Words     string // what Status means; "" if no standard says
}

// Error quotes the status and says what it means.
func (e *Refused) Error() string {
	text := fmt.Sprintf("%s refused: the server says %q", e.Mechanism, e.Status)
	if e.Words != "" {
		text += " (" + e.Words + ")"
	}
	return text
}

// maxField is how much is kept of a foreign field.
const maxField = 512

// cut keeps a foreign text short.
func cut(text string, size int) string {
	if len(text) <= size {
		return text
	}
	return text[:size] + "..."
}
