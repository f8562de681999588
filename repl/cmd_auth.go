package repl

import (
	"context"
	"fmt"
	"strings"

	"byhand/internal/dialect"
	"byhand/internal/sasl"
	"byhand/internal/smtp"
)

// wanted is how somebody asked to log in.
type wanted struct {
	command         string // "auth", "answer"
	clear           bool   // send a secret over an open line without asking
	authorize       string // act as somebody else
	mechanism, user string // "" where byhand is to find out
}

// parseLogin reads the argument of :auth and :answer:
//
//	[--clear] [--as WHO] [MECH] [USER]
//
// One word alone is a user if it has an "@", as no mechanism has.
func parseLogin(name, arg string) (w wanted, err error) {
	w.command = name
	given := words(arg)
	for ended := false; !ended && len(given) > 0 && strings.HasPrefix(given[0], "--"); {
		switch option := given[0]; {
		case option == "--":
			ended = true
		case option == "--clear":
			w.clear = true
		case option == "--as" && len(given) > 1:
			w.authorize, given = given[1], given[1:]
		case option == "--as":
			return w, usage(name, "--as whom?")
		default:
			return w, usage(name, fmt.Sprintf("no option %q", option))
		}
		given = given[1:]
	}
	if name == "auth" && len(given) > 0 && (len(given) > 1 || !strings.Contains(given[0], "@")) {
		w.mechanism, given = given[0], given[1:]
	}
	if len(given) > 1 {
		return w, usage(name, "one user name; a secret is never part of the line, it is asked for")
	}
	if len(given) == 1 {
		w.user = given[0]
	}
	return w, nil
}

// cmdAuth logs in: the whole exchange, each line of it shown, secrets masked.
func cmdAuth(ctx context.Context, s *Session, arg string) error {
	w, err := parseLogin("auth", arg)
	if err != nil {
		return err
	}
	d, err := s.loginBy("auth")
	if err != nil {
		return err
	}
	switch phase := s.phase(); phase {
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
	if err := s.introduce(ctx, d, w); err != nil || s.hasRefusal() {
		return err
	}
	m, err := s.pick(d, w)
	if err != nil {
		return err
	}
	have, err := s.credentials(ctx, m, w, need(m.Needs(0)))
	if err != nil {
		return err
	}
	line, l, err := opening(d, m, have)
	if err != nil {
		return cannotLogIn(err)
	}
	s.login = l
	s.noteLogin(w, m.Name, have.User)
	if err := s.request(ctx, line); err != nil {
		return err
	}
	err = s.converse(ctx, d, l)
	s.openGate() // no line was meant as an answer
	return err
}

// opening begins a login. The initial response goes out with the first line if
// there is one and it fits, and else answers the first challenge.
func opening(d dialect.Login, m sasl.Mechanism, have sasl.Credentials) (line []byte, l *login, err error) {
	client, err := sasl.Start(m, have)
	if err != nil {
		return nil, nil, err
	}
	if initial, ok := client.Initial(); ok {
		if line := d.Begin(m.Name, &initial); d.Fits(line) {
			return line, &login{client: client, user: have.User}, nil
		}
		if client, err = sasl.Start(m, have); err != nil {
			return nil, nil, err
		}
	}
	return d.Begin(m.Name, nil), &login{client: client, user: have.User}, nil
}

// noteLogin records that byhand logs in, so that a replay can do it again.
func (s *Session) noteLogin(w wanted, of ...string) {
	words := []string{w.command}
	if w.authorize != "" {
		words = append(words, "--as", w.authorize)
	}
	s.noteCommand(append(words, of...)...)
}
