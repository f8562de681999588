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

// Exchange is a SASL exchange in which byhand computes the answers (RFC 4422 3).
type Exchange struct {
	Mechanism sasl.Mechanism
	User      string

	client        *sasl.Client
	replyOffset   int64 // Offset of the reply to its last answer
	passwordGiven bool  // LOGIN only: the user sent the password before Resume was called
}

// sendsUser reports whether an answer is the user name of x.
func (x *Exchange) sendsUser(answer []byte) bool {
	return x != nil && x.User != "" && base64.StdEncoding.EncodeToString([]byte(x.User)) == string(answer)
}

// ErrEarly is returned when the server accepts a login before it has received all answers,
// so it cannot know who is logging in.
var ErrEarly = errors.New("the server accepted the login before it was complete")

// LoginError is returned when byhand has cancelled a login.
type LoginError struct {
	Cause       error
	StillAsks   bool  // the server replied to the cancellation with another challenge
	CancelError error // the error of the cancellation; nil: none
}

// Error returns the text of Cause.
func (e *LoginError) Error() string { return e.Cause.Error() }

// Unwrap returns Cause.
func (e *LoginError) Unwrap() error { return e.Cause }

// BrokenError is a reply that breaks the protocol.
type BrokenError struct{ Reply dialect.Reply }

// Error names the command that the reply belongs to.
func (e *BrokenError) Error() string { return "the reply to " + e.Reply.Verb + " breaks the protocol" }

// Login has the methods of a Client that log in.
type Login struct{ c *Client }

// Login returns the methods that log in.
func (c *Client) Login() Login { return Login{c} }

// IsSupported reports whether byhand can log in with this protocol. Only Mechanisms and Progress may
// be called if not.
func (l Login) IsSupported() bool {
	l.c.mu.Lock()
	defer l.c.mu.Unlock()
	return l.c.d.dialect.Login() != nil
}

// Mechanisms returns the mechanisms that the server offers. If it has not listed them,
// ask is the command that lists them.
func (l Login) Mechanisms() (offered []string, ask string) {
	l.c.mu.Lock()
	defer l.c.mu.Unlock()
	if d := l.c.d.dialect.Login(); d != nil {
		return d.Offered(), d.ListCommand()
	}
	return nil, ""
}

// Begin returns the line that begins a login, with an initial response if the mechanism has
// one that fits. Its errors are those of sasl.Start.
func (l Login) Begin(m sasl.Mechanism, have sasl.Credentials) (line []byte, err error) {
	l.c.mu.Lock()
	defer l.c.mu.Unlock()
	d := l.c.d.dialect.Login()
	client, err := sasl.Start(m, have)
	if err != nil {
		return nil, err
	}
	line = d.AuthLine(m.Name, nil)
	if initial, ok := client.Initial(); ok {
		if with := d.AuthLine(m.Name, &initial); d.Fits(with) {
			line = with
		} else if client, err = sasl.Start(m, have); err != nil {
			return nil, err
		}
	}
	l.c.d.login = &Exchange{Mechanism: m, User: have.User, client: client}
	return line, nil
}

// LoginProgress is a login in progress, whether byhand or the user began it.
type LoginProgress struct {
	Mechanism string    // "": no login is in progress
	Answers   int       // how many were sent
	Exchange  *Exchange // byhand's state; nil: the user began the login, or has sent a line since
}

// Progress returns the login in progress.
func (l Login) Progress() LoginProgress {
	l.c.mu.Lock()
	defer l.c.mu.Unlock()
	var b LoginProgress
	if d := l.c.d.dialect.Login(); d != nil {
		b.Mechanism, b.Answers = d.Progress()
	}
	if l.c.d.login != nil && l.c.d.login.replyOffset == l.c.d.replyOffset {
		b.Exchange = l.c.d.login
	}
	return b
}

// Resume continues a login that the user began and sent some answers of. user is the user
// name if it is not in the credentials. Its errors are those of sasl.Resume.
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

// Abandon forgets byhand's state of the login, and returns the line that cancels it.
func (l Login) Abandon() (cancel []byte) {
	l.c.mu.Lock()
	defer l.c.mu.Unlock()
	l.c.d.login = nil
	return l.c.d.dialect.Login().CancelLine()
}

// Challenge returns the last challenge, decoded, and what it asks for: "user name",
// "password" or "".
func (l Login) Challenge() (text []byte, what string) {
	l.c.mu.Lock()
	defer l.c.mu.Unlock()
	return l.c.d.dialect.Challenge()
}

// HasChallenge reports whether a challenge waits for an answer.
func (l Login) HasChallenge() bool {
	_, ok, _ := l.pendingChallenge()
	return ok
}

func (l Login) pendingChallenge() (challenge []byte, ok bool, err error) {
	l.c.mu.Lock()
	defer l.c.mu.Unlock()
	return l.c.d.dialect.Login().PendingChallenge()
}

// AnswerChallenges answers challenges until the server has accepted or refused the login. It calls
// refused if a challenge explains a refusal (RFC 7628 3.2.2). Its error is a *LoginError or
// an error of t.
func (l Login) AnswerChallenges(ctx context.Context, t Talk, refused func(*sasl.Refused)) error {
	for l.HasChallenge() {
		if a := l.c.Last(); a != nil && a.Verdict() == smtp.Broken { // the server must not get a secret
			return l.cancel(ctx, t, &BrokenError{*a})
		}
		if err := l.Answer(ctx, t, refused); err != nil {
			return err
		}
	}
	return nil
}

// Answer computes and sends the answer to one challenge. Its parameters and errors are
// those of AnswerChallenges.
func (l Login) Answer(ctx context.Context, t Talk, refused func(*sasl.Refused)) error {
	challenge, _, err := l.pendingChallenge()
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
	line := l.c.d.dialect.Login().AnswerLine(answer)
	l.c.mu.Unlock()
	err = t.Ask(ctx, line)
	l.c.mu.Lock()
	x.replyOffset = l.c.d.replyOffset
	l.c.mu.Unlock()
	return err
}

// cancel cancels the login. It takes the refusal that follows, because the user did not
// send the line.
func (l Login) cancel(ctx context.Context, t Talk, why error) error {
	l.c.mu.Lock()
	line := l.c.d.dialect.Login().CancelLine()
	l.c.mu.Unlock()
	err := t.Ask(ctx, line)
	if err == nil {
		l.c.TakeRefusal()
	}
	return &LoginError{Cause: why, StillAsks: err == nil && l.c.Phase() == smtp.Challenge, CancelError: err}
}

// Finish ends byhand's login. accepted reports whether the server accepted it. If it
// did, err is ErrEarly, an error saying that the server did not prove that it knows the
// password, or nil.
func (l Login) Finish() (x *Exchange, accepted bool, err error) {
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
