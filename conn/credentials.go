package conn

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"os"
)

// LoadRoots reads the CA certificates in a PEM file, to trust instead of the system's.
// It skips certificates that crypto/x509 cannot parse. If it can parse none, it returns an
// error.
func LoadRoots(file string) (*x509.CertPool, error) {
	text, err := readPEM(file)
	if err != nil {
		return nil, err
	}
	pool := x509.NewCertPool()
	if pool.AppendCertsFromPEM(text) {
		return pool, nil
	}
	if err := parseError(text); err != nil {
		return nil, fmt.Errorf("byhand cannot use the certificate in %q: %s", file, trimX509(err))
	}
	return nil, fmt.Errorf("%q contains no PEM certificate (-----BEGIN CERTIFICATE-----)", file)
}

// parseError returns the error of the first certificate that cannot be parsed, or nil.
func parseError(text []byte) error {
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

// LoadCertificate reads a client certificate, with any intermediate certificates, and its
// private key, both in PEM. If one file contains both, key may be "".
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
		return tls.Certificate{}, fmt.Errorf("private key %q: %w", key, err)
	}
	pair, err := tls.X509KeyPair(certPEM, keyPEM)
	if err != nil {
		return pair, fmt.Errorf("client certificate %q: %w", cert, err)
	}
	return pair, nil
}

// readPEM reads a file and removes byte order marks. Editors on Windows write one at the
// start, and concatenated files contain more. encoding/pem does not recognize a BEGIN line
// after one.
func readPEM(file string) ([]byte, error) {
	text, err := os.ReadFile(file)
	return bytes.ReplaceAll(text, []byte("\ufeff"), nil), err
}
