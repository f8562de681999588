package repl

import (
	"context"
	"errors"
	"fmt"

	"byhand/conn"
	"byhand/internal/dialect"
)

func cmdCert(_ context.Context, s *Session, _ string) error {
	s.mu.Lock()
	c := s.conn // closed or not
	s.mu.Unlock()
	if c == nil {
		return failure(Usage, ":cert: there is no connection", ":again connects again")
	}
	t := c.TLS()
	if failed := c.HandshakeError(); failed != nil {
		if t = failed.Facts; t.Leaf() == nil {
			return failure(Usage, ":cert: there is no certificate to show: "+failed.Error(), "")
		}
	}
	if t == nil {
		return failure(Usage, ":cert: the connection is not encrypted", "STARTTLS and then :tls encrypt it")
	}
	for _, text := range certWords(t, now()) {
		s.view.answer(text)
	}
	return nil
}

// cmdStartTLS does by itself what a person would type, and shows all of it. SMTP
// and LMTP want an EHLO before and after (RFC 3207 4.2).
func cmdStartTLS(ctx context.Context, s *Session, _ string) error {
	if c := s.live(); c != nil && c.TLS() != nil {
		s.view.note("TLS protects the connection already")
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
			var f *Failure
			if errors.As(err, &f) {
				f.unprotected = true
			}
			return err
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
	return failure(TLSFailed, fmt.Sprintf("the server refused %s: %s", asked(a.To), reply(a.Reply)), "the connection is not encrypted")
}

func cmdTLS(ctx context.Context, s *Session, _ string) error {
	if err := s.upgrade(ctx); err != nil {
		return err
	}
	if _, _, ok := s.hello(); ok {
		s.view.note("say EHLO again: what the server offered before TLS counts no more")
	}
	return nil
}

// upgrade begins TLS, unless the conversation says that it must not begin now.
func (s *Session) upgrade(ctx context.Context) error {
	c := s.live()
	if c == nil {
		return s.closedBeforeTLS()
	}
	if c.TLS() != nil {
		return s.notNow(failure(TLSFailed, "TLS protects the connection already", ""))
	}
	s.mu.Lock()
	err, seen := s.dialect.CanSecure(), s.seen
	if s.dialect.Quiet() > 0 {
		seen = s.offset // what was said so far the person has judged
	}
	s.mu.Unlock()
	var not *dialect.NotSecurable
	if errors.As(err, &not) {
		return s.notNow(failure(TLSFailed, not.Error(), not.Hint))
	}
	working, done := s.interruptible(ctx)
	err = s.upgradeFailure(c.Upgrade(working, seen))
	done()
	if err != nil {
		return err
	}
	return s.replied(ctx, s.limit(false)) // some servers greet again (RFC 5804 2.2)
}

// errHungUp is the failure of a server that agreed to TLS and closed the
// connection, at whatever moment that was noticed.
var errHungUp = &conn.TLSError{Why: conn.HungUp}

// closedBeforeTLS returns what it means that TLS was to begin on a connection that
// has ended.
func (s *Session) closedBeforeTLS() *Failure {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.end == nil || s.end.How == conn.Local {
		return failure(TLSFailed, "TLS cannot start: the connection is closed", ":again connects anew")
	}
	return failure(TLSFailed, errHungUp.Error(), "")
}

func (s *Session) setStarting(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.secure.starting = on
}

// hungUpBeforeTLS reports whether the server accepted STARTTLS, and the connection
// then ended before TLS. The lock is held.
func (s *Session) hungUpBeforeTLS() bool {
	return s.end != nil && s.end.How != conn.Local && s.dialect.StartTLS() != "" && s.dialect.CanSecure() == nil
}

// notNow is a failure that changed nothing: at a prompt a mere mistake.
func (s *Session) notNow(f *Failure) *Failure {
	if s.opt.Typed {
		f.Status = Usage
	}
	return f
}

func (s *Session) upgradeFailure(err error) error {
	var secure *conn.TLSError
	var injected *conn.InjectedError
	switch {
	case err == nil:
		return nil
	case errors.Is(err, context.Canceled):
		return failure(TLSFailed, "the TLS handshake was interrupted: connection closed", ":again connects anew")
	case errors.As(err, &injected):
		return failure(TLSFailed, injected.Error()+": connection closed", "data arrived after the 220 reply but before the TLS handshake: possible man-in-the-middle")
	case errors.As(err, &secure) && secure.Why == conn.Plaintext:
		return failure(TLSFailed, secure.Error(), "it went on in plain text although it agreed to TLS; :again connects anew")
	case errors.As(err, &secure):
		return s.tlsFailure(secure, s.target)
	case errors.Is(err, conn.ErrClosed):
		return s.closedBeforeTLS()
	}
	return failure(TLSFailed, "TLS could not begin: "+err.Error(), ":again connects anew")
}

// confirm asks a person about a certificate that does not verify, inside the
// handshake.
func (s *Session) confirm(t *conn.TLS) bool {
	s.view.answer(tlsLine(t, now()))
	for _, problem := range t.Problems {
		s.view.answer("the certificate does not verify: " + problem)
	}
	if s.yes(s.step, "Trust this certificate for this connection? Type yes to continue: ") {
		return true
	}
	s.view.answer("the certificate is not trusted, " + notYes)
	return false
}
