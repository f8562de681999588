package repl

import (
	"context"
	"errors"
	"fmt"

	"byhand/conn"
	"byhand/internal/dialect"
)

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
		return failure(TLSFailed, injected.Error()+": connection closed", fmt.Sprintf("data arrived after the %s but before the TLS handshake: possible man-in-the-middle", s.agreement()))
	case errors.As(err, &secure) && secure.Why == conn.Plaintext:
		return failure(TLSFailed, secure.Error(), "it went on in plain text although it agreed to TLS; :again connects anew")
	case errors.As(err, &secure):
		return s.tlsFailure(secure, s.target)
	case errors.Is(err, conn.ErrClosed):
		return s.closedBeforeTLS()
	}
	return failure(TLSFailed, "TLS could not begin: "+err.Error(), ":again connects anew")
}

// agreement names the reply that allowed TLS.
func (s *Session) agreement() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch s.dialect.Name() {
	case "smtp", "lmtp":
		return "220 reply"
	case "pop3":
		return "+OK reply"
	case "imap", "sieve":
		return "OK reply"
	}
	return "reply"
}

// confirm asks a person about a certificate that does not verify, inside the
// handshake.
func (s *Session) confirm(ctx context.Context, t *conn.TLS) bool {
	s.view.Answer(tlsLine(t, now()))
	for _, problem := range t.Problems {
		s.view.Answer("the certificate does not verify: " + problem)
	}
	if s.yes(ctx, "Trust this certificate for this connection? Type yes to continue: ") {
		return true
	}
	s.view.Answer("the certificate is not trusted, " + notYes)
	return false
}
