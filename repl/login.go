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

// identity is who logs in.
type identity struct {
	name    string // who is logged in
	derived []byte // the password that :ses worked out
}

// login is a login that byhand conducts for a user, by :auth or by :answer.
type login struct {
	*Session
	wanted
}

// canLogIn returns why a command that logs in can do nothing here; nil: it can.
func (s login) canLogIn() error {
	if s.client.Live() == nil {
		return notSent(s.Session)
	}
	if !s.client.Login().Known() {
		return failure(Usage, ":"+s.command+": this connection's protocol has no login that byhand knows", "")
	}
	return nil
}

// tellRefusal says what a refusal means that came as a challenge.
func (s login) tellRefusal(r *sasl.Refused) {
	s.out.Note(r.Error())
	for _, detail := range []struct{ what, text string }{
		{"scope that it wants", r.Scope}, {"schemes that it takes", r.Schemes}, {"where it says more", r.Discovery},
	} {
		if detail.text != "" {
			s.out.Note(detail.what + ": " + detail.text)
		}
	}
}

// cancelled says why a login was cancelled.
func (s login) cancelled(ctx context.Context, err error) error {
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
		what += ": the login was cancelled, and the server asks on"
	case cancelled.Then == nil:
		what += ": the login was cancelled"
	case ctx.Err() == nil && isFailure(cancelled.Then):
		what += "; then " + cancelled.Then.Error()
	default:
		return cancelled.Then
	}
	return failure(status, what, "")
}

// loggedIn says how the login ended. Any reply but an acceptance is judged as the reply
// to any other line.
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
		return failure(Lost, fmt.Sprintf("logged in by %s, but %v", name, err), "")
	case l.Mechanism.Proves:
		s.out.Note(fmt.Sprintf("logged in by %s; the server has proved that it knows the password too", name))
	default:
		s.out.Note("logged in by " + name)
	}
	return nil
}

// cmdAuth logs in: the whole exchange, each line of it shown, secrets masked.
func cmdAuth(ctx context.Context, s *Session, arg string) error {
	w, err := parseLogin("auth", arg)
	if err != nil {
		return err
	}
	l := login{s, w}
	if err := l.canLogIn(); err != nil {
		return err
	}
	switch phase := s.client.Phase(); phase {
	case smtp.Command:
	case smtp.Challenge:
		return failure(Usage, ":auth: a login was begun already", `:answer works out its next line, and "*" cancels it`)
	default:
		return failure(Usage, ":auth: not in the phase "+phase.String(), "")
	}
	if w.mechanism != "" {
		if _, err := mechanism(w.mechanism); err != nil {
			return err
		}
	}
	if err := l.introduce(ctx); err != nil || s.client.HasRefusal() {
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
	err = s.client.Login().Converse(ctx, s, l.tellRefusal)
	if err == nil {
		err = l.loggedIn()
	}
	s.held.endUnrequested() // no line was meant as an answer
	return l.cancelled(ctx, err)
}

// cmdAnswer works out and sends the next line of a login that was begun by hand.
func cmdAnswer(ctx context.Context, s *Session, arg string) error {
	if err := (login{s, wanted{command: "answer"}}).canLogIn(); err != nil {
		return err
	}
	if s.client.Phase() != smtp.Challenge {
		return failure(Usage, ":answer: no challenge waits for an answer", "AUTH and a mechanism begins a login; :auth does the whole of it")
	}
	if strings.TrimSpace(arg) == "*" {
		return s.Ask(ctx, s.client.Login().Drop())
	}
	w, err := parseLogin("answer", arg)
	if err != nil {
		return err
	}
	l := login{s, w}
	user, err := l.resume(ctx)
	if err != nil {
		return err
	}
	l.note(user)
	if err := s.client.Login().Answer(ctx, s, l.tellRefusal); err != nil || s.client.Login().Asks() {
		return l.cancelled(ctx, err)
	}
	return l.loggedIn()
}

// resume goes on with a login of byhand's if nothing was said since, and else takes
// over from the user.
func (s login) resume(ctx context.Context) (user string, err error) {
	begun := s.client.Login().Begun()
	ours := begun.Ours
	if ours != nil && ours.Mechanism.Proves {
		return ours.User, nil // its answers depend on each other
	}
	m, ok := sasl.Find(begun.Mechanism)
	switch {
	case !ok:
		return "", failure(Usage, "byhand does not know that mechanism; it knows "+known(), `:b64 --send sends what you type; "*" cancels`)
	case m.Proves && begun.Answers > 0:
		return "", cannotLogIn(sasl.ErrMidway)
	}
	have, err := s.credentials(ctx, m, need(m.NeedsNext(begun.Answers)))
	if err != nil {
		return "", err
	}
	if have.User == "" && ours != nil {
		user = ours.User // of an answer before
	}
	if err := s.client.Login().Resume(m, have, begun.Answers, user); err != nil {
		return "", cannotLogIn(err)
	}
	return cmp.Or(have.User, user), nil
}
