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

// Security holds the settings for TLS. The zero value verifies against the system's
// roots, with TLS 1.2 or newer.
type Security struct {
	Roots        *x509.CertPool    // the trusted CAs; nil: the system's
	Certificates []tls.Certificate // sent if the server asks for one
	ServerName   string            // for SNI and verification; "": the target's host
	Insecure     bool              // accept any certificate, but report its problems
	Min, Max     uint16            // such as tls.VersionTLS12; 0: Go's default. A Min below TLS 1.2 adds insecure cipher suites
	KeyLog       io.Writer         // gets the session keys, to decrypt a packet capture

	// Confirm is called during the handshake if the certificate does not verify, before
	// any data is sent. It reports whether to continue. nil: never.
	Confirm func(context.Context, *TLS) bool
}

var versionNames = map[string]uint16{"1.0": tls.VersionTLS10, "1.1": tls.VersionTLS11, "1.2": tls.VersionTLS12, "1.3": tls.VersionTLS13}

// ParseVersion parses a TLS version: "1.2", or "TLS1.2" in upper or lower case.
func ParseVersion(name string) (uint16, error) {
	n, ok := versionNames[strings.TrimPrefix(strings.ToLower(name), "tls")]
	if !ok {
		return 0, fmt.Errorf("unknown TLS version %q", name)
	}
	return n, nil
}

// TLS holds the facts about a TLS session.
type TLS struct {
	Version uint16
	Cipher  uint16
	Group   tls.CurveID
	Name    string              // the name to verify
	Chain   []*x509.Certificate // as the server sent it, the server's own certificate first
	// Problems says why the certificate does not verify: first its dates, then its name,
	// then its chain. Empty: it verifies.
	Problems             []string
	UserAccepted         bool          // Confirm accepted the problems
	CertificateRequested bool          // the server asked for a client certificate
	CertificateSent      bool          // it got one
	Took                 time.Duration // the handshake, without the time that Confirm took
	confirmTime          time.Duration // the time that Confirm took
	exportKeys           func(label string, context []byte, size int) ([]byte, error)
	keyLogErr            error // the error of Security.KeyLog
}

// ExportKeys returns keying material that only the two ends of this TLS session can
// compute (RFC 8446 7.5). It returns an error for TLS 1.2 without extended master secret,
// where that is not secure.
func (t *TLS) ExportKeys(label string, size int) ([]byte, error) {
	if t.exportKeys == nil {
		return nil, errNoKeys
	}
	return t.exportKeys(label, nil, size)
}

var errNoKeys = errors.New("the handshake is not complete")

// Verified reports whether the certificate verifies: chain, name, dates and usage.
func (t *TLS) Verified() bool { return len(t.Problems) == 0 && len(t.Chain) > 0 }

// Leaf returns the server's own certificate, or nil.
func (t *TLS) Leaf() *x509.Certificate {
	if len(t.Chain) == 0 {
		return nil
	}
	return t.Chain[0]
}

// DaysLeft returns the whole days until the certificate expires. It is negative after
// that.
func (t *TLS) DaysLeft(now time.Time) int {
	return int(math.Floor(t.Leaf().NotAfter.Sub(now).Hours() / 24))
}

// config returns the settings of crypto/tls for one handshake. The handshake fills in t.
// bundle waits for the system's CA certificates (see readRoots). suspendTimeout suspends the
// timeout of the handshake during Confirm, and returns the function that restarts it.
func (s *Security) config(ctx context.Context, host string, t *TLS, bundle func() *x509.CertPool, suspendTimeout func() func()) *tls.Config {
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
		// VerifyConnection verifies instead, so that byhand can describe all problems
		// and ask the user before a failure ends the handshake.
		InsecureSkipVerify: true,
		VerifyConnection: func(cs tls.ConnectionState) error {
			return s.checkCertificate(ctx, t, cs, bundle(), suspendTimeout)
		},
		GetClientCertificate: func(*tls.CertificateRequestInfo) (*tls.Certificate, error) {
			t.CertificateRequested = true
			if len(s.Certificates) == 0 {
				return &tls.Certificate{}, nil
			}
			t.CertificateSent = true
			return &s.Certificates[0], nil
		},
	}
}

// keyLog writes to Security.KeyLog and keeps its error, which crypto/tls does not wrap.
type keyLog struct {
	to    io.Writer
	facts *TLS
}

// Write writes the keys of one session.
func (k keyLog) Write(p []byte) (int, error) {
	n, err := k.to.Write(p)
	if err != nil {
		k.facts.keyLogErr = err
	}
	return n, err
}

// checkCertificate fills in t. It returns errNotVerified if the certificate does not verify, unless
// Insecure is set or Confirm accepts it.
func (s *Security) checkCertificate(ctx context.Context, t *TLS, cs tls.ConnectionState, bundle *x509.CertPool, suspendTimeout func() func()) error {
	t.Version, t.Cipher, t.Chain = cs.Version, cs.CipherSuite, cs.PeerCertificates
	t.Problems = s.problems(bundle, cs.PeerCertificates, t.Name, time.Now())
	if len(t.Problems) == 0 || s.Insecure {
		return nil
	}
	if s.Confirm != nil {
		restartTimeout, began := suspendTimeout(), time.Now()
		ok := s.Confirm(ctx, t)
		t.confirmTime = time.Since(began)
		restartTimeout()
		if ok {
			t.UserAccepted = true
			return nil
		}
	}
	return errNotVerified
}
