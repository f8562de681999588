package client_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"byhand/internal/client"
	"byhand/internal/sasl"
	"byhand/internal/smtp"
)

// offersLogin begins scripts of servers that offer mechanisms.
const offersLogin = "S: 220 hi\nC: EHLO me\nS: 250-hi\nS: 250 AUTH LOGIN PLAIN XOAUTH2 CRAM-MD5\n"

var tim = sasl.Credentials{User: "tim", Password: "tanstaaftanstaaf", Token: "t0k3n"}

// logIn logs in with a mechanism, and returns why a challenge refused it, if one did.
func logIn(t *testing.T, s session, talk client.Talk, mechanism string, have sasl.Credentials) (refused *sasl.Refused, err error) {
	t.Helper()
	m, _ := sasl.Find(mechanism)
	line, err := s.Login().Begin(m, have)
	if err != nil {
		return nil, err
	}
	if err := talk.Ask(t.Context(), line); err != nil {
		return nil, err
	}
	err = s.Login().AnswerChallenges(t.Context(), talk, func(r *sasl.Refused) { refused = r })
	return refused, err
}

// TestLogin: complete logins in each protocol, and which parts of them are secret.
func TestLogin(t *testing.T) {
	long := tim
	long.Password = strings.Repeat("x", 600)
	for name, c := range map[string]struct {
		protocol, script, mechanism string
		have                        sasl.Credentials
		accepted, early             bool
	}{
		"with an initial response": {"smtp", offersLogin + "C: AUTH PLAIN AHRpbQB0YW5zdGFhZnRhbnN0YWFm\nS: 235 ok", "PLAIN", tim, true, false},
		"one that is too long":     {"smtp", offersLogin + "C: AUTH PLAIN\nS: 334\nany\nS: 235 ok", "PLAIN", long, true, false},
		"step by step":             {"smtp", offersLogin + "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: dGlt\nS: 334 UGFzc3dvcmQ6\nC: dGFuc3RhYWZ0YW5zdGFhZg==\nS: 235 ok", "LOGIN", tim, true, false},
		"refused":                  {"smtp", offersLogin + "C: AUTH PLAIN AHRpbQB0YW5zdGFhZnRhbnN0YWFm\nS: 535 no", "PLAIN", tim, false, false},
		"a token refused":          {"smtp", offersLogin + "any\nS: 334 eyJzdGF0dXMiOiI0MDEifQ==\nC= \"\\r\\n\"\nS: 535 no", "XOAUTH2", tim, false, false},
		"too early":                {"smtp", offersLogin + "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: dGlt\nS: 235 ok", "LOGIN", tim, true, true},
		"POP3":                     {"pop3", "S: +OK hi\nC: AUTH PLAIN AHRpbQB0YW5zdGFhZnRhbnN0YWFm\nS: +OK in", "PLAIN", tim, true, false},
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t, c.protocol, c.script)
			if c.protocol == "smtp" {
				s.ask(t, "EHLO me")
			}
			if offered, ask := s.Login().Mechanisms(); !s.Login().IsSupported() || (ask == "") != (len(offered) == 4) {
				t.Errorf("offers %q, asked by %q", offered, ask)
			}
			refused, err := logIn(t, s, s, c.mechanism, c.have)
			if err != nil || (refused != nil) != (c.mechanism == "XOAUTH2") {
				t.Errorf("%v, %v", refused, err)
			}
			x, accepted, err := s.Login().Finish()
			if accepted != c.accepted || errors.Is(err, client.ErrEarly) != c.early || x == nil || x.User != "tim" {
				t.Errorf("%+v, %v, %v", x, accepted, err)
			}
		})
	}
}

