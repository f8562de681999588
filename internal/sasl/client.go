package sasl

import (
	"context"
	"errors"
	"fmt"
)

// maxChallenge is as long as a line of AUTH can be (RFC 4954 4), taken before
// base64 makes it shorter.
const maxChallenge = 12288

// Client is one login. It is used once, in order, and not from two goroutines.
type Client struct {
	row  row
	talk conversation
	said int   // answers given so far
	over error // what ended it
}

// conversation is the inside of a mechanism.
type conversation interface {
	// answer works out answer n, from 0. An answer beside an error, which then
	// is *Refused, is owed nevertheless.
	answer(ctx context.Context, n int, challenge []byte) ([]byte, error)
	// complete reports whether that many answers are all that the mechanism has to say.
	complete(said int) bool
	// accepted judges the server's word that all is well.
	accepted(last []byte) error
}

// Start begins a login. Nothing is sent yet: a *CredentialError tells what
// cannot be sent or is missing.
func Start(m Mechanism, have Credentials) (*Client, error) {
	if r, ok := rowOf(m.Name); ok {
		user, password, token := m.Needs(0)
		if err := have.check(r, user, password, token); err != nil {
			return nil, err
		}
	}
	return Resume(m, have, 0)
}

// Resume is Start where that many answers were given by hand, an initial
// response included, and the next is to be worked out:
//
//	C: AUTH LOGIN dXNlcg==                  one answer, by hand
//	S: 334 UGFzc3dvcmQ6                     Resume(LOGIN, ..., 1), then Next
//
// In LOGIN answered is 0 where the challenge asks for the user name, 1 where it asks
// for the password (see LoginOrder).
//
// The credentials that Mechanism.NeedsNext tells are enough for that answer, those
// of Mechanism.Needs for all that follow. SCRAM cannot be
// resumed (ErrMidway), but by its own Client at any step.
func Resume(m Mechanism, have Credentials, answered int) (*Client, error) {
	r, ok := rowOf(m.Name)
	switch {
	case !ok:
		return nil, fmt.Errorf("there is no mechanism %q", cut(m.Name, maxField))
	case answered > 0 && r.Proves:
		return nil, ErrMidway
	}
	user, password, token := m.NeedsNext(answered)
	if err := have.check(r, user, password, token); err != nil {
		return nil, err
	}
	talk, err := r.begin(r, have)
	if err != nil {
		return nil, err
	}
	return &Client{row: r, talk: talk, said: max(0, answered)}, nil
}

// Mechanism is the one this login uses.
func (c *Client) Mechanism() Mechanism { return c.row.Mechanism }

// Format keeps the secrets out of whatever prints a client.
func (c *Client) Format(s fmt.State, _ rune) { fmt.Fprintf(s, "login by %s", c.row.Name) }

// Initial is the answer that may go out together with the mechanism's name,
// before the server has said a word. It counts as sent: who names the mechanism
// alone does not ask for it, and gets it from Next for the first, empty
// challenge. It may be empty and still be one (EXTERNAL); ok is false where the
// server speaks first, and when something was answered already.
func (c *Client) Initial() (answer []byte, ok bool) {
	if !c.row.First || c.said > 0 || c.over != nil {
		return nil, false
	}
	answer, err := c.Next(context.Background(), nil)
	return answer, err == nil
}

// Next works out the one answer to a challenge; both are raw bytes, and empty
// ones count. With an error the answer is nil and the login is to be cancelled,
// but for *Refused: then the answer, maybe empty, is sent, and the server ends
// it. After any error there are no more answers: ErrAsksAgain.
//
// Only SCRAM takes time: its key derivation, half a second at most on a slow
// processor. If the context ends meanwhile there is no answer.
func (c *Client) Next(ctx context.Context, challenge []byte) (answer []byte, err error) {
	switch {
	case c.over != nil:
		return nil, ErrAsksAgain
	case len(challenge) > maxChallenge:
		err = broken("a challenge of %d bytes; %d are the most that is taken", len(challenge), maxChallenge)
	default:
		answer, err = c.talk.answer(ctx, c.said, challenge)
	}
	c.said++
	c.over = err
	if _, owed := errors.AsType[*Refused](err); err != nil && !owed {
		return nil, err
	}
	return append([]byte{}, answer...), err
}

// Done tells that the server has accepted, and with which last words: those
// that came with its yes, where a protocol has room for them (RFC 4422 3.6;
// SMTP has none). The error is ErrIncomplete, where the server cannot know yet who
// logs in: that is no login. Otherwise the client is logged in, and the error is
// nil, ErrUnproved, what is wrong with the proof in those words, or that the server
// had refused the login before.
func (c *Client) Done(last []byte) error {
	if !c.talk.complete(c.said) {
		return ErrIncomplete
	}
	if len(last) > maxChallenge {
		last = nil
	}
	if err := c.talk.accepted(last); err != nil {
		return err
	}
	if _, refused := errors.AsType[*Refused](c.over); refused {
		return broken("the server had refused the login before it accepted it")
	}
	return nil
}
