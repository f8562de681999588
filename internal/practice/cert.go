package practice

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"
)

const certLife = 90 * 24 * time.Hour

// throwAwayCA makes a CA and a certificate for this machine. The CA's key is
// gone when it returns: nothing else can ever be signed with it.
func throwAwayCA(hosts ...string) (leaf tls.Certificate, ca []byte, err error) {
	caKey, err := newKey()
	if err != nil {
		return leaf, nil, err
	}
	leafKey, err := newKey()
	if err != nil {
		return leaf, nil, err
	}
	caCert := caTemplate()
	if ca, err = x509.CreateCertificate(rand.Reader, caCert, caCert, &caKey.PublicKey, caKey); err != nil {
		return leaf, nil, err
	}
	der, err := x509.CreateCertificate(rand.Reader, leafTemplate(hosts), caCert, &leafKey.PublicKey, caKey)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: leafKey}, ca, err
}

func newKey() (*ecdsa.PrivateKey, error) { return ecdsa.GenerateKey(elliptic.P256(), rand.Reader) }

// template is what both certificates share. The hour before now allows for a
// second machine whose clock is behind.
func template(name string) *x509.Certificate {
	var serial [16]byte
	_, _ = rand.Read(serial[:]) // never fails
	return &x509.Certificate{
		SerialNumber: new(big.Int).SetBytes(serial[:]),
		Subject:      pkix.Name{CommonName: name},
		NotBefore:    time.Now().Add(-time.Hour),
		NotAfter:     time.Now().Add(certLife),
	}
}

func caTemplate() *x509.Certificate {
	c := template("byhand practice CA")
	c.BasicConstraintsValid, c.IsCA, c.MaxPathLenZero = true, true, true
	c.KeyUsage = x509.KeyUsageCertSign
	return c
}

// leafTemplate names localhost, its addresses, and the hosts listened on.
func leafTemplate(hosts []string) *x509.Certificate {
	c := template("localhost")
	c.KeyUsage = x509.KeyUsageDigitalSignature
	c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	c.DNSNames = []string{"localhost"}
	c.IPAddresses = []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback}
	for _, host := range hosts {
		ip := net.ParseIP(host)
		switch {
		case host == "" || c.VerifyHostname(host) == nil: // named already
		case ip != nil:
			c.IPAddresses = append(c.IPAddresses, ip)
		default:
			c.DNSNames = append(c.DNSNames, host)
		}
	}
	return c
}

// writeCA stores the CA certificate in a folder of its own that only this
// user can enter.
func writeCA(der []byte) (dir, file string, err error) {
	if dir, err = os.MkdirTemp("", "byhand-practice-"); err != nil {
		return "", "", err
	}
	file = filepath.Join(dir, "ca.pem")
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	return dir, file, os.WriteFile(file, text, 0o600)
}
