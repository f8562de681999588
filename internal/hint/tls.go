package hint

import (
	"crypto/tls"
	"fmt"
	"slices"
	"strings"
	"time"

	"byhand/conn"
)

// Handshake returns a hint after a handshake with t failed; "": no command helps.
func (r Reach) Handshake(e *conn.TLSError, t conn.Target) string {
	if lower := e.LowerMin(); lower != 0 {
		return "to allow older TLS: " + r.Reconnect(t, "--tls-min "+strings.TrimPrefix(tls.VersionName(lower), "TLS "))
	}
	switch e.Why {
	case conn.Untrusted:
		return r.certificate(e.Facts, t)
	case conn.Plaintext:
		return "the server starts in plaintext: " + r.Plain(t)
	case conn.Alerted, conn.HungUp:
		if e.Facts.CertificateRequested && !e.Facts.CertificateSent {
			return r.ClientCertificate(t)
		}
	case conn.Stalled:
		return "the server may be waiting for a line in plaintext: " + r.Plain(t)
	}
	return ""
}

// ClientCertificate returns a hint for a server that asked for a client certificate, when
// none was sent.
func (r Reach) ClientCertificate(t conn.Target) string {
	return "the server asked for a client certificate: " + r.Reconnect(t, "--cert FILE", "--key FILE")
}

// certificate returns a hint for a certificate that does not verify.
func (r Reach) certificate(facts *conn.TLS, t conn.Target) string {
	faults := facts.Faults(time.Now())
	has := func(f conn.Fault) bool { return slices.Contains(faults, f) }
	insecure := r.Reconnect(t, "--insecure")
	var options []string
	if has(conn.WrongName) {
		name := usableName(facts)
		if name == "" {
			return "no --server-name matches it; only --insecure accepts it: " + insecure
		}
		options = append(options, "--server-name "+name)
	}
	last := ""
	if n := len(facts.Chain); n > 0 {
		last = conn.Issuer(facts.Chain[n-1])
	}
	trust := r.Reconnect(t, append(options, "--ca FILE")...)
	switch {
	case len(faults) == 0:
		return ""
	case has(conn.Expired):
		return "the server needs a new certificate; until then, only --insecure accepts this one: " + insecure
	case has(conn.NotYetValid):
		return fmt.Sprintf("check the date on this computer, %s; if it is right, only --insecure accepts the certificate: %s", time.Now().UTC().Format(time.DateOnly), insecure)
	case has(conn.OtherFault):
		return "only --insecure accepts it: " + insecure
	case has(conn.SelfSigned):
		return "to trust it, save it to FILE as PEM, then: " + trust
	case has(conn.UntrustedRoot):
		return fmt.Sprintf("to trust the CA %q, save its certificate to FILE as PEM, then: %s", last, trust)
	case has(conn.MissingIssuer):
		return fmt.Sprintf("the server did not send the certificate of %q, which other clients may have cached; if you have it in a PEM file: %s", last, trust)
	}
	return "if this is the right server: " + r.Reconnect(t, options...)
}

// usableName returns a name in the certificate that --server-name accepts, or "". A
// wildcard is not a name, and other characters from the server must not become part of a
// command line.
func usableName(facts *conn.TLS) string {
	const letters = "-.0123456789:ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
	for _, name := range conn.Names(facts.Leaf()) {
		if name != "" && name[0] != '-' && strings.Trim(name, letters) == "" && facts.Leaf().VerifyHostname(name) == nil {
			return name
		}
	}
	return ""
}

// Dial returns a hint after a connection to t failed; "": there is none.
func Dial(e *conn.DialError, t conn.Target) string {
	if e.Opening.Proxy != "" && (e.Cause == conn.Refused || e.Cause == conn.NoAnswer || e.Cause == conn.Unreachable) {
		return "check the host and the port of --proxy"
	}
	switch e.Cause {
	case conn.NotFound:
		return "check the name; byhand probe --mx DOMAIN finds the mail servers of a domain"
	case conn.NoResolver:
		return "the name server does not answer; try an IP address"
	case conn.Refused:
		return fmt.Sprintf("the host is up, but nothing listens on port %d; mail servers use 587, 465, 25 and 2525", t.Port)
	case conn.NoAnswer:
		return fmt.Sprintf("many networks block outgoing connections to port %d; try 587 or 2525 (STARTTLS), or 465 (TLS)", t.Port)
	case conn.Unreachable:
		return "there is no route to that address; try -4 for IPv4 or -6 for IPv6"
	}
	return ""
}
