package practice

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"net"
	"os"
	"path/filepath"
	"time"
)

const certLife = 90 * 24 * time.Hour

// makeCA makes a CA and a certificate for this machine. Nobody keeps the
// CA's key, so the CA can never sign anything else.
func makeCA(hosts ...string) (leaf tls.Certificate, ca []byte, err error) {
	template := caTemplate()
	issuer, err := issue(template, template, nil)
	if err != nil {
		return leaf, nil, err
	}
	leaf, err = issue(leafTemplate(hosts), template, issuer.PrivateKey)
	return leaf, issuer.Certificate[0], err
}

// issue makes a key and a certificate for it, signed with signer, or with its own
// key if signer is nil.
func issue(template, parent *x509.Certificate, signer crypto.PrivateKey) (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, err
	}
	if signer == nil {
		signer = key
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, &key.PublicKey, signer)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, err
}

// template returns what both certificates share. They are valid from an hour ago,
// in case the clock of another machine is slow.
func template(name string) *x509.Certificate {
	return &x509.Certificate{
		Subject:   pkix.Name{CommonName: name},
		NotBefore: time.Now().Add(-time.Hour),
		NotAfter:  time.Now().Add(certLife),
	}
}

func caTemplate() *x509.Certificate {
	c := template("byhand practice CA")
	c.BasicConstraintsValid, c.IsCA, c.MaxPathLenZero = true, true, true
	c.KeyUsage = x509.KeyUsageCertSign
	return c
}

// leafTemplate is for localhost, its addresses, and the hosts that the server
// listens on.
func leafTemplate(hosts []string) *x509.Certificate {
	c := template("localhost")
	c.KeyUsage = x509.KeyUsageDigitalSignature
	c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	c.DNSNames = []string{"localhost"}
	c.IPAddresses = []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback}
	for _, host := range hosts {
		ip := net.ParseIP(host)
		switch {
		case host == "" || c.VerifyHostname(host) == nil: // already in the certificate
		case ip != nil:
			c.IPAddresses = append(c.IPAddresses, ip)
		default:
			c.DNSNames = append(c.DNSNames, host)
		}
	}
	return c
}

// writeCA writes the CA certificate to a new directory that only this user can
// read.
func writeCA(der []byte) (dir, file string, err error) {
	if dir, err = os.MkdirTemp("", "byhand-practice-"); err != nil {
		return "", "", err
	}
	file = filepath.Join(dir, "ca.pem")
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	return dir, file, os.WriteFile(file, text, 0o600)
}
