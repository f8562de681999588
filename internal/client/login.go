package client

import (
	"cmp"
	"context"
	"encoding/base64"
	"errors"

	"byhand/internal/dialect"
	"byhand/internal/sasl"
	"byhand/internal/smtp"
)

// Exchange is a SASL exchange that byhand conducts (RFC 4422 3).
type Exchange struct {
	Mechanism sasl.Mechanism
	User      string

	client        *sasl.Client
	heard         int64 // Offset of the reply to its last line
	passwordGiven bool  // LOGIN had it before client was asked
}

// sendsUser reports whether an answer of LOGIN is the name of the user who logs in.
func (x *Exchange) sendsUser(answer []byte) bool {
	return x != nil && x.User != "" && base64.StdEncoding.EncodeToString([]byte(x.User)) == string(answer)
}

// ErrEarly is a server that accepts a login before it is complete: it cannot know who
// logs in.
var ErrEarly = errors.New("it accepted the login before it was complete")

// A LoginError is a login that byhand cancelled.
type LoginError struct {
	Why    error
	AsksOn bool  // the server sent another challenge after it was cancelled
	Then   error // what went wrong with cancelling it; nil: nothing
}

// Error returns why it was cancelled.
func (e *LoginError) Error() string { return e.Why.Error() }

// Unwrap returns why it was cancelled.
func (e *LoginError) Unwrap() error { return e.Why }

// BrokenError is a reply that breaks the protocol.
type BrokenError struct{ Reply dialect.Answer }

// Error names the line that it answers.
func (e *BrokenError) Error() string { return "the reply to " + e.Reply.To + " breaks the protocol" }

// Login logs in on a connection.
type Login struct{ c *Client }

// Login returns how to log in.
func (c *Client) Login() Login { return Login{c} }

// Known reports whether byhand knows how the protocol logs in.
func (l Login) Known() bool {
	l.c.mu.Lock()
	defer l.c.mu.Unlock()
	return l.c.d.dialect.Login() != nil
}

// Mechanisms returns the mechanisms that the server offers. Where it has not listed
// them, ask is the command that makes it.
func (l Login) Mechanisms() (offered []string, ask string) {
	l.c.mu.Lock()
	defer l.c.mu.Unlock()
	if d := l.c.d.dialect.Login(); d != nil {
		return d.Offered(), d.AskOffered()
	}
	return nil, ""
}

// Begin returns the line that begins a login. The initial response goes out with
// it if there is one and it fits, and else answers the first challenge.
func (l Login) Begin(m sasl.Mechanism, have sasl.Credentials) (line []byte, err error) {
	l.c.mu.Lock()
	defer l.c.mu.Unlock()
	d := l.c.d.dialect.Login()
	client, err := sasl.Start(m, have)
	if err != nil {
		return nil, err
	}
	if initial, ok := client.Initial(); ok {
		if line := d.Begin(m.Name, &initial); d.Fits(line) {
			l.c.d.login = &Exchange{Mechanism: m, User: have.User, client: client}
			return line, nil
		}
		if client, err = sasl.Start(m, have); err != nil {
			return nil, err
		}
	}
	l.c.d.login = &Exchange{Mechanism: m, User: have.User, client: client}
	return d.Begin(m.Name, nil), nil
}

// Begun is a login that was begun, by whomever.
type Begun struct {
	Mechanism string    // "": none is under way
	Answers   int       // how many it has had
	Ours      *Exchange // it is byhand's, and nothing was sent since; else nil
}

// Begun returns the login under way.
func (l Login) Begun() Begun {
	l.c.mu.Lock()
	defer l.c.mu.Unlock()
	var b Begun
	if d := l.c.d.dialect.Login(); d != nil {
		b.Mechanism, b.Answers = d.Given()
	}
	if l.c.d.login != nil && l.c.d.login.heard == l.c.d.seen {
		b.Ours = l.c.d.login
	}
	return b
}

