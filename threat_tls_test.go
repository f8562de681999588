package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// T6: a server that wants a certificate of ours gets the one that --cert names,
// and none that nobody named; whoever is turned away is told of the flag.
func TestT06ClientCertificate(t *testing.T) {
	ours := ourCertificate(t)
	for _, c := range []struct {
		name, script string
		args         []string
		status       int
		says         string
	}{
		{"shown", "tls asks\nS: 220 hi\nC: NOOP\nS: 250 ok", []string{"--tls", "--cert", ours, "-c", "NOOP"}, 0, "verified"},
		{"shown behind STARTTLS", "S: 220 hi\nC: STARTTLS\nS: 220 go\ntls asks\nC: NOOP\nS: 250 ok", []string{"--cert", ours, "-c", "STARTTLS", "-c", ":tls", "-c", "NOOP"}, 0, "verified"},
		{"none", "tls asks", []string{"--tls", "-c", "NOOP"}, 4, "--cert FILE"},
		{"none, TLS 1.2", "tls asks", []string{"--tls", "--tls-max", "1.2", "-c", "NOOP"}, 4, "--cert FILE"},
	} {
		t.Run(c.name, func(t *testing.T) {
			o, _ := attacked(t, c.script, "", slices.Concat(c.args, []string{"--ca", "CA"})...)
			o.wants(t, c.status, c.says)
		})
	}
}

// ourCertificate is a PEM file with a certificate and its key.
func ourCertificate(t *testing.T) (file string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	file = filepath.Join(t.TempDir(), "ours.pem")
	text := slices.Concat(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret}))
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}
