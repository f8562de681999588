package repl

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"

	"byhand/internal/dialect"
	"byhand/internal/sasl"
	"byhand/internal/smtp"
)

// login is a login under way, by :auth or step by step by :answer.
type login struct {
	client *sasl.Client
	user   string
	heard  int64 // Offset of the reply to its last line

	passwordGiven bool // LOGIN had it before client was asked
}

// userName reports whether an answer of LOGIN is the name of the user whom byhand
// logs in.
func (l *login) userName(answer []byte) bool {
	return l != nil && l.user != "" && base64.StdEncoding.EncodeToString([]byte(l.user)) == string(answer)
}

// loginBy returns how the protocol logs in, for a command that needs it, or a
// failure if byhand does not know how.
func (s *Session) loginBy(command string) (dialect.Login, error) {
	if s.live() == nil {
		return nil, s.notSent()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.dialect.Login()
	if d == nil {
		return nil, failure(Usage, ":"+command+": this connection's protocol has no login that byhand knows", "")
	}
	return d, nil
}

// converse answers one challenge after the other until the server has decided.
func (s *Session) converse(ctx context.Context, d dialect.Login, l *login) error {
	for s.asked(d) {
		if f := s.badChallenge(); f != nil {
			return s.cancel(ctx, d, f)
		}
		if err := s.answer(ctx, d, l); err != nil {
			return err
		}
	}
	return s.loggedIn(d, l)
}

// badChallenge is the failure of a challenge that breaks the protocol, which no secret
// may answer; nil: it does not.
func (s *Session) badChallenge() *Failure {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.last == nil || s.last.Verdict() != smtp.Broken {
		return nil
	}
	return failure(Lost, brokenBy(s.last), "")
}

// asked reports whether a challenge waits.
func (s *Session) asked(d dialect.Login) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, asks, _ := d.Asks()
	return asks
}

// answer works out and sends the one answer to a challenge. What the server
// said instead of asking is told, and gets the answer that is owed.
func (s *Session) answer(ctx context.Context, d dialect.Login, l *login) error {
	s.mu.Lock()
	challenge, _, err := d.Asks()
	s.mu.Unlock()
	if err != nil {
		return s.cancel(ctx, d, failure(Lost, err.Error(), ""))
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
		return s.cancel(ctx, d, failure(Refused, "the login was interrupted", ""))
	case err != nil:
		return s.cancel(ctx, d, failure(Lost, err.Error(), ""))
	}
	err = s.request(ctx, d.Reply(answer))
	s.mu.Lock()
	l.heard = s.seen
	s.mu.Unlock()
	return err
}

// tellRefusal says what a refusal means that came as a challenge.
func (s *Session) tellRefusal(r *sasl.Refused) {
	s.view.Note(r.Error())
	for _, detail := range []struct{ what, text string }{
		{"scope that it wants", r.Scope}, {"schemes that it takes", r.Schemes}, {"where it says more", r.Discovery},
	} {
		if detail.text != "" {
			s.view.Note(detail.what + ": " + detail.text)
		}
	}
}

// cancel ends the login, waits for the server's word on it, which is no answer
// to anything a script asked, and returns why. A server that says none, but
// hangs up, is told of too.
func (s *Session) cancel(ctx context.Context, d dialect.Login, why *Failure) error {
	err := s.request(ctx, d.Cancel())
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

// loggedIn says how the login ended. Any reply but an acceptance is judged as the
// reply to any other line.
func (s *Session) loggedIn(d dialect.Login, l *login) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.login = nil
	name := l.client.Mechanism().Name
	if !d.Accepted() {
		return nil
	}
	err := l.client.Done(nil)
	if errors.Is(err, sasl.ErrIncomplete) && !l.passwordGiven {
		return failure(Lost, fmt.Sprintf("the server breaks the protocol: it accepted the login before %s was complete", name), "")
	}
	s.user = l.user
	switch {
	case err != nil && !errors.Is(err, sasl.ErrIncomplete):
		return failure(Lost, fmt.Sprintf("logged in by %s, but %v", name, err), "")
	case l.client.Mechanism().Proves:
		s.view.Note(fmt.Sprintf("logged in by %s; the server has proved that it knows the password too", name))
	default:
		s.view.Note("logged in by " + name)
	}
	return nil
}
