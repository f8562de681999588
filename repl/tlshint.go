package repl

import (
	"crypto/tls"
	"fmt"
	"slices"
	"strings"

	"byhand/conn"
)

// tlsFailure says why a handshake with t failed, and what to type instead.
func (s *Session) tlsFailure(e *conn.TLSError, t conn.Target) *Failure {
	if e.Why == conn.Unlogged {
		f := failure(Unwritable, e.Error(), "")
		f.unprotected = true
		return f
	}
	return failure(TLSFailed, e.Error(), s.tlsHint(e, t))
}

func (s *Session) tlsHint(e *conn.TLSError, t conn.Target) string {
	if lower := e.LowerMin(); lower != 0 {
		return "to allow older TLS: " + s.reachAgain(t, "--tls-min "+strings.TrimPrefix(tls.VersionName(lower), "TLS "))
	}
	switch e.Why {
	case conn.Untrusted:
		return s.certificateHint(e.Facts, t)
	case conn.Plaintext:
		return "the server speaks plain text first: " + s.reachPlain(t)
	case conn.Alerted, conn.HungUp:
		if e.Facts.Asked && !e.Facts.Shown {
			return s.clientCertificateHint(t)
		}
	case conn.Stalled:
		return "it may expect plain text and wait for the first line: " + s.reachPlain(t)
	}
	return ""
}

// reachPlain connects to t without TLS from the first byte.
func (s *Session) reachPlain(t conn.Target) string {
	if again := s.replayPlain(); again != "" {
		return again
	}
	t.TLS = false
	if mayStartTLS(t) {
		return s.reach(t, "--starttls")
	}
	return s.reach(t)
}

// clientCertificateHint says what a server wants that asked for a certificate of
// the client's and got none.
func (s *Session) clientCertificateHint(t conn.Target) string {
	return "it asked for a client certificate: " + s.reachAgain(t, "--cert FILE", "--key FILE")
}

// hintClientCertificate follows an alert that ended a connection on which the server
// had asked for a certificate: in TLS 1.3 it comes after the handshake.
func (s *Session) hintClientCertificate(end *conn.End) {
	if end.How == conn.Broken && s.wanted {
		s.view.Note("hint: " + s.clientCertificateHint(s.target))
	}
}

// reachAgain connects to t as the session did, with more options. At a prompt, where
// one line should do, it names --starttls also for a STARTTLS that was typed.
func (s *Session) reachAgain(t conn.Target, options ...string) string {
	if mayStartTLS(t) && (s.secure.startTLS || s.opt.Typed) {
		options = append(options, "--starttls")
	}
	return s.reach(t, options...)
}

// certificateHint says what can be done about a certificate that does not verify,
// by whom, and what to type.
func (s *Session) certificateHint(facts *conn.TLS, t conn.Target) string {
	faults := facts.Faults(now())
	has := func(f conn.Fault) bool { return slices.Contains(faults, f) }
	insecure := s.reachAgain(t, "--insecure")
	var options []string
	if has(conn.WrongName) {
		name := usableName(facts)
		if name == "" {
			return "no --server-name fits it; only --insecure accepts it: " + insecure
		}
		options = append(options, "--server-name "+name)
	}
	last := ""
	if n := len(facts.Chain); n > 0 {
		last = conn.Issuer(facts.Chain[n-1])
	}
	trust := s.reachAgain(t, append(options, "--ca FILE")...)
	switch {
	case len(faults) == 0:
		return ""
	case has(conn.Expired):
		return "the server needs a new certificate; until then, only --insecure accepts this one: " + insecure
	case has(conn.NotYetValid):
		return fmt.Sprintf("check this computer's clock, which says %s; if it is right, only --insecure accepts the certificate: %s", day(now()), insecure)
	case has(conn.OtherFault):
		return "only --insecure accepts it: " + insecure
	case has(conn.SelfSigned):
		return "to trust it, save it as a PEM file: " + trust
	case has(conn.UntrustedRoot):
		return fmt.Sprintf("to trust the CA %q, save its certificate as a PEM file: %s", last, trust)
	case has(conn.MissingIssuer):
		return fmt.Sprintf("the server did not send the certificate of %q, which other clients may have stored or download; with it in a PEM file: %s", last, trust)
	}
	return "if that is the server you mean: " + s.reachAgain(t, options...)
}

// usableName returns a name of the certificate for --server-name, or "": wildcards
// are patterns, and the server must not write a part of our command line.
func usableName(facts *conn.TLS) string {
	const letters = "-.0123456789:ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
	for _, name := range conn.Names(facts.Leaf()) {
		if name != "" && name[0] != '-' && strings.Trim(name, letters) == "" && facts.Leaf().VerifyHostname(name) == nil {
			return name
		}
	}
	return ""
}
