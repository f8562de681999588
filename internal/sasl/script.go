package sasl

import (
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/md5"
	"fmt"
	"unicode/utf8"

	gosasl "github.com/emersion/go-sasl"
)

// script is a conversation with a fixed list of answers: number n answers challenge n,
// whatever its text.
type script []func(challenge []byte) []byte

func (s script) answer(_ context.Context, n int, challenge []byte) ([]byte, error) {
	if n >= len(s) {
		return nil, ErrAsksAgain
	}
	return s[n](challenge), nil
}

// isComplete reports whether all answers were given.
func (s script) isComplete(answers int) bool { return answers >= len(s) }

// checkSuccess returns nil: the server proves nothing.
func (s script) checkSuccess([]byte) error { return nil }

// constant returns an answer that does not depend on the challenge.
func constant(answer string) func([]byte) []byte {
	return func([]byte) []byte { return []byte(answer) }
}

// singleAnswer returns the conversation of a go-sasl mechanism that has only an initial
// response.
func singleAnswer(c gosasl.Client) (conversation, error) {
	_, answer, err := c.Start()
	if err != nil {
		return nil, err
	}
	return script{constant(string(answer))}, nil
}

// newPlain sends everything at once (RFC 4616 2):
//
//	authorize NUL user NUL password
func newPlain(_ row, have Credentials) (conversation, error) {
	return singleAnswer(gosasl.NewPlainClient(have.Authorize, have.User, have.Password))
}

// newCRAM hashes the challenge (RFC 2195 2):
//
//	S: <1896.697170952@postoffice.reston.mci.net>
//	C: tim b913a602c7eda7a495b4e6e7334d3890
//
// net/smtp has it too, but this package must not import the network. The tests compare
// the two.
func newCRAM(_ row, have Credentials) (conversation, error) {
	return script{func(challenge []byte) []byte {
		mac := hmac.New(md5.New, []byte(have.Password))
		mac.Write(challenge)
		return fmt.Appendf(nil, "%s %x", have.User, mac.Sum(nil))
	}}, nil
}

// newExternal sends the authorization identity. If that is empty, the server derives it
// from the external proof (RFC 4422 appendix A.2).
func newExternal(_ row, have Credentials) (conversation, error) {
	return singleAnswer(gosasl.NewExternalClient(cmp.Or(have.Authorize, have.User)))
}

// newAnonymous sends a trace: a mail address or any text (RFC 4505 2).
func newAnonymous(_ row, have Credentials) (conversation, error) {
	if utf8.RuneCountInString(have.User) > 255 {
		return nil, &CredentialError{Field: "user name", Problem: "is longer than 255 characters"}
	}
	return singleAnswer(gosasl.NewAnonymousClient(have.User))
}
