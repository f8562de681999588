package conn

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// pemOf writes certificates as a bundle.
func pemOf(all ...*authority) (bundle Bundle) {
	for _, a := range all {
		bundle = append(bundle, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.Leaf.Raw})...)
	}
	return bundle
}

// Whatever else is in a bundle, the answer is that of the whole pool.
func TestBundle(t *testing.T) {
	now := time.Now()
	ours, other, namesake := newAuthority(t, "ours", now), newAuthority(t, "other", now), newAuthority(t, "ours", now)
	chain := []*x509.Certificate{ours.issue(t).Leaf, ours.Leaf}
	for name, c := range map[string]struct {
		bundle Bundle
		ok     bool
	}{
		"it alone":              {pemOf(ours), true},
		"it behind others":      {pemOf(other, namesake, ours), true},
		"it before others":      {pemOf(ours, namesake, other), true},
		"others":                {pemOf(other), false},
		"one of its name":       {pemOf(namesake), false},
		"text and other blocks": {append([]byte("words\n-----BEGIN X-----\nAAAA\n-----END X-----\n"), pemOf(other, ours)...), true},
		"lines of Windows":      {bytes.ReplaceAll(pemOf(other, ours), []byte("\n"), []byte("\r\n")), true},
		"blanks behind lines":   {bytes.ReplaceAll(pemOf(other, ours), []byte("\n"), []byte(" \n")), true},
		"a block without end":   {append([]byte("-----BEGIN CERTIFICATE-----\nAAAA\n"), pemOf(other, ours)...), true},
		"half a block":          {pemOf(ours)[:100], false},
	} {
		t.Run(name, func(t *testing.T) {
			s := Security{Bundle: c.bundle}
			got := s.problems(s.trusts(), chain, "mx.example.net", now)
			whole := problems(chain, c.bundle.all(), "mx.example.net", now)
			if (len(got) == 0) != c.ok || (len(whole) == 0) != c.ok {
				t.Errorf("%q; the whole pool says %q", got, whole)
			}
			if got := s.problems(s.trusts(), chain, "elsewhere.example", now); len(got) == 0 {
				t.Error("it verifies for another name")
			}
		})
	}
}

// The system's bundle is what crypto/x509 would read: the file that SSL_CERT_FILE
// names, and none where that is missing.
func TestSystemBundle(t *testing.T) {
	ours := newAuthority(t, "ours", time.Now())
	file := filepath.Join(t.TempDir(), "bundle.pem")
	if err := os.WriteFile(file, pemOf(ours), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("SSL_CERT_FILE", file)
	if got := systemBundle(); !bytes.Equal(got, pemOf(ours)) && got != nil { // nil: a system that has none
		t.Errorf("%q", got)
	}
	t.Setenv("SSL_CERT_FILE", file+".not")
	if got := systemBundle(); got != nil {
		t.Errorf("%q", got)
	}
}
