package conn

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"os"
)

// LoadRoots reads the CA certificates in a PEM file, to be trusted instead of the
// system's. Certificates that crypto/x509 cannot parse are left out; a file with
// no others is an error.
func LoadRoots(file string) (*x509.CertPool, error) {
	text, err := readPEM(file)
	if err != nil {
		return nil, err
	}
	pool := x509.NewCertPool()
	if pool.AppendCertsFromPEM(text) {
		return pool, nil
	}
	if err := firstFlaw(text); err != nil {
		return nil, fmt.Errorf("byhand cannot use the certificate in %q: %s", file, plain(err))
	}
	return nil, fmt.Errorf("no certificate in %q: want PEM, -----BEGIN CERTIFICATE-----", file)
}

// firstFlaw says why the first certificate that cannot be parsed cannot be, or nil.
func firstFlaw(text []byte) error {
	for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
		if block.Type != "CERTIFICATE" {
			continue
		}
		if _, err := x509.ParseCertificate(block.Bytes); err != nil {
			return err
		}
	}
	return nil
}

// LoadCertificate reads a client certificate, with what leads up to its CA, and
// its key, both PEM. One file may hold both: key is "" then.
func LoadCertificate(cert, key string) (tls.Certificate, error) {
	if key == "" {
		key = cert
	}
	certPEM, err := readPEM(cert)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("client certificate %q: %w", cert, err)
	}
	keyPEM, err := readPEM(key)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("client certificate %q: %w", cert, err)
	}
	pair, err := tls.X509KeyPair(certPEM, keyPEM)
	if err != nil {
		return pair, fmt.Errorf("client certificate %q: %w", cert, err)
	}
	return pair, nil
}

// readPEM reads a file without its byte order marks: editors on Windows write one
// at the start, and joining files leaves some in the middle, where encoding/pem
// then finds no line that begins a block.
func readPEM(file string) ([]byte, error) {
	text, err := os.ReadFile(file)
	return bytes.ReplaceAll(text, []byte("\ufeff"), nil), err
}
