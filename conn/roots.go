package conn

import (
	"crypto/x509"
	"os"
	"runtime"
	"sync"
	"time"
)

// systemBundles lists the files in which Linux distributions keep their CA certificates.
// As in crypto/x509, the first readable one is used.
var systemBundles = []string{
	"/etc/ssl/certs/ca-certificates.crt",                // Debian, Ubuntu, Gentoo, Arch
	"/etc/pki/tls/certs/ca-bundle.crt",                  // Fedora, RHEL
	"/etc/ssl/ca-bundle.pem",                            // openSUSE
	"/etc/pki/tls/cacert.pem",                           // OpenELEC
	"/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", // RHEL 7
	"/etc/ssl/cert.pem",                                 // Alpine
}

// readSystemBundle returns the CA certificates that the system keeps in one file,
// or nil if there is no such file. crypto/x509 trusts the same certificates, but also
// reads a directory with one file per certificate. That can take longer than a handshake.
func readSystemBundle() *x509.CertPool {
	if runtime.GOOS != "linux" {
		return nil
	}
	files := systemBundles
	if named := os.Getenv("SSL_CERT_FILE"); named != "" {
		files = []string{named}
	}
	for _, name := range files {
		if text, err := os.ReadFile(name); err == nil {
			pool := x509.NewCertPool()
			pool.AppendCertsFromPEM(text)
			return pool
		}
	}
	return nil
}

// readRoots starts reading the system's bundle while the handshake waits for the
// server. The function it returns waits for the result, which is nil if Roots is
// set or the system has no bundle.
func (s *Security) readRoots() func() *x509.CertPool {
	var bundle *x509.CertPool
	var done sync.WaitGroup
	if s.Roots == nil {
		done.Go(func() { bundle = readSystemBundle() })
	}
	return func() *x509.CertPool {
		done.Wait()
		return bundle
	}
}

// problems returns the problems with a chain. It checks the chain against Roots. Without
// Roots, it tries the system's bundle and then everything that the system trusts.
func (s *Security) problems(bundle *x509.CertPool, chain []*x509.Certificate, name string, now time.Time) []string {
	if s.Roots == nil && bundle != nil && len(certificateProblems(chain, bundle, name, now)) == 0 {
		return nil
	}
	return certificateProblems(chain, s.Roots, name, now)
}
