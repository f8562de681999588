package conn

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
)

// errNotVerified ends a handshake from inside VerifyConnection.
var errNotVerified = errors.New("the certificate does not verify")

// Why is the kind of failure that ended a handshake.
type Why int

// The ways a handshake fails.
const (
	Untrusted      Why = iota // the certificate does not verify; TLSError.Facts has the problems
	Plaintext                 // the server sent something that is not TLS; TLSError.First has it
	Alerted                   // the server refused with an alert
	HungUp                    // the server closed or reset the connection
	Stalled                   // no answer within the time limit
	KeyLogFailed              // writing to Security.KeyLog failed
	BadCertificate            // crypto/tls cannot use a certificate that the server sent
	OtherFailure              // anything else, such as no common version or malformed messages
)

// TLSError is returned when a handshake failed.
type TLSError struct {
	Why   Why
	Facts *TLS   // as far as known
	First []byte // Plaintext: the start of the data that is not TLS
	Err   error

	offered versions
}

// Error describes the failure and quotes offending bytes.
func (e *TLSError) Error() string {
	switch e.Why {
	case Untrusted:
		return "the certificate does not verify: " + strings.Join(e.Facts.Problems, "; ")
	case Plaintext:
		return fmt.Sprintf("the server sent plain text instead of a TLS handshake: %q", e.First)
	case Alerted:
		return "the server refused the TLS handshake: " + trimTLSPrefixes(e.Err) + e.describeMismatch()
	case HungUp:
		return "the server closed the connection during the TLS handshake"
	case Stalled:
		return "the server did not answer the TLS handshake in time"
	case BadCertificate:
		return "the server sent a certificate that byhand cannot use: " + certificateError(e.Err)
	case KeyLogFailed:
		return fmt.Sprintf("cannot write the session keys: %v", e.Err)
	}
	return "the TLS handshake failed: " + trimTLSPrefixes(e.Err) + e.describeMismatch()
}

// WantsCertificate reports whether the server asked for a client certificate, got
// none, and then ended the handshake.
func (e *TLSError) WantsCertificate() bool {
	return (e.Why == Alerted || e.Why == HungUp) && e.Facts.CertificateRequested && !e.Facts.CertificateSent
}

// Unwrap returns the error of crypto/tls.
func (e *TLSError) Unwrap() error { return e.Err }

// handshakeError turns the error of crypto/tls into a *TLSError. first is the start of what the
// server sent.
func (s *Security) handshakeError(err error, facts *TLS, first []byte) error {
	e := &TLSError{Why: OtherFailure, Facts: facts, Err: err, offered: s.offered()}
	var op *net.OpError
	switch {
	case facts.keyLogErr != nil:
		e.Why, e.Err = KeyLogFailed, facts.keyLogErr
	case errors.Is(err, errNotVerified):
		e.Why = Untrusted
	case certificateError(err) != "":
		e.Why = BadCertificate
	case isPlaintext(first):
		e.Why, e.First = Plaintext, first
	case errors.As(err, &op) && op.Op == "remote error":
		e.Why = Alerted
	case errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || isReset(err):
		e.Why = HungUp
	case isTimeout(err), errors.Is(err, context.DeadlineExceeded):
		e.Why = Stalled
	}
	return e
}

// isPlaintext reports whether what the server sent first is not a TLS record. A TLS record
// starts with its content type, 20 to 24 (RFC 8446 5.1).
func isPlaintext(first []byte) bool {
	return len(first) > 0 && (first[0] < 20 || first[0] > 24)
}

// certificateErrors are the errors of crypto/tls about a certificate that it cannot use.
// words replaces text; byhand keeps the rest of the error.
var certificateErrors = []struct{ text, words string }{
	{"tls: failed to parse certificate from server: x509: ", ""},
	{"tls: server sent certificate containing RSA key larger", "its RSA key is larger"},
	{"tls: server's certificate contains an unsupported type of public key", "byhand does not support the type of its public key"},
	{"tls: received empty certificates message", "it is missing"},
	{"tls: invalid signature by the server certificate: crypto/rsa: ", ""}, // with ECDHE: the key is too small
	{"crypto/rsa: ", ""}, // the same, with RSA key exchange
}

// certificateError returns why crypto/tls cannot use a certificate, or "" if err is about
// something else.
func certificateError(err error) string {
	for _, f := range certificateErrors {
		rest, ok := strings.CutPrefix(err.Error(), f.text)
		if !ok {
			continue
		}
		rest, _, _ = strings.Cut(rest, " (see http")
		if strings.HasPrefix(rest, ": ") { // the name of a Go type follows
			rest = ""
		}
		return f.words + rest
	}
	return ""
}

// trimTLSPrefixes returns the error without the prefixes of crypto/tls.
func trimTLSPrefixes(err error) string {
	s := err.Error()
	for _, prefix := range []string{"remote error: ", "local error: ", "tls: "} {
		s = strings.TrimPrefix(s, prefix)
	}
	return s
}
