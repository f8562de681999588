package repl

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"byhand/internal/sasl"
)

// needs are the credentials that are not there yet.
type needs struct{ user, password, token bool }

func need(user, password, token bool) needs { return needs{user, password, token} }

// credentials gathers what a mechanism needs, and asks for what nobody named. A
// secret that anybody could read on its way is not asked for without leave.
func (s login) credentials(ctx context.Context, m sasl.Mechanism, n needs) (have sasl.Credentials, err error) {
	have = sasl.Credentials{User: s.name, Authorize: s.authorize, Host: s.client.Target().Host, Port: s.client.Target().Port}
	if m.Binds {
		have.Binding = s.binding()
	}
	have.NoPlus = m.Proves && !m.Binds && s.binding() != nil && !s.offersPlus(m)
	if m.Clear && (n.password || n.token) {
		if err := mayTell(ctx, s.Session, s.clear); err != nil {
			return have, err
		}
	}
	if n.user && have.User == "" {
		if have.User, err = s.askForUser(ctx, s.command); err != nil {
			return have, err
		}
	}
	if n.password {
		have.Password, err = askForCredential(ctx, s.Session, password(s.Session), "password", "password"+of(have.User))
	}
	if n.token && err == nil {
		have.Token, err = askForCredential(ctx, s.Session, s.opt.Token, "token", "token"+of(have.User))
	}
	return have, err
}

// password returns the one that is there without asking, or nil.
func password(s *Session) []byte {
	if s.user.derived != nil {
		return s.user.derived
	}
	return s.opt.Password
}

// offersPlus reports whether the server offers to bind m to the connection.
func (s login) offersPlus(m sasl.Mechanism) bool {
	offered, _ := s.client.Login().Mechanisms()
	return offers(offered, m.Name+"-PLUS")
}

// of says whose a secret is, if that can be shown in a question.
func of(user string) string {
	if user == "" || strings.ContainsFunc(user, func(r rune) bool { return r < ' ' || r > '~' }) {
		return ""
	}
	return " of " + user
}

func (s login) askForUser(ctx context.Context, command string) (string, error) {
	if p, ok := sasl.ProviderOf(s.client.Target().Host); ok && p.User != "" {
		s.out.Note(fmt.Sprintf("user name %q: %s has the same for everybody", p.User, p.Name))
		return p.User, nil
	}
	line, err := ask(ctx, s.Session, "user name: ", false)
	if errors.Is(err, errNobody) {
		hint := map[string]string{"auth": ":auth MECH USER", "answer": ":answer USER"}[command]
		err = failure(Usage, ":"+command+" without USER asks for it, and "+err.Error(), hint)
	}
	return string(line.Text), err
}

// askForCredential takes what is there, or asks for it, hidden. flag begins the
// names of the flags that have it.
func askForCredential(ctx context.Context, s *Session, there []byte, flag, what string) (string, error) {
	if there != nil {
		s.opt.Recorder.Learn(there)
		return string(there), nil
	}
	line, err := ask(ctx, s, what+" (hidden): ", true)
	if errors.Is(err, errNobody) {
		return "", failure(Usage, "the "+what+" is asked for, and "+err.Error(),
			fmt.Sprintf("--%s-file, --%s-env or --%s-command has it", flag, flag, flag))
	}
	if err == nil {
		s.opt.Recorder.Learn(line.Text)
		noteOddEdges(s, line.Text)
	}
	return string(line.Text), err
}
