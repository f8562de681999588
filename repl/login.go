package repl

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"

	"byhand/sasl"
	"byhand/smtp"
)

// authenticator is a Dialect that byhand can log in with: how its protocol puts
// the answers of a SASL mechanism on the wire (RFC 4422 4).
type authenticator interface {
	Dialect
	offered() []string                              // the mechanisms that the server offers
	begin(mechanism string, initial *[]byte) []byte // the line that names the mechanism; initial: nil, or what goes out with it
	fits(line []byte) bool                          // a first line of that length may be sent
	reply(answer []byte) []byte                     // the line that answers a challenge
	asks() (challenge []byte, ok bool, err error)   // the server waits for an answer to challenge
	given() (mechanism string, answers int)         // what was begun, and how many of its answers were given
	accepted() bool                                 // the server let us in
}

// cancelled is the line that ends a login (RFC 4954 4, RFC 9051 6.2.2, RFC 5034
// 4).
const cancelled = "*"

// login is a login under way, by :auth or step by step by :answer.
type login struct {
	client *sasl.Client
	user   string
	heard  int64 // Offset of the reply to its last line
}

// userName reports whether an answer of LOGIN is the name of the user whom byhand
// logs in.
func (l *login) userName(answer []byte) bool {
	return l != nil && l.user != "" && base64.StdEncoding.EncodeToString([]byte(l.user)) == string(answer)
}

// authenticator returns what the dialect can log in with, or a failure that
// says why it cannot.
func (s *Session) authenticator(name string) (authenticator, error) {
	d, err := s.speaksSMTP(name)
	if err != nil {
		return nil, err
	}
	return d, nil
}

// converse answers one challenge after the other until the server has decided.
func (s *Session) converse(ctx context.Context, d authenticator, l *login) error {
	for s.asked(d) {
		if err := s.answer(ctx, d, l); err != nil {
			return err
		}
	}
	return s.loggedIn(d, l)
}

// asked reports whether a challenge waits.
func (s *Session) asked(d authenticator) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, asks, _ := d.asks()
	return asks
}

// answer works out and sends the one answer to a challenge. What the server
// said instead of asking is told, and gets the answer that is owed.
func (s *Session) answer(ctx context.Context, d authenticator, l *login) error {
	s.mu.Lock()
	challenge, _, err := d.asks()
	s.mu.Unlock()
	if err != nil {
		return s.cancel(ctx, failure(Lost, err.Error(), ""))
	}
	working, done := s.interruptible(ctx)
	answer, err := l.client.Next(working, challenge)
	stopped := working.Err() != nil
	done()
	var refused *sasl.Refused
	switch {
	case errors.As(err, &refused):
		s.tellRefusal(refused)
	case stopped:
		return s.cancel(ctx, failure(Refused, "the login was interrupted", ""))
	case err != nil:
		return s.cancel(ctx, failure(Lost, err.Error(), ""))
	}
	err = s.request(ctx, d.reply(answer))
	s.mu.Lock()
	l.heard = s.seen
	s.mu.Unlock()
	return err
}

// tellRefusal says what a refusal means that came as a challenge.
func (s *Session) tellRefusal(r *sasl.Refused) {
	s.view.note(r.Error())
	for _, detail := range []struct{ what, text string }{
		{"scope that it wants", r.Scope}, {"schemes that it takes", r.Schemes}, {"where it says more", r.Discovery},
	} {
		if detail.text != "" {
			s.view.note(detail.what + ": " + detail.text)
		}
	}
}

// cancel ends the login, waits for the server's word on it, which is no answer
// to anything a script asked, and returns why. A server that says none, but
// hangs up, is told of too.
func (s *Session) cancel(ctx context.Context, why *Failure) error {
	err := s.request(ctx, []byte(cancelled))
	var f *Failure
	switch {
	case err == nil:
		s.takeRefusal()
		if why.What += ": the login was cancelled"; s.phase() == smtp.Challenge {
			why.What += ", and the server asks on"
		}
	case ctx.Err() == nil && errors.As(err, &f):
		why.What += "; then " + f.What
	default:
		return err
	}
	return why
}

// loggedIn says how the login ended: whoever refused is heard already.
func (s *Session) loggedIn(d authenticator, l *login) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.login = nil
	name := l.client.Mechanism().Name
	if !d.accepted() {
		return nil
	}
	s.user = l.user
	switch err := l.client.Done(nil); {
	case err != nil:
		return failure(Lost, fmt.Sprintf("logged in by %s, but %v", name, err), "")
	case l.client.Mechanism().Proves:
		s.view.note(fmt.Sprintf("logged in by %s; the server has proved that it knows the password too", name))
	default:
		s.view.note("logged in by " + name)
	}
	return nil
}
