package conn

import (
	"bytes"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"os"
	"runtime"
	"slices"
	"sync"
	"time"
)

// Bundle is certificates of CAs, in PEM. There are some hundred in a system's, and
// a chain needs one: only those are parsed that a chain names, and all of them when
// that does not verify. (On a usual machine parsing the system's takes longer than
// a handshake.)
type Bundle []byte

// systemBundles is where systems keep theirs in one file; the first that exists
// counts, as for crypto/x509.
var systemBundles = []string{
	"/etc/ssl/certs/ca-certificates.crt",                // Debian, Ubuntu, Gentoo, Arch
	"/etc/pki/tls/certs/ca-bundle.crt",                  // Fedora, RHEL
	"/etc/ssl/ca-bundle.pem",                            // openSUSE
	"/etc/pki/tls/cacert.pem",                           // OpenELEC
	"/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", // RHEL 7
	"/etc/ssl/cert.pem",                                 // Alpine, OpenBSD, FreeBSD
}

// systemBundle returns those of the system's certificates that are in one file, or
// nothing where there is none: then only crypto/x509 knows. (It trusts those of
// folders besides, SSL_CERT_DIR among them.)
func systemBundle() Bundle {
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		return nil
	}
	files := systemBundles
	if named := os.Getenv("SSL_CERT_FILE"); named != "" {
		files = []string{named}
	}
	for _, name := range files {
		if text, err := os.ReadFile(name); err == nil {
			return text
		}
	}
	return nil
}

// certificates returns each certificate, as DER. A block that is not as everybody
// writes them (RFC 7468 3) is left out.
func (b Bundle) certificates() (all [][]byte) {
	room := make([]byte, base64.StdEncoding.DecodedLen(len(b)))
	for rest := []byte(b); ; {
		_, block, began := bytes.Cut(rest, []byte("-----BEGIN CERTIFICATE-----"))
		text, after, ended := bytes.Cut(block, []byte("-----END CERTIFICATE-----"))
		if !began || !ended {
			return all
		}
		rest = after
		if n, err := base64.StdEncoding.Decode(room, text); err == nil {
			all, room = append(all, room[:n:n]), room[n:]
		}
	}
}

// any reports whether one of them is a certificate.
func (b Bundle) any() bool {
	for block, rest := pem.Decode(b); block != nil; block, rest = pem.Decode(rest) {
		_, err := x509.ParseCertificate(block.Bytes)
		if err == nil && block.Type == "CERTIFICATE" && len(block.Headers) == 0 {
			return true
		}
	}
	return false
}

// all returns a pool of all certificates.
func (b Bundle) all() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(b)
	return pool
}

// trust is what a Security trusts, ready to be looked up in.
type trust struct {
	bundle       Bundle   // nil: only crypto/x509 knows
	certificates [][]byte // of the bundle, as DER
}

// trustsAhead begins to read what is trusted, so that it is done while a handshake
// waits for the server. What it returns waits for it.
func (s *Security) trustsAhead() func() trust {
	var done sync.WaitGroup
	var read trust
	done.Go(func() { read = s.trusts() })
	return func() trust {
		done.Wait()
		return read
	}
}

// trusts reads what is trusted.
func (s *Security) trusts() trust {
	bundle := s.Bundle
	if bundle == nil {
		bundle = systemBundle()
	}
	return trust{bundle, bundle.certificates()}
}

// named returns a pool of the certificates that may have issued one of a chain's:
// those that hold the name of an issuer.
func (t trust) named(chain []*x509.Certificate) *x509.CertPool {
	pool := x509.NewCertPool()
	for _, der := range t.certificates {
		if !slices.ContainsFunc(chain, func(c *x509.Certificate) bool { return bytes.Contains(der, c.RawIssuer) }) {
			continue
		}
		if ca, err := x509.ParseCertificate(der); err == nil {
			pool.AddCert(ca)
		}
	}
	return pool
}

// problems judges a chain by what is trusted. A smaller pool is never kinder than
// the whole, so what it accepts is accepted; what it does not, the whole one judges,
// unless any certificate is taken.
func (s *Security) problems(t trust, chain []*x509.Certificate, name string, now time.Time) []string {
	if t.bundle != nil {
		if found := problems(chain, t.named(chain), name, now); len(found) == 0 || s.Insecure {
			return found
		}
	}
	if s.Bundle != nil {
		return problems(chain, s.Bundle.all(), name, now)
	}
	return problems(chain, nil, name, now)
}
