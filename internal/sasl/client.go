package sasl

import (
	"context"
	"errors"
	"fmt"
)

// maxChallenge is the length of the longest line of AUTH (RFC 4954 4), in base64. A
// decoded challenge is shorter.
const maxChallenge = 12288

// Client is the client's side of one login. It cannot be used twice, and is not safe
// for concurrent use.
type Client struct {
	row          row
	conversation conversation
	answers      int   // how many were given
	ended        error // what ended the login
}

// conversation is the client's side of a mechanism.
type conversation interface {
	// answer returns answer n, counted from 0. If the error is a *Refused, the
	// answer has to be sent too.
	answer(ctx context.Context, n int, challenge []byte) ([]byte, error)
	// isComplete reports whether the mechanism has no more than that many answers.
	isComplete(answers int) bool
	// checkSuccess checks the data that came with the server's success reply.
	checkSuccess(last []byte) error
}

// Start begins a login. A *CredentialError says which credential is missing or cannot
// be sent.
func Start(m Mechanism, have Credentials) (*Client, error) {
	if r, ok := rowOf(m.Name); ok {
		user, password, token := m.Needs(0)
		if err := have.check(r, user, password, token); err != nil {
			return nil, err
		}
	}
	return Resume(m, have, 0)
}

// Resume continues a login after the user gave the first answers by hand. An initial response
// counts as an answer:
//
//	C: AUTH LOGIN dXNlcg==                  one answer, by hand
//	S: 334 UGFzc3dvcmQ6                     Resume(LOGIN, ..., 1), then Next
//
// For LOGIN, answered is 0 if the challenge asks for the user name and 1 if it asks
// for the password (see LoginOrder).
//
// The next answer needs the credentials that Mechanism.NeedsNext names; all answers
// together need those of Mechanism.Needs. The error is a *CredentialError, or
// ErrMidway for SCRAM, which cannot be resumed.
func Resume(m Mechanism, have Credentials, answered int) (*Client, error) {
	r, ok := rowOf(m.Name)
	switch {
	case !ok:
		return nil, fmt.Errorf("unknown mechanism %q", shorten(m.Name, maxField))
	case answered > 0 && r.Proves:
		return nil, ErrMidway
	}
	user, password, token := m.NeedsNext(answered)
	if err := have.check(r, user, password, token); err != nil {
		return nil, err
	}
	conversation, err := r.begin(r, have)
	if err != nil {
		return nil, err
	}
	return &Client{row: r, conversation: conversation, answers: max(0, answered)}, nil
}

// Mechanism returns the mechanism of this login.
func (c *Client) Mechanism() Mechanism { return c.row.Mechanism }

// Format keeps secrets out of what fmt prints of a client.
func (c *Client) Format(s fmt.State, _ rune) { fmt.Fprintf(s, "login with %s", c.row.Name) }

// Initial returns the initial response, which may be sent together with the
// mechanism's name. It counts as sent. A caller that sends the name alone does not call
// Initial: Next then returns the same answer to the first, empty challenge. The answer
// may be empty (EXTERNAL). ok is false if the server speaks first, or if an answer was
// given already.
func (c *Client) Initial() (answer []byte, ok bool) {
	if !c.row.ClientFirst || c.answers > 0 || c.ended != nil {
		return nil, false
	}
	answer, err := c.Next(context.Background(), nil)
	return answer, err == nil
}

// Next returns the answer to a challenge. Both are raw bytes and may be empty. After
// an error the answer is nil and the login must be cancelled. *Refused is the
// exception: the answer must be sent, and the server then ends the login. After any
// error, Next returns ErrAsksAgain.
//
// SCRAM derives a key, which takes up to half a second on a slow processor. If ctx ends
// meanwhile, Next returns its error.
func (c *Client) Next(ctx context.Context, challenge []byte) (answer []byte, err error) {
	switch {
	case c.ended != nil:
		return nil, ErrAsksAgain
	case len(challenge) > maxChallenge:
		err = protocolError("the server's challenge is too long: %d bytes (at most %d)", len(challenge), maxChallenge)
	default:
		answer, err = c.conversation.answer(ctx, c.answers, challenge)
	}
	c.answers++
	c.ended = err
	if _, refused := errors.AsType[*Refused](err); err != nil && !refused {
		return nil, err
	}
	return append([]byte{}, answer...), err
}

// Done must be called when the server accepted the login. last is the data that came
// with its success reply, if the protocol has any (RFC 4422 3.6; SMTP has none).
//
// ErrIncomplete means that the client is not logged in: the server did not have all
// answers yet. After any other error it is logged in: ErrUnproved, a wrong proof of the
// server's, or a server that refused the login first.
func (c *Client) Done(last []byte) error {
	if !c.conversation.isComplete(c.answers) {
		return ErrIncomplete
	}
	if len(last) > maxChallenge {
		last = nil
	}
	if err := c.conversation.checkSuccess(last); err != nil {
		return err
	}
	if _, refused := errors.AsType[*Refused](c.ended); refused {
		return protocolError("the server refused the login and then accepted it")
	}
	return nil
}
