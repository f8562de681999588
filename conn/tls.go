package conn

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"time"
)

// Security says how TLS is done and what is trusted. The zero value verifies
// against the system's roots, with TLS 1.2 or newer.
type Security struct {
	Roots        *x509.CertPool    // the CAs that are trusted; nil: the system's
	Certificates []tls.Certificate // shown when the server asks for one
	ServerName   string            // for SNI and verification; "": the target's host
	Insecure     bool              // accept a certificate that does not verify; its problems are still reported
	Min, Max     uint16            // tls.VersionTLS12 and so on; 0: Go's default. Min below TLS 1.2 adds insecure cipher suites
	KeyLog       io.Writer         // session keys for a packet capture

	// Confirm is asked inside the handshake about a certificate that does not
	// verify, before anything is sent under it. nil means no.
	Confirm func(context.Context, *TLS) bool
}

var versionNames = map[string]uint16{"1.0": tls.VersionTLS10, "1.1": tls.VersionTLS11, "1.2": tls.VersionTLS12, "1.3": tls.VersionTLS13}

// ParseVersion reads a TLS version: "1.2", or "TLS1.2" in any case.
func ParseVersion(name string) (uint16, error) {
	n, ok := versionNames[strings.TrimPrefix(strings.ToLower(name), "tls")]
	if !ok {
		return 0, fmt.Errorf("no TLS version %q", name)
	}
	return n, nil
}

// TLS holds the facts of one handshake.
type TLS struct {
	Version uint16
	Cipher  uint16
	Group   tls.CurveID
	Name    string              // the name that was verified against
	Chain   []*x509.Certificate // as the server sent it, its own first
	// Problems says in words why the certificate does not verify, worst first.
	// None: it verifies.
	Problems []string
	ByHand   bool // a person took it all the same
	// Asked: the server wanted a certificate of ours; Shown: it got one.
	Asked, Shown bool
	Took         time.Duration // the handshake, without the time a person thought
	asked        time.Duration // how long that was
	keys         func(label string, context []byte, size int) ([]byte, error)
	unlogged     error // what is wrong with Security.KeyLog
}

// ExportKeys returns keying material that both ends of this TLS connection can
// work out and nobody else (RFC 8446 7.5). TLS 1.2 without extended master
// secret has none that is safe: that is an error.
func (t *TLS) ExportKeys(label string, size int) ([]byte, error) {
	if t.keys == nil {
		return nil, errNoKeys
	}
	return t.keys(label, nil, size)
}

var errNoKeys = errors.New("the handshake is not over")

// Verified reports whether chain, name, dates and usage of the certificate hold.
func (t *TLS) Verified() bool { return len(t.Problems) == 0 && len(t.Chain) > 0 }

// Leaf returns the server's own certificate, or nil.
func (t *TLS) Leaf() *x509.Certificate {
	if len(t.Chain) == 0 {
		return nil
	}
	return t.Chain[0]
}

// DaysLeft returns the whole days until the certificate expires; negative ones
// have passed.
func (t *TLS) DaysLeft(now time.Time) int {
	return int(math.Floor(t.Leaf().NotAfter.Sub(now).Hours() / 24))
}

// config builds crypto/tls's settings for one handshake, whose facts go into t.
// bundle waits for the system's CA certificates (see readRoots); pause stops the handshake's time limit while
// a person is asked.
func (s *Security) config(ctx context.Context, host string, t *TLS, bundle func() *x509.CertPool, pause func() func()) *tls.Config {
	t.Name = s.ServerName
	if t.Name == "" {
		t.Name = host
	}
	var keys io.Writer
	if s.KeyLog != nil {
		keys = keyLog{s.KeyLog, t}
	}
	return &tls.Config{
		ServerName:   t.Name,
		MinVersion:   s.Min,
		MaxVersion:   s.Max,
		CipherSuites: s.offered().cipherSuites(),
		KeyLogWriter: keys,
		// Verification is ours, in VerifyConnection, so that a failure can be
		// shown in words and be taken by a person before it ends the handshake.
		InsecureSkipVerify: true,
		VerifyConnection: func(cs tls.ConnectionState) error {
			return s.judge(ctx, t, cs, bundle(), pause)
		},
		GetClientCertificate: func(*tls.CertificateRequestInfo) (*tls.Certificate, error) {
			t.Asked = true
			if len(s.Certificates) == 0 {
				return &tls.Certificate{}, nil
			}
			t.Shown = true
			return &s.Certificates[0], nil
		},
	}
}

// keyLog is Security.KeyLog. It remembers what is wrong with it: crypto/tls keeps
// the words, if anything.
type keyLog struct {
	to    io.Writer
	facts *TLS
}

// Write writes one secret.
func (k keyLog) Write(p []byte) (int, error) {
	n, err := k.to.Write(p)
	if err != nil {
		k.facts.unlogged = err
	}
	return n, err
}

// judge fills in the facts and refuses a certificate that does not verify,
// unless it was told to take any or a person takes this one.
func (s *Security) judge(ctx context.Context, t *TLS, cs tls.ConnectionState, bundle *x509.CertPool, pause func() func()) error {
	t.Version, t.Cipher, t.Chain = cs.Version, cs.CipherSuite, cs.PeerCertificates
	t.Problems = s.problems(bundle, cs.PeerCertificates, t.Name, time.Now())
	if len(t.Problems) == 0 || s.Insecure {
		return nil
	}
	if s.Confirm != nil {
		resume, began := pause(), time.Now()
		ok := s.Confirm(ctx, t)
		t.asked = time.Since(began)
		resume()
		if ok {
			t.ByHand = true
			return nil
		}
	}
	return errNotVerified
}
