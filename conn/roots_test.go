package conn

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// pemOf returns certificates as a PEM bundle.
func pemOf(all ...*authority) (bundle []byte) {
	for _, a := range all {
		bundle = append(bundle, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.Leaf.Raw})...)
	}
	return bundle
}

// commented puts "#" before each BEGIN line.
func commented(bundle []byte) []byte {
	return bytes.ReplaceAll(bundle, []byte("-----BEGIN"), []byte("#-----BEGIN"))
}

// bundles are possible contents of a file of CA certificates. ok: "ours" is trusted.
func bundles(ours, other, namesake *authority) []bundleCase {
	replaced := func(in []byte, old, with string) []byte { return bytes.ReplaceAll(in, []byte(old), []byte(with)) }
	const bom = "\ufeff"
	return []bundleCase{
		{"alone", pemOf(ours), true},
		{"after others", pemOf(other, namesake, ours), true},
		{"before others", pemOf(ours, namesake, other), true},
		{"others only", pemOf(other), false},
		{"another of its name", pemOf(namesake), false},
		{"text and other blocks", append([]byte("words\n-----BEGIN X-----\nAAAA\n-----END X-----\n"), pemOf(other, ours)...), true},
		{"CRLF", replaced(pemOf(other, ours), "\n", "\r\n"), true},
		{"trailing spaces", replaced(pemOf(other, ours), "\n", " \n"), true},
		{"a block without an end before it", append([]byte("-----BEGIN CERTIFICATE-----\nAAAA\n"), pemOf(other, ours)...), true},
		{"half a block", pemOf(ours)[:100], false},
		{"a certificate that cannot be parsed before it", append(negativeSerial(ours), pemOf(ours)...), true},

		{"commented out", append(commented(pemOf(ours)), pemOf(other)...), false},
		{"commented out after another", append(pemOf(other), commented(pemOf(ours))...), false},
		{"commented out after a space", append(pemOf(other), replaced(pemOf(ours), "-----BEGIN", "# -----BEGIN")...), false},
		{"every line commented out", append(pemOf(other), replaced(pemOf(ours), "\n", "\n#")...), false},
		{"commented out with CRLF", replaced(append(pemOf(other), commented(pemOf(ours))...), "\n", "\r\n"), false},
		{"commented out after a BOM", append([]byte(bom), append(commented(pemOf(ours)), pemOf(other)...)...), false},
		{"a comment with a BOM in it", append(pemOf(other), replaced(pemOf(ours), "-----BEGIN", "#"+bom+"-----BEGIN")...), false},
	}
}

type bundleCase struct {
	name string
	text []byte
	ok   bool
}

// TestTrustedBundle checks, with --ca and with the system's bundle, that a CA is trusted if
// its certificate is in the file and the BEGIN line is not commented out.
func TestTrustedBundle(t *testing.T) {
	ours, other, namesake := newAuthority(t, "ours", now()), newAuthority(t, "other", now()), newAuthority(t, "ours", now())
	chain := []*x509.Certificate{ours.issue(t).Leaf, ours.Leaf}
	if _, err := x509.SystemCertPool(); err != nil { // read once in a process: before SSL_CERT_FILE is set
		t.Log(err)
	}
	for _, test := range bundles(ours, other, namesake) {
		t.Run(test.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "bundle.pem")
			if err := os.WriteFile(file, test.text, 0o600); err != nil {
				t.Fatal(err)
			}
			t.Setenv("SSL_CERT_FILE", file)
			roots, err := LoadRoots(file)
			if test.ok && err != nil {
				t.Fatal(err)
			}
			for from, s := range map[string]*Security{"--ca": {Roots: roots}, "the system's bundle": {}} {
				if s.Roots == nil && (from == "--ca" || runtime.GOOS != "linux") {
					continue
				}
				got := s.problems(s.readRoots()(), chain, "mx.example.net", now())
				if (len(got) == 0) != test.ok {
					t.Errorf("%s: problems %q, want none: %v", from, got, test.ok)
				}
				if got := s.problems(s.readRoots()(), chain, "elsewhere.example", now()); len(got) == 0 {
					t.Errorf("%s: it verifies for another name", from)
				}
			}
		})
	}
}

// TestRootsWithBOM checks that byte order marks in a --ca file are ignored.
func TestRootsWithBOM(t *testing.T) {
	const bom = "\ufeff"
	ours, other := newAuthority(t, "ours", now()), newAuthority(t, "other", now())
	both := ours.pool()
	both.AddCert(other.Leaf)
	for name, text := range map[string]string{
		"at the start":        bom + string(pemOf(ours, other)),
		"of two joined files": bom + string(pemOf(ours)) + bom + string(pemOf(other)),
		"with CRLF":           strings.ReplaceAll(bom+string(pemOf(ours, other)), "\n", "\r\n"),
	} {
		file := filepath.Join(t.TempDir(), "bundle.pem")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if roots, err := LoadRoots(file); err != nil || !roots.Equal(both) {
			t.Errorf("a BOM %s: %v, want both certificates", name, err)
		}
	}
}

// TestNoSystemBundle checks that no other file is used if the one in SSL_CERT_FILE is
// missing.
func TestNoSystemBundle(t *testing.T) {
	t.Setenv("SSL_CERT_FILE", filepath.Join(t.TempDir(), "missing.pem"))
	if got := readSystemBundle(); got != nil {
		t.Error("it read another file")
	}
}