// Resume takes over a login that was begun, after some answers. user is who logs
// in, where the credentials do not say it.
func (l Login) Resume(m sasl.Mechanism, have sasl.Credentials, answers int, user string) error {
	client, err := sasl.Resume(m, have, answers)
	if err != nil {
		return err
	}
	l.c.mu.Lock()
	defer l.c.mu.Unlock()
	l.c.d.login = &Exchange{Mechanism: m, User: cmp.Or(have.User, user), client: client, passwordGiven: l.c.d.dialect.Login().PasswordGiven()}
	return nil
}

// Drop forgets byhand's part in a login, and returns the line that cancels it.
func (l Login) Drop() (cancel []byte) {
	l.c.mu.Lock()
	defer l.c.mu.Unlock()
	l.c.d.login = nil
	return l.c.d.dialect.Login().Cancel()
}

// Challenge returns the challenge that waits for an answer, decoded, and what it asks
// for: "user name", "password" or "".
func (l Login) Challenge() (text []byte, what string) {
	l.c.mu.Lock()
	defer l.c.mu.Unlock()
	return l.c.d.dialect.Challenge()
}

// Asks reports whether a challenge waits for an answer.
func (l Login) Asks() bool {
	_, ok, _ := l.asks()
	return ok
}

func (l Login) asks() (challenge []byte, ok bool, err error) {
	l.c.mu.Lock()
	defer l.c.mu.Unlock()
	return l.c.d.dialect.Login().Asks()
}

// Converse answers the challenges of the login under way until the server has decided.
// refused hears why the server refuses, where a challenge says it (RFC 7628 3.2.2). A
// *LoginError says that the login was cancelled.
func (l Login) Converse(ctx context.Context, t Talk, refused func(*sasl.Refused)) error {
	for l.Asks() {
		if a := l.c.Last(); a != nil && a.Verdict() == smtp.Broken { // no secret may answer it
			return l.cancel(ctx, t, &BrokenError{*a})
		}
		if err := l.Answer(ctx, t, refused); err != nil {
			return err
		}
	}
	return nil
}

// Answer works out and sends the answer to one challenge.
func (l Login) Answer(ctx context.Context, t Talk, refused func(*sasl.Refused)) error {
	challenge, _, err := l.asks()
	if err != nil {
		return l.cancel(ctx, t, err)
	}
	l.c.mu.Lock()
	x := l.c.d.login
	l.c.mu.Unlock()
	var answer []byte
	stopped := false
	err = t.Work(ctx, func(ctx context.Context) (err error) {
		answer, err = x.client.Next(ctx, challenge)
		stopped = ctx.Err() != nil
		return err
	})
	var why *sasl.Refused
	switch {
	case errors.As(err, &why):
		refused(why)
	case stopped:
		return l.cancel(ctx, t, ErrInterrupted)
	case err != nil:
		return l.cancel(ctx, t, err)
	}
	l.c.mu.Lock()
	line := l.c.d.dialect.Login().Reply(answer)
	l.c.mu.Unlock()
	err = t.Ask(ctx, line)
	l.c.mu.Lock()
	x.heard = l.c.d.seen
	l.c.mu.Unlock()
	return err
}

// cancel ends the login and waits for the reply, which answers nothing that the user
// sent.
func (l Login) cancel(ctx context.Context, t Talk, why error) error {
	l.c.mu.Lock()
	line := l.c.d.dialect.Login().Cancel()
	l.c.mu.Unlock()
	err := t.Ask(ctx, line)
	if err == nil {
		l.c.TakeRefusal()
	}
	return &LoginError{Why: why, AsksOn: err == nil && l.c.Phase() == smtp.Challenge, Then: err}
}

// Conclude ends the login under way. accepted reports whether the server accepted it;
// if not, its reply says why. The error is ErrEarly, or what is wrong with a server
// that could not prove that it knows the password.
func (l Login) Conclude() (x *Exchange, accepted bool, err error) {
	l.c.mu.Lock()
	defer l.c.mu.Unlock()
	x, l.c.d.login = l.c.d.login, nil
	if !l.c.d.dialect.Login().Accepted() {
		return x, false, nil
	}
	err = x.client.Done(nil)
	if errors.Is(err, sasl.ErrIncomplete) {
		err = nil
		if !x.passwordGiven {
			return x, true, ErrEarly
		}
	}
	return x, true, err
}
