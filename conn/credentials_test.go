package conn

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// pems writes a certificate and its key into files in dir.
func pems(t testing.TB, dir string, c tls.Certificate) (cert, key, both string) {
	t.Helper()
	var certs []byte
	for _, der := range c.Certificate {
		certs = append(certs, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})...)
	}
	der, err := x509.MarshalPKCS8PrivateKey(c.PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	private := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
	write := func(name string, text []byte) string {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, text, 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	return write("cert.pem", certs), write("key.pem", private), write("both.pem", append(certs, private...))
}

func TestLoadRoots(t *testing.T) {
	ca := newAuthority(t, "Test Root", now())
	cert, key, both := pems(t, t.TempDir(), ca.Certificate)
	for _, file := range []string{cert, both} {
		roots, err := LoadRoots(file)
		if err != nil || !roots.Equal(ca.pool()) {
			t.Errorf("%s: %v", file, err)
		}
	}
	if _, err := LoadRoots(key); err == nil || !strings.Contains(err.Error(), "contains no PEM certificate") || !strings.Contains(err.Error(), "key.pem") {
		t.Errorf("a key: %v", err)
	}
	bad := filepath.Join(t.TempDir(), "bad.pem")
	if err := os.WriteFile(bad, negativeSerial(ca), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := LoadRoots(bad); err == nil || !strings.Contains(err.Error(), "negative serial number") || strings.Contains(err.Error(), "no PEM certificate") {
		t.Errorf("a certificate that cannot be parsed: %v", err)
	}
	if _, err := LoadRoots(cert + ".not"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
}

func TestLoadCertificate(t *testing.T) {
	ca := newAuthority(t, "Test Root", now())
	ours := ca.under(t, "Test Intermediate").issue(t)
	cert, key, both := pems(t, t.TempDir(), ours)
	_, other, _ := pems(t, t.TempDir(), ca.issue(t))
	for _, test := range []struct{ cert, key, file, say string }{
		{cert, key, "", ""}, {both, "", "", ""}, {both, key, "", ""}, {withBOM(t, cert), withBOM(t, key), "", ""}, {withBOM(t, both), "", "", ""},
		{cert, "", "client certificate", "failed to find PEM block"}, {cert, other, "client certificate", "private key does not match public key"},
		{key, cert, "client certificate", "PEM"}, {cert + ".not", key, "client certificate", "cert.pem.not"}, {cert, key + ".not", "private key", "key.pem.not"},
	} {
		got, err := LoadCertificate(test.cert, test.key)
		switch {
		case test.say == "" && (err != nil || len(got.Certificate) != 2 || !got.Leaf.Equal(ours.Leaf)):
			t.Errorf("%s, %s: %d certificates, %v", test.cert, test.key, len(got.Certificate), err)
		case test.say != "" && (err == nil || !strings.HasPrefix(err.Error(), test.file+" ") || !strings.Contains(err.Error(), test.say)):
			t.Errorf("%s, %s: %v, want %s", test.cert, test.key, err, test.say)
		}
	}
}

// withBOM copies a file, with a byte order mark at its start.
func withBOM(t *testing.T, file string) string {
	text, err := os.ReadFile(file)
	if err == nil {
		err = os.WriteFile(file+".bom", append([]byte("\ufeff"), text...), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	return file + ".bom"
}
