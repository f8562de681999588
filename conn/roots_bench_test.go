package conn

import (
	"crypto/x509"
	"testing"
)

// BenchmarkRoots looks a chain's issuers up in the system's bundle.
func BenchmarkRoots(b *testing.B) {
	s := &Security{Bundle: systemBundle()}
	if s.Bundle == nil {
		b.Skip("the system has none in one file")
	}
	all := s.Bundle.certificates()
	ca, err := x509.ParseCertificate(all[len(all)-1])
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if s.trusts().named([]*x509.Certificate{ca}) == nil {
			b.Fatal("no pool")
		}
	}
}
