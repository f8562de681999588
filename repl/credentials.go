package repl

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"byhand/internal/sasl"
)

// needs says which credentials a mechanism needs.
type needs struct{ user, password, token bool }

func newNeeds(user, password, token bool) needs { return needs{user, password, token} }

// credentials returns the credentials that a mechanism needs, and asks the user for those that
// are missing. Before it asks for a secret that would be sent unencrypted, it asks whether to
// send it.
func (s login) credentials(ctx context.Context, m sasl.Mechanism, n needs) (have sasl.Credentials, err error) {
	have = sasl.Credentials{User: s.name, Authorize: s.authorize, Host: s.client.Target().Host, Port: s.client.Target().Port}
	if m.Binds {
		have.Binding = s.binding()
	}
	have.NoPlus = m.Proves && !m.Binds && s.binding() != nil && !s.offersPlus(m)
	if m.Clear && (n.password || n.token) {
		if err := allowSecret(ctx, s.Session, s.clear); err != nil {
			return have, err
		}
	}
	if n.user && have.User == "" {
		if have.User, err = s.askForUser(ctx); err != nil {
			return have, err
		}
	}
	if n.password {
		have.Password, err = askForCredential(ctx, s.Session, password(s.Session), "password", "password"+forUser(have.User))
	}
	if n.token && err == nil {
		have.Token, err = askForCredential(ctx, s.Session, s.opt.Token, "token", "token"+forUser(have.User))
	}
	return have, err
}

// password returns the password from :ses or from the flags, or nil.
func password(s *Session) []byte {
	if s.user.derived != nil {
		return s.user.derived
	}
	return s.opt.Password
}

// offersPlus reports whether the server offers m with channel binding (RFC 5802 6).
func (s login) offersPlus(m sasl.Mechanism) bool {
	offered, _ := s.client.Login().Mechanisms()
	return containsFold(offered, m.Name+"-PLUS")
}

// forUser returns " for USER" for a question, or "" if the name is not printable ASCII.
func forUser(user string) string {
	if user == "" || strings.ContainsFunc(user, func(r rune) bool { return r < ' ' || r > '~' }) {
		return ""
	}
	return " for " + user
}

func (s login) askForUser(ctx context.Context) (string, error) {
	if p, ok := sasl.ProviderOf(s.client.Target().Host); ok && p.User != "" {
		s.out.Note(fmt.Sprintf("using the user name %q, which is the same for every %s account", p.User, p.Name))
		return p.User, nil
	}
	line, err := ask(ctx, s.Session, "user name: ", false)
	if errors.Is(err, errNoTerminal) {
		hint := map[string]string{"auth": ":auth MECH USER", "answer": ":answer USER"}[s.command]
		if s.opt.Playback.File != "" {
			hint = "--user USER"
		}
		err = failure(Usage, ":"+s.command+": no USER given, and "+err.Error(), hint)
	}
	return string(line.Text), err
}

// askForCredential returns given, or asks the user for the secret if given is nil. what names
// the secret in messages. flag begins the names of its flags, as in --password-file.
func askForCredential(ctx context.Context, s *Session, given []byte, flag, what string) (string, error) {
	if given != nil {
		s.opt.Recorder.Learn(given)
		return string(given), nil
	}
	line, err := ask(ctx, s, what+" (hidden): ", true)
	if errors.Is(err, errNoTerminal) {
		return "", failure(Usage, "no "+what+", and "+err.Error(),
			fmt.Sprintf("use --%s-file, --%s-env or --%s-command", flag, flag, flag))
	}
	if err == nil {
		s.opt.Recorder.Learn(line.Text)
		noteOddEdges(s, line.Text)
	}
	return string(line.Text), err
}
