package target

import (
	"crypto/tls"
	"errors"
	"fmt"

	"byhand/conn"
)

// Files names the PEM files of --ca, --cert and --key; "": none. Without Key, the file of
// Cert contains the private key as well.
type Files struct{ CA, Cert, Key string }

// Load reads the files into s. Its error names the flag or the purpose of the file.
func (f Files) Load(s *conn.Security) (err error) {
	if f.CA != "" {
		if s.Roots, err = conn.LoadRoots(f.CA); err != nil {
			return fmt.Errorf("--ca: %w", err)
		}
	}
	if f.Cert == "" {
		if f.Key != "" {
			return errors.New("--key needs --cert")
		}
		return nil
	}
	pair, err := conn.LoadCertificate(f.Cert, f.Key)
	if err != nil {
		return err
	}
	s.Certificates = []tls.Certificate{pair}
	return nil
}
