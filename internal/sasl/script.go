package sasl

import (
	"context"
	"crypto/hmac"
	"crypto/md5"
	"fmt"
	"unicode/utf8"

	gosasl "github.com/emersion/go-sasl"
)

// script is a conversation that is known before it begins: answer n is for
// challenge n, whatever text that has.
type script []func(challenge []byte) []byte

func (s script) answer(_ context.Context, n int, challenge []byte) ([]byte, error) {
	if n >= len(s) {
		return nil, ErrAsksAgain
	}
	return s[n](challenge), nil
}

// complete reports whether each answer was given.
func (s script) complete(said int) bool { return said >= len(s) }

// accepted: there was nothing for the server to prove.
func (s script) accepted([]byte) error { return nil }

// say is an answer that does not depend on the challenge.
func say(answer string) func([]byte) []byte {
	return func([]byte) []byte { return []byte(answer) }
}

// opening is the script of a library's mechanism that has only an initial
// response.
func opening(c gosasl.Client) (conversation, error) {
	_, answer, err := c.Start()
	if err != nil {
		return nil, err
	}
	return script{say(string(answer))}, nil
}

// newPlain sends all at once (RFC 4616 2):
//
//	authorize NUL user NUL password
func newPlain(_ row, have Credentials) (conversation, error) {
	return opening(gosasl.NewPlainClient(have.Authorize, have.User, have.Password))
}

// newCRAM hashes the challenge (RFC 2195 2):
//
//	S: <1896.697170952@postoffice.reston.mci.net>
//	C: tim b913a602c7eda7a495b4e6e7334d3890
//
// net/smtp can do it too, but brings the network into a room without I/O; the
// tests compare.
func newCRAM(_ row, have Credentials) (conversation, error) {
	return script{func(challenge []byte) []byte {
		mac := hmac.New(md5.New, []byte(have.Password))
		mac.Write(challenge)
		return fmt.Appendf(nil, "%s %x", have.User, mac.Sum(nil))
	}}, nil
}

// newExternal names who to act as; empty is who the proof outside names (RFC
// 4422 appendix A.2).
func newExternal(_ row, have Credentials) (conversation, error) {
	if have.Authorize == "" {
		have.Authorize = have.User
	}
	return opening(gosasl.NewExternalClient(have.Authorize))
}

// newAnonymous leaves a trace: a mail address or any word (RFC 4505 2).
func newAnonymous(_ row, have Credentials) (conversation, error) {
	if utf8.RuneCountInString(have.User) > 255 {
		return nil, &CredentialError{Field: "user name", Problem: "is longer than the 255 characters of a trace"}
	}
	return opening(gosasl.NewAnonymousClient(have.User))
}
