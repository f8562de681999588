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

// identity is the user of a connection.
type identity struct {
	name    string // the user who is logged in; "": none
	derived []byte // the password that :ses derived
}

// login is a login that :auth or :answer runs.
type login struct {
	*Session
	command         string // "auth", "answer"
	clear           bool   // send a secret unencrypted without asking
	authorize       string // the user to act as; "": the user who logs in
	mechanism, name string // the mechanism and the user; "": byhand chooses or asks
}

// checkProtocol returns a *Failure unless the connection is open and byhand knows how to log in
// with its protocol.
func (s login) checkProtocol() error {
	if s.client.Live() == nil {
		return notSentFailure(s.Session)
	}
	if !s.client.Login().IsSupported() {
		return failure(Usage, ":"+s.command+": byhand does not know how to log in with this protocol", "")
	}
	return nil
}

// explainRefusal shows the details of a refusal that the server sent as a challenge (RFC 7628
// 3.2.2).
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

// cancelFailure turns a *client.LoginError into a *Failure: why byhand cancelled the login. It
// returns other errors unchanged.
func (s login) cancelFailure(ctx context.Context, err error) error {
	var cancelled *client.LoginError
	if !errors.As(err, &cancelled) {
		return err
	}
	status, what := Lost, cancelled.Cause.Error()
	var broken *client.BrokenError
	switch {
	case errors.As(cancelled.Cause, &broken):
		what = brokenText(&broken.Reply)
	case errors.Is(cancelled.Cause, client.ErrInterrupted):
		status, what = Refused, "the login was interrupted"
	}
	switch {
	case cancelled.CancelError == nil && cancelled.StillAsks:
		what += ": login cancelled, but the server sent another challenge"
	case cancelled.CancelError == nil:
		what += ": login cancelled"
	case ctx.Err() == nil && isFailure(cancelled.CancelError):
		what += "; then " + cancelled.CancelError.Error()
	default:
		return cancelled.CancelError
	}
	return failure(status, what, "")
}

// loggedIn reports an accepted login. It returns a *Failure if the server broke the protocol.
// It does nothing after a refusal, which is handled like the refusal of any other line.
func (s login) loggedIn() error {
	l, accepted, err := s.client.Login().Finish()
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

// checkBegin returns a *Failure if :auth cannot begin a login now.
func (l login) checkBegin() error {
	switch phase := l.client.Phase(); phase {
	case smtp.Command:
	case smtp.Challenge:
		return failure(Usage, ":auth: a login is already in progress", `:answer continues it; "*" cancels it`)
	default:
		return failure(Usage, ":auth: "+wrongPhase[phase], "")
	}
	if l.mechanism == "" {
		return nil
	}
	_, err := findMechanism(l.mechanism)
	return err
}

// cmdAuth runs a whole login and shows each line, with secrets masked.
func cmdAuth(ctx context.Context, s *Session, arg string) error {
	l, err := parseLogin(s, "auth", arg)
	if err != nil {
		return err
	}
	if err := l.checkProtocol(); err != nil {
		return err
	}
	if err := l.checkBegin(); err != nil {
		return err
	}
	if err := l.sendHello(ctx); err != nil || s.client.HasRefusal() {
		return err
	}
	m, err := l.pick()
	if err != nil {
		return err
	}
	have, err := l.credentials(ctx, m, newNeeds(m.Needs(0)))
	if err != nil {
		return err
	}
	line, err := s.client.Login().Begin(m, have)
	if err != nil {
		return loginFailure(err)
	}
	l.record(m.Name, have.User)
	if err := s.Ask(ctx, line); err != nil {
		return err
	}
	err = s.client.Login().AnswerChallenges(ctx, s, l.explainRefusal)
	if err == nil {
		err = l.loggedIn()
	}
	s.held.endWithholding() // byhand sends the answers itself, so the input contains none
	return l.cancelFailure(ctx, err)
}

func cmdAnswer(ctx context.Context, s *Session, arg string) error {
	if err := (login{Session: s, command: "answer"}).checkProtocol(); err != nil {
		return err
	}
	if s.client.Phase() != smtp.Challenge {
		return failure(Usage, ":answer: the server has sent no challenge", ":auth logs in")
	}
	if strings.TrimSpace(arg) == "*" {
		return s.Ask(ctx, s.client.Login().Abandon())
	}
	l, err := parseLogin(s, "answer", arg)
	if err != nil {
		return err
	}
	user, err := l.resume(ctx)
	if err != nil {
		return err
	}
	l.record(user)
	if err := s.client.Login().Answer(ctx, s, l.explainRefusal); err != nil || s.client.Login().HasChallenge() {
		return l.cancelFailure(ctx, err)
	}
	return l.loggedIn()
}

// resume prepares the next answer. It continues the login that byhand began if nothing else
// was sent since. Otherwise it takes over the login that the user began. It returns the user's
// name.
func (s login) resume(ctx context.Context) (user string, err error) {
	begun := s.client.Login().Progress()
	ours := begun.Exchange
	if ours != nil && ours.Mechanism.Proves {
		return ours.User, nil // its answers depend on the earlier ones
	}
	m, ok := sasl.Find(begun.Mechanism)
	switch {
	case !ok:
		return "", failure(Usage, "byhand does not support this mechanism; it supports "+supportedMechanisms(), `:b64 --send sends an answer that you type; "*" cancels the login`)
	case m.Proves && begun.Answers > 0:
		return "", loginFailure(sasl.ErrMidway)
	}
	have, err := s.credentials(ctx, m, newNeeds(m.NeedsNext(begun.Answers)))
	if err != nil {
		return "", err
	}
	if have.User == "" && ours != nil {
		user = ours.User // from an earlier answer
	}
	if err := s.client.Login().Resume(m, have, begun.Answers, user); err != nil {
		return "", loginFailure(err)
	}
	return cmp.Or(have.User, user), nil
}
