package repl

import (
	"context"
	"errors"
	"fmt"
	"time"

	"byhand/conn"
	"byhand/internal/client"
	"byhand/internal/describe"
	"byhand/internal/dialect"
)

// handshake runs the TLS handshake. It returns a *Failure if TLS must not start, or fails.
func (s *Session) handshake(ctx context.Context) error {
	working, done := s.interruptible(ctx)
	err := upgradeFailure(s, s.client.Upgrade(working))
	done() // a Ctrl-C after the handshake must not count as an interruption
	s.secure.required = s.secure.required || err == nil
	return err
}

func cmdTLS(ctx context.Context, s *Session, _ string) error {
	if err := s.handshake(ctx); err != nil {
		return err
	}
	if err := s.Await(ctx, false); err != nil { // some servers greet again (RFC 5804 2.2)
		return err
	}
	if s.client.SpeaksMail() {
		s.out.Note("send EHLO again: capabilities from before TLS no longer apply")
	}
	return nil
}

func cmdStartTLS(ctx context.Context, s *Session, _ string) error {
	if s.client.Secure() {
		s.out.Note(alreadySecure)
		return nil
	}
	s.secure.starting.Store(true)
	defer s.secure.starting.Store(false)
	err := s.client.StartTLS(ctx, s, s.opt.EHLO, s.handshake)
	var refused *client.RefusedError
	switch {
	case errors.Is(err, client.ErrNoStartTLS):
		return failure(TLSFailed, ":starttls: byhand does not know how to start TLS in this protocol", "send the protocol's own command for it, then type :tls")
	case errors.As(err, &refused):
		err = failure(TLSFailed, refusalText(&refused.Reply), "")
	}
	return endsScript(err)
}

// alreadySecure is the message of :tls and :starttls on an encrypted connection.
const alreadySecure = "TLS is already active"

// upgradeFailure returns the failure of a TLS handshake that did not start or failed.
func upgradeFailure(s *Session, err error) error {
	var secure *conn.TLSError
	var injected *conn.InjectedError
	var not *dialect.NotSecurable
	switch {
	case err == nil:
		return nil
	case errors.Is(err, conn.ErrSecured):
		return failure(s.policy.mistakeStatus(TLSFailed), alreadySecure, "")
	case errors.As(err, &not):
		return failure(s.policy.mistakeStatus(TLSFailed), not.Error(), not.Hint)
	case errors.Is(err, context.Canceled):
		return failure(TLSFailed, "the TLS handshake was interrupted: connection closed", hintAgain)
	case errors.As(err, &injected):
		what := fmt.Sprintf("received %s after the %s but before the TLS handshake: possible man-in-the-middle; connection closed", describe.Octets(injected.Count), tlsReplyName(s))
		keepFailure(s, []string{what, "some broken servers also send a second reply too early; TLS must not start after either (RFC 3207 6, CVE-2011-0411)"})
		return failure(TLSFailed, what, "")
	case errors.As(err, &secure) && secure.Why == conn.Plaintext:
		keepFailure(s, describe.TLSFailure(secure, hintAgain))
		return failure(TLSFailed, secure.Error(), hintAgain)
	case errors.As(err, &secure):
		return tlsFailure(s, secure, s.client.Target())
	case errors.Is(err, conn.ErrClosed):
		return closedBeforeTLS(s)
	}
	return failure(TLSFailed, "TLS cannot start: "+err.Error(), hintAgain)
}

// tlsReplyName names the server's reply to STARTTLS, such as "220 reply".
func tlsReplyName(s *Session) string {
	if a := s.client.Last(); a != nil && s.client.Snapshot().TLSCommand != "" {
		return a.Kind() + " reply"
	}
	return "reply"
}

// confirmCertificate asks the user, during the handshake, whether to trust a certificate
// that does not verify.
func (s *Session) confirmCertificate(ctx context.Context, t *conn.TLS) bool {
	s.out.Answer(describe.TLS(t, time.Now()))
	for _, problem := range t.Problems {
		s.out.Answer("the certificate does not verify: " + problem)
	}
	if askPermission(ctx, s, "Trust this certificate for this connection? Type yes to continue: ") {
		return true
	}
	s.out.Answer("the certificate is not trusted: " + answerNotYes)
	return false
}
