package hint

import (
	"crypto/tls"
	"fmt"
	"slices"
	"strings"
	"time"

	"byhand/conn"
)

// Handshake says what can be done about a handshake with t that failed; "": nothing.
func (r Reach) Handshake(e *conn.TLSError, t conn.Target) string {
	if lower := e.LowerMin(); lower != 0 {
		return "to allow older TLS: " + r.Again(t, "--tls-min "+strings.TrimPrefix(tls.VersionName(lower), "TLS "))
	}
	switch e.Why {
	case conn.Untrusted:
		return r.certificate(e.Facts, t)
	case conn.Plaintext:
		return "the server speaks plain text first: " + r.Plain(t)
	case conn.Alerted, conn.HungUp:
		if e.Facts.Asked && !e.Facts.Shown {
			return r.ClientCertificate(t)
		}
	case conn.Stalled:
		return "it may expect plain text and wait for the first line: " + r.Plain(t)
	}
	return ""
}

// ClientCertificate says what to do about a server that asked for a certificate and got
// none.
func (r Reach) ClientCertificate(t conn.Target) string {
	return "it asked for a client certificate: " + r.Again(t, "--cert FILE", "--key FILE")
}

// certificate says what can be done about a certificate that does not verify,
// by whom, and what to type.
func (r Reach) certificate(facts *conn.TLS, t conn.Target) string {
	faults := facts.Faults(time.Now())
	has := func(f conn.Fault) bool { return slices.Contains(faults, f) }
	insecure := r.Again(t, "--insecure")
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
	trust := r.Again(t, append(options, "--ca FILE")...)
	switch {
	case len(faults) == 0:
		return ""
	case has(conn.Expired):
		return "the server needs a new certificate; until then, only --insecure accepts this one: " + insecure
	case has(conn.NotYetValid):
		return fmt.Sprintf("check this computer's clock, which says %s; if it is right, only --insecure accepts the certificate: %s", time.Now().UTC().Format(time.DateOnly), insecure)
	case has(conn.OtherFault):
		return "only --insecure accepts it: " + insecure
	case has(conn.SelfSigned):
		return "to trust it, save it as a PEM file: " + trust
	case has(conn.UntrustedRoot):
		return fmt.Sprintf("to trust the CA %q, save its certificate as a PEM file: %s", last, trust)
	case has(conn.MissingIssuer):
		return fmt.Sprintf("the server did not send the certificate of %q, which other clients may have stored or download; with it in a PEM file: %s", last, trust)
	}
	return "if that is the server you mean: " + r.Again(t, options...)
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

// Dial says what can be done about a connection to t that did not open; "": nothing.
func Dial(e *conn.DialError, t conn.Target) string {
	switch e.Cause {
	case conn.NotFound:
		return "check the name; for a domain's own mail server look up its MX"
	case conn.NoResolver:
		return "the name server does not answer; an address works without it"
	case conn.Refused:
		return fmt.Sprintf("the host is there, but nothing listens on port %d; mail servers use 587, 465, 25 and 2525", t.Port)
	case conn.NoAnswer:
		return fmt.Sprintf("many networks block port %d on the way out; try 587 or 2525 (STARTTLS), or 465 (TLS)", t.Port)
	case conn.Unreachable:
		return "no route leads there; -4 or -6 picks the kind of address"
	}
	return ""
}
