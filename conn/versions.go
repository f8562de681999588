package conn

import (
	"crypto/tls"
	"fmt"
	"strings"
)

// versions is the range of TLS versions that a client offers.
type versions struct{ min, max uint16 }

// offered returns what s offers, Go's defaults filled in.
func (s *Security) offered() versions {
	o := versions{s.Min, s.Max}
	if o.min == 0 {
		o.min = tls.VersionTLS12
	}
	if o.max == 0 {
		o.max = tls.VersionTLS13
	}
	return o
}

// allowsOld reports whether versions before TLS 1.2 are offered, and with them the
// cipher suites that servers of that age need.
func (o versions) allowsOld() bool { return o.min < tls.VersionTLS12 }

// cipherSuites returns nil, Go's secure ones, or for old servers all that Go has:
// RSA key exchange, 3DES and RC4 among them.
func (o versions) cipherSuites() (all []uint16) {
	if !o.allowsOld() {
		return nil
	}
	for _, suite := range append(tls.CipherSuites(), tls.InsecureCipherSuites()...) {
		all = append(all, suite.ID)
	}
	return all
}

// String says what is offered: "TLS 1.2 and 1.3 with ECDHE".
func (o versions) String() string {
	number := func(version uint16) string { return strings.TrimPrefix(tls.VersionName(version), "TLS ") }
	text := "TLS " + number(o.min)
	switch {
	case o.max == o.min+1:
		text += " and " + number(o.max)
	case o.max > o.min:
		text += " to " + number(o.max)
	}
	switch {
	case o.allowsOld():
		return text + " with ECDHE or RSA key exchange"
	case o.min == tls.VersionTLS12:
		return text + " with ECDHE"
	}
	return text
}

// beyond is what some old servers need and crypto/tls does not have.
const beyond = "byhand does not have DHE, CBC with SHA-384, SHA-1 signatures in TLS 1.2, RSA keys under 1024 bits or SSL 3"

// mismatches are the errors by which crypto/tls says that client and server have no
// version, cipher suite or signature algorithm in common.
var mismatches = []string{
	"remote error: tls: handshake failure",
	"remote error: tls: insufficient security level",
	"remote error: tls: protocol version not supported",
	"tls: server selected unsupported protocol version ",
	"tls: certificate used with invalid signature algorithm",
}

// mismatched reports whether the handshake failed because client and server had
// nothing in common. A server that asked for a certificate and got none may send the
// same alert.
func (e *TLSError) mismatched() bool {
	if e.Err == nil || e.Facts != nil && e.Facts.Asked {
		return false
	}
	for _, text := range mismatches {
		if strings.HasPrefix(e.Err.Error(), text) {
			return true
		}
	}
	return false
}

// chosen returns the version that the server chose and that was not offered, or 0.
func (e *TLSError) chosen() (version uint16) {
	fmt.Sscanf(e.Err.Error(), "tls: server selected unsupported protocol version %x", &version)
	return version
}

// LowerMin returns the Security.Min that may suit the server where the handshake
// failed for want of a common version or cipher suite. 0: none would help.
func (e *TLSError) LowerMin() uint16 {
	capped := e.offered.max < tls.VersionTLS13 && strings.HasSuffix(e.Err.Error(), "version not supported") // it may want a newer one
	if !e.mismatched() || e.offered.allowsOld() || capped || strings.HasSuffix(e.Err.Error(), "signature algorithm") {
		return 0
	}
	switch chosen := e.chosen(); {
	case chosen >= tls.VersionTLS10:
		return chosen
	case chosen != 0: // SSL 3
		return 0
	case e.offered.min > tls.VersionTLS12:
		return tls.VersionTLS12
	}
	return tls.VersionTLS10
}

// mismatch says what was offered and what an old server may want instead; "" if the
// handshake failed for another reason.
func (e *TLSError) mismatch() string {
	switch {
	case !e.mismatched():
		return ""
	case e.LowerMin() == tls.VersionTLS10:
		return fmt.Sprintf("; byhand offered %s, and old servers may want TLS 1.0 or RSA key exchange", e.offered)
	case e.LowerMin() != 0, e.offered.max < tls.VersionTLS13:
		return fmt.Sprintf("; byhand offered %s", e.offered)
	}
	return fmt.Sprintf("; byhand offered %s; %s", e.offered, beyond)
}
