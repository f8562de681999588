package conn

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"sync/atomic"
	"testing"
	"time"
)

// authority is a CA in memory.
type authority struct {
	tls.Certificate // its own certificate, and those of its issuers
	now             time.Time
}

var serial atomic.Int64

// newAuthority makes a root CA called name, valid well before and after now.
func newAuthority(t testing.TB, name string, now time.Time) *authority {
	t.Helper()
	root := &authority{now: now}
	root.Certificate = root.issue(t, func(c *x509.Certificate) { isCA(c, name) })
	return root
}

// under makes an intermediate CA.
func (a *authority) under(t testing.TB, name string, edits ...func(*x509.Certificate)) *authority {
	t.Helper()
	edits = append([]func(*x509.Certificate){func(c *x509.Certificate) { isCA(c, name) }}, edits...)
	return &authority{a.issue(t, edits...), a.now}
}

func isCA(c *x509.Certificate, name string) {
	c.Subject = pkix.Name{CommonName: name}
	c.DNSNames, c.ExtKeyUsage = nil, nil
	c.IsCA, c.KeyUsage = true, x509.KeyUsageCertSign
	c.NotBefore, c.NotAfter = c.NotBefore.AddDate(-1, 0, 0), c.NotAfter.AddDate(10, 0, 0)
}

// issue makes a certificate for mx.example.net, valid from ten days before now to 90 days
// after, and applies the edits. Without a CA the certificate is self-signed.
func (a *authority) issue(t testing.TB, edits ...func(*x509.Certificate)) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{
		SerialNumber:          big.NewInt(serial.Add(1)),
		Subject:               pkix.Name{Organization: []string{"Example"}},
		DNSNames:              []string{"mx.example.net"},
		NotBefore:             a.now.AddDate(0, 0, -10),
		NotAfter:              a.now.AddDate(0, 0, 90),
		KeyUsage:              x509.KeyUsageDigitalSignature,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		BasicConstraintsValid: true,
	}
	for _, edit := range edits {
		edit(c)
	}
	parent, signer := c, any(key)
	if a.Leaf != nil {
		parent, signer = a.Leaf, a.PrivateKey
	}
	der, err := x509.CreateCertificate(rand.Reader, c, parent, &key.PublicKey, signer)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	made := tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: leaf}
	if a.Leaf != nil && a.Leaf.Subject.String() != a.Leaf.Issuer.String() { // servers send no roots
		made.Certificate = append(made.Certificate, a.Certificate.Certificate...)
	}
	return made
}

// pool returns a pool that trusts the authority.
func (a *authority) pool() *x509.CertPool {
	p := x509.NewCertPool()
	p.AddCert(a.Leaf)
	return p
}

// server returns settings for a TLS server with a certificate of the authority.
func (a *authority) server(t testing.TB, edits ...func(*x509.Certificate)) *tls.Config {
	t.Helper()
	return &tls.Config{Certificates: []tls.Certificate{a.issue(t, edits...)}, MinVersion: tls.VersionTLS12}
}

// trusting returns settings that trust the authority for mx.example.net.
func (a *authority) trusting() Security {
	return Security{Roots: a.pool(), ServerName: "mx.example.net"}
}

// now is a time at which the certificates of tests with real connections are valid.
func now() time.Time { return time.Now() }
