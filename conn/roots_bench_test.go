package conn

import (
	"bytes"
	"crypto/x509"
	"testing"
)

// BenchmarkRoots looks a chain's issuers up in the system's bundle.
func BenchmarkRoots(b *testing.B) {
	bundle := systemBundle()
	if bundle == nil {
		b.Skip("the system has none in one file")
	}
	var last []byte
	for der := range bundle.certificates {
		last = bytes.Clone(der)
	}
	ca, err := x509.ParseCertificate(last)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if bundle.named([]*x509.Certificate{ca}) == nil {
			b.Fatal("no pool")
		}
	}
}
