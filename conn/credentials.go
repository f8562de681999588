package conn

import (
	"crypto/tls"
	"fmt"
	"os"
)

// LoadRoots reads the CA certificates in a PEM file, to be trusted instead of
// the system's. A file without any is an error.
func LoadRoots(file string) (Bundle, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	if !Bundle(text).any() {
		return nil, fmt.Errorf("no certificate in %q: want PEM, -----BEGIN CERTIFICATE-----", file)
	}
	return text, nil
}

// LoadCertificate reads a client certificate, with what leads up to its CA, and
// its key, both PEM. One file may hold both: key is "" then.
func LoadCertificate(cert, key string) (tls.Certificate, error) {
	if key == "" {
		key = cert
	}
	pair, err := tls.LoadX509KeyPair(cert, key)
	if err != nil {
		return pair, fmt.Errorf("client certificate %q: %w", cert, err)
	}
	return pair, nil
}
