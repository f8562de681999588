package repl

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"byhand/internal/sasl"
)

// sendHello sends EHLO if the user has not. In other protocols it sends the command that lists
// the mechanisms, unless they are known or the user named one.
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

// findMechanism returns the mechanism of that name, or a *Failure.
func findMechanism(name string) (sasl.Mechanism, error) {
	m, ok := sasl.Find(name)
	if !ok {
		return m, failure(Usage, fmt.Sprintf("unsupported mechanism %q; byhand supports %s", name, supportedMechanisms()),
			fmt.Sprintf("the user name comes after the mechanism (:auth PLAIN USER); to send AUTH %s as it is, type that line", name))
	}
	return m, nil
}

// supportedMechanisms lists the mechanisms that byhand supports.
func supportedMechanisms() string {
	var names []string
	for _, m := range sasl.Mechanisms() {
		names = append(names, m.Name)
	}
	return strings.Join(names, " ")
}

// pick returns the mechanism to log in with: the one that the user named, even if the server
// does not offer it, or the strongest that both sides support.
func (s login) pick() (sasl.Mechanism, error) {
	offered, ask := s.client.Login().Mechanisms()
	if s.mechanism != "" {
		m, err := findMechanism(s.mechanism)
		if err == nil && ask == "" && !containsFold(offered, m.Name) {
			s.out.Note(fmt.Sprintf("the server does not offer %s here; trying it anyway", m.Name))
		}
		return m, err
	}
	if len(offered) == 0 {
		return sasl.Mechanism{}, s.noneOffered()
	}
	bound := s.binding() != nil
	m, ok := sasl.Strongest(offered, s.attainable(), bound)
	if !ok { // byhand will ask for the missing credentials
		m, ok = sasl.Strongest(offered, sasl.Credentials{User: "?", Password: "?", Token: "?"}, bound)
	}
	if !ok {
		return m, failure(Refused, fmt.Sprintf("the server offers only %s, which byhand cannot use here", strings.Join(offered, " ")),
			":auth MECH tries one anyway: "+supportedMechanisms())
	}
	s.out.Note(fmt.Sprintf("using %s, the strongest mechanism that both sides support: it %s", m.Name, m.Description))
	return m, nil
}

// containsFold reports whether names contains name, in any case.
func containsFold(names []string, name string) bool {
	return slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, name) })
}

// noneOffered returns the failure of a login with a server that offers no mechanism.
func (s login) noneOffered() error {
	hint := ":auth MECH tries a mechanism anyway"
	if !s.client.Secure() {
		hint = "most servers offer AUTH only after TLS has started: " + howToEncrypt(s.Session)
	}
	return failure(Refused, "the server offers no AUTH here", hint)
}

// attainable returns a placeholder for each credential that byhand has or can ask for. It can
// ask a user at a prompt for a password, unless the user gave a token.
func (s login) attainable() sasl.Credentials {
	c := sasl.Credentials{User: "?"}
	if s.opt.Token != nil {
		c.Token = "?"
	}
	if password(s.Session) != nil || s.policy.hasUser() && s.opt.Token == nil {
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

// loginFailure returns the failure of a login that stopped before byhand sent a secret.
func loginFailure(err error) error {
	if errors.Is(err, sasl.ErrMidway) {
		return failure(Usage, err.Error(), `"*" cancels it; then :auth runs the whole login`)
	}
	return failure(Usage, err.Error()+": no secret was sent", "")
}