// TestLoginCancelled: a login that byhand cancels, and the server's reply to that.
func TestLoginCancelled(t *testing.T) {
	asks := offersLogin + "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\n"
	for name, c := range map[string]struct {
		script string
		why    any // the error, or a pointer to its type
		asksOn bool
		then   error
	}{
		"not base64":          {offersLogin + "C: AUTH LOGIN\nS: 334 Your name?\nC: *\nS: 501 cancelled", nil, false, nil},
		"and the server goes": {offersLogin + "C: AUTH LOGIN\nS: 334 ?\nC: *\nclose", nil, false, client.ErrEnded},
		"and it asks on":      {offersLogin + "C: AUTH LOGIN\nS: 334 ?\nC: *\nS: 334 ?", nil, true, nil},
		"asks for ever":       {asks + "C: dGlt\nS: 334 VXNlcm5hbWU6\nC: dGlt\nS: 334 VXNlcm5hbWU6\nC: *\nS: 501 no", nil, false, nil},
		"mixed codes":         {offersLogin + "C: AUTH LOGIN\nS: 250-x\nS: 334 VXNlcm5hbWU6\nC: *\nS: 501 no", new(*client.BrokenError), false, nil},
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t, "smtp", c.script)
			s.ask(t, "EHLO me")
			_, err := logIn(t, s, s, "LOGIN", tim)
			var cancelled *client.LoginError
			if !errors.As(err, &cancelled) || cancelled.StillAsks != c.asksOn || !errors.Is(cancelled.CancelError, c.then) {
				t.Fatalf("%+v", err)
			}
			if c.why != nil && !errors.As(err, c.why) {
				t.Errorf("why: %T %v", cancelled.Cause, cancelled.Cause)
			}
			if c.then == nil && s.HasRefusal() {
				t.Errorf("the reply to the cancellation counts: %+v", s.Refusal())
			}
		})
	}
}

// stopsWork is a user who interrupts a computation.
type stopsWork struct{ session }

func (w stopsWork) Work(ctx context.Context, do func(context.Context) error) error {
	ctx, cancel := context.WithCancel(ctx)
	cancel()
	return do(ctx)
}

// TestLoginInterrupted: if the user interrupts the computation of an answer, the login is
// cancelled.
func TestLoginInterrupted(t *testing.T) {
	s := open(t, "smtp", offersLogin+"C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: *\nS: 501 no")
	s.ask(t, "EHLO me")
	if _, err := logIn(t, s, stopsWork{s}, "LOGIN", tim); !errors.Is(err, client.ErrInterrupted) {
		t.Errorf("%v", err)
	}
}

// TestLoginResume: byhand continues a login that the user began, and abandons another.
func TestLoginResume(t *testing.T) {
	s := open(t, "smtp", offersLogin+"C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: dGlt\nS: 334 UGFzc3dvcmQ6\nC: dGFuc3RhYWZ0YW5zdGFhZg==\nS: 235 ok\nC: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: *\nS: 501 no")
	s.ask(t, "EHLO me", "AUTH LOGIN", "dGlt")
	begun := s.Login().Progress()
	if text, what := s.Login().Challenge(); begun.Mechanism != "LOGIN" || begun.Answers != 1 || begun.Exchange != nil || what != "password" || string(text) != "Password:" {
		t.Errorf("%+v, %q, %q", begun, text, what)
	}
	m, _ := sasl.Find("LOGIN")
	if err := s.Login().Resume(m, sasl.Credentials{Password: tim.Password}, begun.Answers, "tim"); err != nil {
		t.Fatal(err)
	}
	if err := s.Login().Answer(t.Context(), s, nil); err != nil || s.Login().HasChallenge() {
		t.Error(err)
	}
	if b := s.Login().Progress(); b.Exchange == nil || b.Exchange.User != "tim" {
		t.Errorf("%+v", b)
	}
	if x, accepted, err := s.Login().Finish(); x == nil || !accepted || err != nil {
		t.Errorf("%+v, %v, %v", x, accepted, err)
	}
	s.ask(t, "AUTH LOGIN", string(s.Login().Abandon()))
	if s.Phase() != smtp.Command || s.Login().Progress().Exchange != nil {
		t.Error("the login goes on")
	}
}
