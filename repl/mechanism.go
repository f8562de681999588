package repl

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"byhand/internal/sasl"
)

// sendHello sends EHLO if it was not sent yet. In other protocols it asks for the
// mechanisms, unless they are known or the user named one.
func (s login) sendHello(ctx context.Context) error {
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

// mechanism returns the mechanism of that name.
func mechanism(name string) (sasl.Mechanism, error) {
	m, ok := sasl.Find(name)
	if !ok {
		return m, failure(Usage, fmt.Sprintf("unsupported mechanism %q; byhand supports %s", name, supported()),
			fmt.Sprintf("put the user name after the mechanism (:auth PLAIN USER); to send AUTH %s unchanged, type it yourself", name))
	}
	return m, nil
}

// supported lists the mechanisms that byhand supports.
func supported() string {
	var names []string
	for _, m := range sasl.Mechanisms() {
		names = append(names, m.Name)
	}
	return strings.Join(names, " ")
}

// pick returns the mechanism to log in with: the one that the user named, offered or not,
// or the strongest that both sides support.
func (s login) pick() (sasl.Mechanism, error) {
	offered, ask := s.client.Login().Mechanisms()
	if s.mechanism != "" {
		m, err := mechanism(s.mechanism)
		if err == nil && ask == "" && !offers(offered, m.Name) {
			s.out.Note(fmt.Sprintf("the server does not offer %s here; trying it anyway", m.Name))
		}
		return m, err
	}
	if len(offered) == 0 {
		return sasl.Mechanism{}, s.noneOffered()
	}
	bound := s.binding() != nil
	m, ok := sasl.Strongest(offered, s.attainable(), bound)
	if !ok { // byhand asks for the missing credentials
		m, ok = sasl.Strongest(offered, sasl.Credentials{User: "?", Password: "?", Token: "?"}, bound)
	}
	if !ok {
		return m, failure(Refused, fmt.Sprintf("the server offers %s, and byhand can use none of them here", strings.Join(offered, " ")),
			":auth MECH tries one anyway: "+supported())
	}
	s.out.Note(fmt.Sprintf("using %s, the strongest mechanism that both sides support: it %s", m.Name, m.Words))
	return m, nil
}

func offers(offered []string, name string) bool {
	return slices.ContainsFunc(offered, func(o string) bool { return strings.EqualFold(o, name) })
}

// noneOffered returns the failure of a login without any mechanism offered.
func (s login) noneOffered() error {
	hint := ":auth MECH tries a mechanism anyway"
	if !s.client.Secure() {
		hint = "most servers offer AUTH only after TLS has started: " + howToEncrypt(s.Session)
	}
	return failure(Refused, "the server offers no AUTH here", hint)
}

// attainable returns credentials with a placeholder for each one that the login can get.
// A user at a prompt who gave no token can type a password.
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

// binding returns the channel binding of the TLS connection (RFC 9266), or nil.
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

// cannotLogIn returns the failure of a login that stopped before a secret was sent.
func cannotLogIn(err error) error {
	if errors.Is(err, sasl.ErrMidway) {
		return failure(Usage, err.Error(), `"*" cancels it; then :auth runs the whole login`)
	}
	return failure(Usage, err.Error()+": no secret was sent", "")
}
