package repl

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"strings"
	"testing"
	"time"

	"byhand/conn"
	"byhand/internal/hint"
	"byhand/internal/target"
)

// signer issues certificates for tests. Those of the zero signer are self-signed.
type signer struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

// issue returns a certificate for mx.example.net, changed by edit.
func (by signer) issue(t *testing.T, edit func(*x509.Certificate)) signer {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Test CA"}, DNSNames: []string{"mx.example.net"},
		NotBefore: time.Now().AddDate(0, 0, -10), NotAfter: time.Now().AddDate(0, 0, 10), BasicConstraintsValid: true, IsCA: true, KeyUsage: x509.KeyUsageCertSign}
	edit(c)
	parent, with := c, key
	if by.cert != nil {
		parent, with = by.cert, by.key
	}
	der, err := x509.CreateCertificate(rand.Reader, c, parent, &key.PublicKey, with)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return signer{cert, key}
}

// TestCertificateHint: each problem has its own hint with a command that works: :open at a
// prompt, byhand in a script. Both connect to the same server.
func TestCertificateHint(t *testing.T) {
	t.Parallel()
	as := func(name string) func(*x509.Certificate) {
		return func(c *x509.Certificate) { c.Subject.CommonName = "Leaf"; c.DNSNames = []string{name} }
	}
	ca := signer{}.issue(t, func(*x509.Certificate) {})
	expired := ca.issue(t, func(c *x509.Certificate) { as("mx.example.net")(c); c.NotAfter = time.Now().AddDate(0, 0, -1) })
	for _, test := range []struct {
		name     string
		chain    []*x509.Certificate
		problems int
		words    string
		options  string
	}{
		{"expired", []*x509.Certificate{expired.cert}, 1, "the server needs a new certificate", "--insecure"},
		{"expired, and its issuer is missing", []*x509.Certificate{expired.cert}, 2, "the server needs a new certificate", "--insecure"},
		{"another name", []*x509.Certificate{ca.issue(t, as("mail.example.org")).cert}, 1, "if this is the right server", "--server-name mail.example.org"},
		{"another name, self-signed", []*x509.Certificate{signer{}.issue(t, as("mail.example.org")).cert}, 2, "to FILE as PEM, then", "--server-name mail.example.org --ca FILE"},
		{"a wildcard", []*x509.Certificate{ca.issue(t, as("*.example.org")).cert}, 1, "no --server-name matches", "--insecure"},
		{"a name that is a command", []*x509.Certificate{ca.issue(t, as("x;reboot")).cert}, 1, "no --server-name matches", "--insecure"},
		{"a name that is an option", []*x509.Certificate{ca.issue(t, as("--no-tls")).cert}, 1, "no --server-name matches", "--insecure"},
		{"self-signed", []*x509.Certificate{signer{}.issue(t, as("mx.example.net")).cert}, 1, "to FILE as PEM, then", "--ca FILE"},
		{"a missing issuer", []*x509.Certificate{ca.issue(t, as("mx.example.net")).cert}, 1, `did not send the certificate of "Test CA", which other clients may have`, "--ca FILE"},
		{"an unknown root", []*x509.Certificate{ca.issue(t, as("mx.example.net")).cert, ca.cert}, 1, `to trust the CA "Test CA"`, "--ca FILE"},
		{"not for servers", []*x509.Certificate{ca.issue(t, func(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth} }).cert}, 1, "only --insecure accepts it", "--insecure"},
	} {
		facts := &conn.TLS{Name: "mx.example.net", Chain: test.chain, Problems: make([]string, test.problems)}
		for _, to := range []conn.Target{
			{Protocol: "smtp", Host: "mx.example.net", Port: 587},
			{Protocol: "smtp", Host: "mx.example.net", Port: 465, TLS: true},
			{Protocol: "imap", Host: "mx.example.net", Port: 1143},
			{Protocol: "tcp", Host: "2001:db8::1", Port: 9000, TLS: true},
		} {
			t.Run(test.name+" "+to.Address(), func(t *testing.T) {
				t.Parallel()
				failed := &conn.TLSError{Why: conn.Untrusted, Facts: facts}
				way := hint.Reach{}.Handshake(failed, to)
				if !strings.Contains(way, test.words) || !strings.Contains(way, "byhand "+test.options+" ") {
					t.Errorf("in a script: %s", way)
				}
				way = hint.Reach{Prompt: true, StartTLS: true}.Handshake(failed, to)
				_, line, ok := strings.Cut(way, ":open ")
				o, where, err := parseOpen(line)
				if !ok || err != nil || !strings.HasPrefix(line, test.options+" ") {
					t.Fatalf("at a prompt: %s (%v)", way, err)
				}
				got, err := target.Parse(where...)
				if got.TLS = got.TLS || o.tls; got != to || err != nil || o.startTLS != !to.TLS {
					t.Errorf("%s leads to %+v, %v; want %+v", line, got, err, to)
				}
			})
		}
	}
}

// TestParseOpen: the options of :open come first, and unknown ones are refused.
func TestParseOpen(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"":                           "no host given",
		"--starttls":                 "no host given",
		"--frob host":                "--frob",
		"--tls --starttls host":      "cannot be used together",
		"--server-name":              "server-name",
		"--tls host 25":              "",
		"-- host":                    "",
		`--ca "a file.pem" host 465`: "",
	} {
		_, _, err := parseOpen(line)
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", line, err, want)
		}
	}
}
