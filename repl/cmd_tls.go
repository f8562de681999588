package repl

import (
	"context"
	"errors"

	"byhand/conn"
)

func cmdCert(_ context.Context, s *Session, _ string) error {
	s.mu.Lock()
	c := s.conn // closed or not
	s.mu.Unlock()
	if c == nil {
		return failure(Usage, ":cert: there is no connection", ":again connects again")
	}
	t := c.TLS()
	var failed *conn.TLSError
	if errors.As(c.HandshakeError(), &failed) {
		if t = failed.Facts; t.Leaf() == nil {
			return failure(Usage, ":cert: there is no certificate to show: "+failed.Error(), "")
		}
	}
	if t == nil {
		return failure(Usage, ":cert: the connection is not encrypted", "STARTTLS and then :tls encrypt it")
	}
	for _, text := range certWords(t, now()) {
		s.view.Answer(text)
	}
	return nil
}

// cmdStartTLS does by itself what a person would type, and shows all of it. SMTP
// and LMTP want an EHLO before and after (RFC 3207 4.2).
func cmdStartTLS(ctx context.Context, s *Session, _ string) error {
	if c := s.live(); c != nil && c.TLS() != nil {
		s.view.Note("TLS protects the connection already")
		return nil
	}
	s.mu.Lock()
	ask := s.dialect.StartTLS()
	s.mu.Unlock()
	if ask == "" {
		return failure(TLSFailed, ":starttls: byhand does not know how this protocol begins TLS", "ask for TLS in the protocol's own words, then type :tls")
	}
	steps := []func() error{
		func() error { return s.must(ctx, ask) },
		func() error { return s.upgrade(ctx) },
	}
	if hello, said, ok := s.hello(); ok {
		greet := func() error { return s.must(ctx, hello) }
		steps = append(steps, greet)
		if !said {
			steps = append([]func() error{greet}, steps...)
		}
	}
	s.setStarting(true)
	defer s.setStarting(false)
	for _, step := range steps {
		if err := step(); err != nil {
			return endsScript(err)
		}
	}
	return nil
}

// hello returns the line that opens an SMTP or LMTP session, with the name the
// user gave or else our own address (RFC 5321 4.1.3, RFC 2033 4.1), and whether
// one was taken already; ok is false in any other protocol.
func (s *Session) hello() (line string, said, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.dialect.Mail()
	if d == nil {
		return "", false, false
	}
	verb, name := "EHLO ", s.opt.EHLO
	if d.IsLMTP() {
		verb = "LHLO "
	}
	if name == "" {
		name = addressLiteral(s.conn)
	}
	return verb + name, d.Hello() != "", true
}

// must sends a line on the way to TLS; a refusal of it is a failure of TLS.
func (s *Session) must(ctx context.Context, line string) error {
	if err := s.request(ctx, []byte(line)); err != nil {
		return err
	}
	a := s.takeRefusal()
	if a == nil {
		return nil
	}
	f := s.rejection(a)
	f.Status, f.Hint = TLSFailed, "the connection is not encrypted"
	return f
}

func cmdTLS(ctx context.Context, s *Session, _ string) error {
	if err := s.upgrade(ctx); err != nil {
		return err
	}
	if _, _, ok := s.hello(); ok {
		s.view.Note("say EHLO again: what the server offered before TLS counts no more")
	}
	return nil
}
