package repl

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"byhand/internal/sasl"
)

// introduce sends EHLO if it was not sent yet. In other protocols it asks what the
// server offers where that is not known and no mechanism was named.
func (s login) introduce(ctx context.Context) error {
	line, ok := s.client.Hello(s.opt.EHLO)
	if state, _ := s.client.State(); state.Hello != "" {
		return nil
	}
	if !ok && s.mechanism == "" {
		_, line = s.client.Login().Mechanisms()
	}
	if line == "" {
		return nil
	}
	return s.Ask(ctx, []byte(line))
}

// mechanism finds one by its name.
func mechanism(name string) (sasl.Mechanism, error) {
	m, ok := sasl.Find(name)
	if !ok {
		return m, failure(Usage, fmt.Sprintf("byhand does not know the mechanism %q; it knows %s", name, known()),
			fmt.Sprintf("a user name stands behind the mechanism, :auth PLAIN USER; typed by hand, AUTH %s goes out as it is", name))
	}
	return m, nil
}

func known() string {
	var names []string
	for _, m := range sasl.Mechanisms() {
		names = append(names, m.Name)
	}
	return strings.Join(names, " ")
}

// pick finds the mechanism to log in by: the one that was asked for, offered or
// not, or the strongest that can be done.
func (s login) pick() (sasl.Mechanism, error) {
	offered, ask := s.client.Login().Mechanisms()
	if s.mechanism != "" {
		m, err := mechanism(s.mechanism)
		if err == nil && ask == "" && !offers(offered, m.Name) {
			s.out.Note(fmt.Sprintf("the server does not offer %s here; it is tried all the same", m.Name))
		}
		return m, err
	}
	if len(offered) == 0 {
		return sasl.Mechanism{}, s.noneOffered()
	}
	bound := s.binding() != nil
	m, ok := sasl.Strongest(offered, s.attainable(), bound)
	if !ok { // what is missing is asked for
		m, ok = sasl.Strongest(offered, sasl.Credentials{User: "?", Password: "?", Token: "?"}, bound)
	}
	if !ok {
		return m, failure(Refused, fmt.Sprintf("the server offers %s, and byhand can do none of them here", strings.Join(offered, " ")),
			"it knows "+known()+"; :auth and a mechanism tries one all the same")
	}
	s.out.Note(fmt.Sprintf("%s is the strongest that the server offers and byhand can do: it %s", m.Name, m.Words))
	return m, nil
}

func offers(offered []string, name string) bool {
	return slices.ContainsFunc(offered, func(o string) bool { return strings.EqualFold(o, name) })
}

// noneOffered says where AUTH may hide.
func (s login) noneOffered() error {
	hint := "AUTH and a mechanism, or :auth and a mechanism, tries it all the same"
	if !s.client.Secure() {
		hint = "most servers offer it only inside TLS: :starttls begins that"
	}
	return failure(Refused, "the server offers no AUTH here", hint)
}

// attainable has any word for each credential that is there. A person who gave
// no token has a password.
func (s login) attainable() sasl.Credentials {
	c := sasl.Credentials{User: "?"}
	if s.opt.Token != nil {
		c.Token = "?"
	}
	if password(s.Session) != nil || s.policy.judges() && s.opt.Token == nil {
		c.Password = "?"
	}
	return c
}

// binding names the TLS connection, nil if it has no name.
func (s login) binding() *sasl.Binding {
	c := s.client.Live()
	if c == nil || c.TLS() == nil {
		return nil
	}
	keys, err := c.TLS().ExportKeys(sasl.ExporterLabel, sasl.ExporterSize)
	if err != nil {
		return nil
	}
	return &sasl.Binding{Type: sasl.TLSExporter, Data: keys}
}

// cannotLogIn says why nothing was sent.
func cannotLogIn(err error) error {
	if errors.Is(err, sasl.ErrMidway) {
		return failure(Usage, err.Error(), `"*" cancels; :auth does the whole of it, and so does :answer from the first challenge on`)
	}
	return failure(Usage, err.Error()+": no secret was sent", "")
}
