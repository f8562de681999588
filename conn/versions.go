package conn

import (
	"crypto/tls"
	"fmt"
	"strings"
)

// versions is the range of TLS versions that a client offers.
type versions struct{ min, max uint16 }

// ssl30 is the version of SSL 3 (RFC 6101), which crypto/tls no longer names.
const ssl30 = 0x0300

// offered returns the versions that s offers, with Go's defaults filled in.
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

// allowsOldServers reports whether versions before TLS 1.2 are offered, and with them the insecure
// cipher suites that old servers need.
func (o versions) allowsOldServers() bool { return o.min < tls.VersionTLS12 }

// cipherSuites returns nil, which selects Go's secure cipher suites. For old servers it
// returns all that Go supports, including RSA key exchange, 3DES and RC4.
func (o versions) cipherSuites() (all []uint16) {
	if !o.allowsOldServers() {
		return nil
	}
	for _, suite := range append(tls.CipherSuites(), tls.InsecureCipherSuites()...) {
		all = append(all, suite.ID)
	}
	return all
}

// String describes the offer: "TLS 1.2 and 1.3 with ECDHE".
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
	case o.allowsOldServers():
		return text + " with ECDHE or RSA key exchange"
	case o.min == tls.VersionTLS12:
		return text + " with ECDHE"
	}
	return text
}

// unsupportedFeatures names what some old servers need and crypto/tls does not support.
const unsupportedFeatures = "byhand does not support DHE, CBC with SHA-384, SHA-1 signatures in TLS 1.2, RSA keys under 1024 bits " +
	"or curves other than X25519, P-256, P-384 and P-521"

// mismatches are the errors of crypto/tls if client and server have no version, cipher
// suite, curve or signature algorithm in common.
var mismatches = []struct {
	text  string
	about aspect
}{
	{"remote error: tls: protocol version not supported", version},
	{"tls: server selected unsupported protocol version ", version},
	{"remote error: tls: handshake failure", suite},
	{"remote error: tls: insufficient security level", suite},
	{"tls: certificate used with invalid signature algorithm", algorithm},
	{"tls: server selected unsupported curve", algorithm},
}

// aspect is what client and server do not have in common.
type aspect int

const (
	nothing   aspect = iota // the handshake failed for another reason
	version                 // the TLS version; some servers send the same alert about a cipher suite
	suite                   // the cipher suite; some servers send the same alert about a version
	algorithm               // the signature algorithm or the curve
)

// mismatch returns what client and server do not have in common. It returns nothing if the
// server asked for a certificate: a server that gets none may send the same alert.
func (e *TLSError) mismatch() aspect {
	if e.Err == nil || e.Facts != nil && e.Facts.CertificateRequested {
		return nothing
	}
	for _, m := range mismatches {
		if strings.HasPrefix(e.Err.Error(), m.text) {
			return m.about
		}
	}
	return nothing
}

// chosenVersion returns the version that the server chose without being offered it, or 0.
func (e *TLSError) chosenVersion() (v uint16) {
	fmt.Sscanf(e.Err.Error(), "tls: server selected unsupported protocol version %x", &v)
	return v
}

// LowerMin returns the Security.Min that may help if the handshake failed for lack
// of a common version or cipher suite. 0: none would help.
func (e *TLSError) LowerMin() uint16 {
	about := e.mismatch()
	if about != version && about != suite || about == suite && e.offered.allowsOldServers() || e.offered.min == tls.VersionTLS10 {
		return 0
	}
	switch chosen := e.chosenVersion(); {
	case chosen >= tls.VersionTLS10 && chosen < e.offered.min:
		return chosen
	case chosen != 0: // SSL 3, or nonsense
		return 0
	case about == version && e.offered.max < tls.VersionTLS13: // it may want a newer one
		return 0
	case e.offered.min > tls.VersionTLS12:
		return tls.VersionTLS12
	}
	return tls.VersionTLS10
}

// describeMismatch describes what was offered, what an old server may want instead, and what
// byhand does not support. It returns "" if the handshake failed for another reason.
func (e *TLSError) describeMismatch() string {
	about := e.mismatch()
	if about == nothing {
		return ""
	}
	text := fmt.Sprintf("; byhand offered %s", e.offered)
	lower := e.LowerMin()
	switch {
	case lower == tls.VersionTLS10 && e.offered.allowsOldServers():
		text += ", and old servers may need TLS 1.0"
	case lower != 0 && lower < tls.VersionTLS12:
		text += ", and old servers may need TLS 1.0 or RSA key exchange"
	}
	switch {
	case about != version:
		text += "; " + unsupportedFeatures
	case e.chosenVersion() == ssl30, e.offered.min == tls.VersionTLS10 && e.offered.max == tls.VersionTLS13:
		text += "; byhand does not support SSL 3"
	}
	return text
}
