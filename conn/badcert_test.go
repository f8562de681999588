package conn

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io"
	"math/big"
	"testing"
)

// withNegativeSerial returns a certificate's DER with the sign bit of its serial number
// set. Its signature is invalid, but parsing fails before that matters.
func withNegativeSerial(der []byte) []byte {
	version := []byte{0xa0, 3, 2, 1, 2, 2} // [0] INTEGER 2, then the tag of the serial number
	der = bytes.Clone(der)
	at := bytes.Index(der, version) + len(version) + 1
	der[at] |= 0x80
	return der
}

// negativeSerial returns such a certificate of a, as PEM.
func negativeSerial(a *authority) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: withNegativeSerial(a.Leaf.Raw)})
}

// replaced returns a certificate's DER with some bytes replaced by as many others.
func replaced(old, with string) func(der []byte) []byte {
	return func(der []byte) []byte { return bytes.ReplaceAll(der, []byte(old), []byte(with)) }
}

// Object identifiers in DER.
const (
	rsaEncryption = "\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01"
	rsaPSS        = "\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0a"
	curveP256     = "\x2a\x86\x48\xce\x3d\x03\x01\x07"
	curve239v3    = "\x2a\x86\x48\xce\x3d\x03\x01\x06"
)

// rsaOf makes an RSA key for a certificate, not for signing.
func rsaOf(bits int) *rsa.PublicKey {
	n := new(big.Int).Lsh(big.NewInt(1), uint(bits-1))
	return &rsa.PublicKey{N: n.SetBit(n, 0, 1), E: 65537}
}

// dummySigner has a public key and makes invalid signatures.
type dummySigner struct{ public *rsa.PublicKey }

func (d dummySigner) Public() crypto.PublicKey { return d.public }

func (d dummySigner) Sign(io.Reader, []byte, crypto.SignerOpts) ([]byte, error) {
	return make([]byte, d.public.Size()), nil
}

// issueFor makes a certificate for any public key.
func (a *authority) issueFor(t testing.TB, key *rsa.PublicKey) tls.Certificate {
	t.Helper()
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: a.now.AddDate(1, 0, 0), DNSNames: []string{"mx.example.net"}}
	der, err := x509.CreateCertificate(rand.Reader, template, a.Leaf, key, a.PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: dummySigner{key}}
}

// TestUnusableCertificate checks that a certificate that crypto/tls cannot use is reported
// as such, with the reason, also with Insecure.
func TestUnusableCertificate(t *testing.T) {
	ca := newAuthority(t, "Test Root", now())
	ec := ca.issue(t)
	for _, test := range []struct {
		name   string
		cert   tls.Certificate
		change func(der []byte) []byte
		max    uint16
		suite  uint16
		say    string
	}{
		{"negative serial number", ec, withNegativeSerial, 0, 0, "negative serial number"},
		{"negative serial number in TLS 1.2", ec, withNegativeSerial, tls.VersionTLS12, 0, "negative serial number"},
		{"unknown curve", ec, replaced(curveP256, curve239v3), 0, 0, "unsupported elliptic curve"},
		{"not a certificate", ec, func([]byte) []byte { return []byte("junk") }, 0, 0, "malformed certificate"},
		{"RSA-PSS key", ca.issueFor(t, rsaOf(2048)), replaced(rsaEncryption, rsaPSS), 0, 0, "byhand does not support the type of its public key"},
		{"RSA key too large", ca.issueFor(t, rsaOf(8200)), nil, 0, 0, "its RSA key is larger than 8192 bits"},
		{"RSA key too small", ca.issueFor(t, rsaOf(512)), nil, tls.VersionTLS12, 0, "512-bit keys are insecure"},
		{"RSA key too small, RSA key exchange", ca.issueFor(t, rsaOf(512)), nil, tls.VersionTLS12, tls.TLS_RSA_WITH_AES_128_CBC_SHA, "512-bit keys are insecure"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if test.change != nil {
				test.cert.Certificate = [][]byte{test.change(test.cert.Certificate[0])}
			}
			config := &tls.Config{Certificates: []tls.Certificate{test.cert}, MaxVersion: test.max}
			s := Security{Insecure: true}
			if test.suite != 0 {
				config.CipherSuites, s.Min = []uint16{test.suite}, tls.VersionTLS10
				config.Certificates[0].PrivateKey = dummyDecrypter{dummySigner{test.cert.PrivateKey.(dummySigner).public}}
			}
			_, _, err := secured(t, config, s)
			var failed *TLSError
			want := "the server sent a certificate that byhand cannot use: " + test.say
			if !errors.As(err, &failed) || failed.Why != BadCertificate || err.Error() != want || failed.LowerMin() != 0 {
				t.Errorf("%v\nwant %s", err, want)
			}
		})
	}
}

// dummyDecrypter lets a server offer RSA key exchange.
type dummyDecrypter struct{ dummySigner }

func (dummyDecrypter) Decrypt(io.Reader, []byte, crypto.DecrypterOpts) ([]byte, error) {
	return nil, errors.New("no key")
}
