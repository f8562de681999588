package repl

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"

	"byhand/internal/client"
	"byhand/internal/sasl"
	"byhand/internal/smtp"
)

// identity is what a connection knows about its user.
type identity struct {
	name    string // of the user who is logged in; "": nobody is
	derived []byte // the password that :ses derived
}

// login is a login that :auth or :answer runs.
type login struct {
	*Session
	command         string // "auth", "answer"
	clear           bool   // send a secret unencrypted without asking
	authorize       string // the user to act as; "": the same user
	mechanism, name string // "" where byhand chooses or asks
}

// canLogIn returns why a login is impossible on this connection, or nil.
func (s login) canLogIn() error {
	if s.client.Live() == nil {
		return notSent(s.Session)
	}
	if !s.client.Login().Known() {
		return failure(Usage, ":"+s.command+": byhand does not know how to log in with this protocol", "")
	}
	return nil
}

// explainRefusal explains a refusal that the server sent as a challenge (RFC 7628 3.2.2).
func (s login) explainRefusal(r *sasl.Refused) {
	s.out.Note(r.Error())
	for _, detail := range []struct{ what, text string }{
		{"required scope", r.Scope}, {"accepted schemes", r.Schemes}, {"more information", r.Discovery},
	} {
		if detail.text != "" {
			s.out.Note(detail.what + ": " + detail.text)
		}
	}
}

// cancelFailure turns a *client.LoginError into a failure that says why byhand cancelled the
// login. It returns other errors unchanged.
func (s login) cancelFailure(ctx context.Context, err error) error {
	var cancelled *client.LoginError
	if !errors.As(err, &cancelled) {
		return err
	}
	status, what := Lost, cancelled.Why.Error()
	var broken *client.BrokenError
	switch {
	case errors.As(cancelled.Why, &broken):
		what = brokenBy(&broken.Reply)
	case errors.Is(cancelled.Why, client.ErrInterrupted):
		status, what = Refused, "the login was interrupted"
	}
	switch {
	case cancelled.Then == nil && cancelled.AsksOn:
		what += ": login cancelled, but the server sent another challenge"
	case cancelled.Then == nil:
		what += ": login cancelled"
	case ctx.Err() == nil && isFailure(cancelled.Then):
		what += "; then " + cancelled.Then.Error()
	default:
		return cancelled.Then
	}
	return failure(status, what, "")
}

// loggedIn reports an accepted login. A refusal is handled like the refusal of any other
// line.
func (s login) loggedIn() error {
	l, accepted, err := s.client.Login().Conclude()
	if !accepted {
		return nil
	}
	name := l.Mechanism.Name
	if errors.Is(err, client.ErrEarly) {
		return failure(Lost, fmt.Sprintf("the server broke the protocol: it accepted the login before %s was complete", name), "")
	}
	s.user.name = l.User
	switch {
	case err != nil:
		return failure(Lost, fmt.Sprintf("login with %s: %v", name, err), "")
	case l.Mechanism.Proves:
		s.out.Note(fmt.Sprintf("logged in with %s; the server proved that it knows the password", name))
	default:
		s.out.Note("logged in with " + name)
	}
	return nil
}

// canBegin returns why :auth cannot begin a login now; nil: it can.
func (l login) canBegin() error {
	switch phase := l.client.Phase(); phase {
	case smtp.Command:
	case smtp.Challenge:
		return failure(Usage, ":auth: a login is already in progress", `:answer continues it; "*" cancels it`)
	default:
		return failure(Usage, ":auth: "+notNow[phase], "")
	}
	if l.mechanism == "" {
		return nil
	}
	_, err := mechanism(l.mechanism)
	return err
}

// cmdAuth runs a whole login and shows each line, with secrets masked.
func cmdAuth(ctx context.Context, s *Session, arg string) error {
	l, err := parseLogin(s, "auth", arg)
	if err != nil {
		return err
	}
	if err := l.canLogIn(); err != nil {
		return err
	}
	if err := l.canBegin(); err != nil {
		return err
	}
	if err := l.sendHello(ctx); err != nil || s.client.HasRefusal() {
		return err
	}
	m, err := l.pick()
	if err != nil {
		return err
	}
	have, err := l.credentials(ctx, m, need(m.Needs(0)))
	if err != nil {
		return err
	}
	line, err := s.client.Login().Begin(m, have)
	if err != nil {
		return cannotLogIn(err)
	}
	l.note(m.Name, have.User)
	if err := s.Ask(ctx, line); err != nil {
		return err
	}
	err = s.client.Login().Converse(ctx, s, l.explainRefusal)
	if err == nil {
		err = l.loggedIn()
	}
	s.held.endUnrequested() // no held line was meant as an answer
	return l.cancelFailure(ctx, err)
}

func cmdAnswer(ctx context.Context, s *Session, arg string) error {
	if err := (login{Session: s, command: "answer"}).canLogIn(); err != nil {
		return err
	}
	if s.client.Phase() != smtp.Challenge {
		return failure(Usage, ":answer: the server has sent no challenge", ":auth logs in")
	}
	if strings.TrimSpace(arg) == "*" {
		return s.Ask(ctx, s.client.Login().Drop())
	}
	l, err := parseLogin(s, "answer", arg)
	if err != nil {
		return err
	}
	user, err := l.resume(ctx)
	if err != nil {
		return err
	}
	l.note(user)
	if err := s.client.Login().Answer(ctx, s, l.explainRefusal); err != nil || s.client.Login().Asks() {
		return l.cancelFailure(ctx, err)
	}
	return l.loggedIn()
}

// resume continues byhand's own login if nothing else was sent since its last line.
// Otherwise it takes over the login that the user started. It returns the user's name.
func (s login) resume(ctx context.Context) (user string, err error) {
	begun := s.client.Login().Begun()
	ours := begun.Ours
	if ours != nil && ours.Mechanism.Proves {
		return ours.User, nil // its answers depend on the earlier ones
	}
	m, ok := sasl.Find(begun.Mechanism)
	switch {
	case !ok:
		return "", failure(Usage, "byhand does not support this mechanism; it supports "+supported(), `:b64 --send sends an answer that you type; "*" cancels the login`)
	case m.Proves && begun.Answers > 0:
		return "", cannotLogIn(sasl.ErrMidway)
	}
	have, err := s.credentials(ctx, m, need(m.NeedsNext(begun.Answers)))
	if err != nil {
		return "", err
	}
	if have.User == "" && ours != nil {
		user = ours.User // from an earlier answer
	}
	if err := s.client.Login().Resume(m, have, begun.Answers, user); err != nil {
		return "", cannotLogIn(err)
	}
	return cmp.Or(have.User, user), nil
}
