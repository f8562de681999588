package fakeserver

import (
	"bufio"
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/binary"
	"fmt"
	"io"
	"math/big"
	"strings"
	"time"
	"unicode"
)

// versions are the TLS versions that a script may name.
var versions = map[string]uint16{"1.0": tls.VersionTLS10, "1.1": tls.VersionTLS11, "1.2": tls.VersionTLS12}

// shakeHands does the handshake. A client that rejects the certificate may close.
func (s *Server) shakeHands(how string) error {
	config := s.config.Clone()
	switch version := versions[how]; {
	case version != 0:
		config.MinVersion, config.MaxVersion = tls.VersionTLS10, version
	case how == "asks":
		config.ClientAuth = tls.RequireAnyClientCert
	case how == "asks 1.2":
		config.ClientAuth, config.MaxVersion = tls.RequireAnyClientCert, tls.VersionTLS12
	case how == "rsa":
		config.MinVersion, config.MaxVersion = tls.VersionTLS10, tls.VersionTLS12
		config.CipherSuites = []uint16{tls.TLS_RSA_WITH_AES_128_CBC_SHA}
	case how == "negative":
		config.Certificates = []tls.Certificate{negated(config.Certificates[0])}
	case how != "":
		return fmt.Errorf("how is TLS %q?", how)
	}
	layer := tls.Server(s.raw, config)
	s.conn, s.in = layer, bufio.NewReader(layer)
	_ = layer.Handshake()
	return nil
}

// negated returns a certificate with the sign bit of its serial number set.
func negated(c tls.Certificate) tls.Certificate {
	der := bytes.Clone(c.Certificate[0])
	version := []byte{0xa0, 3, 2, 1, 2, 2} // [0] INTEGER 2, then the tag of the serial number
	der[bytes.Index(der, version)+len(version)+1] |= 0x80
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: c.PrivateKey}
}

// choke fills the client's socket.
func (s *Server) choke(string) error {
	f, err := Forge(s.raw, s.config)
	if err != nil {
		return err
	}
	s.in = bufio.NewReader(strings.NewReader("")) // what the client answers is never read
	f.Seal(23, "220 hi\r\n250-")
	return f.Choke()
}

// certify makes a self-signed certificate for a name, which may be any bytes.
func (s *Server) certify(name string) error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	is := pkix.Name{CommonName: name, Organization: []string{name}}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: is, Issuer: is,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour)}
	if strings.IndexFunc(name, func(r rune) bool { return r > unicode.MaxASCII }) < 0 { // RFC 5280, 4.2.1.6
		template.DNSNames = []string{name}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	s.config.Certificates = []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}
	return err
}

// record expects a TLS handshake record (RFC 8446 5.1).
func (s *Server) record() error {
	if err := s.want("\x16\x03"); err != nil {
		return err
	}
	head := make([]byte, 3) // the rest of the version, the length
	if _, err := io.ReadFull(s.in, head); err != nil {
		return err
	}
	_, err := s.in.Discard(int(binary.BigEndian.Uint16(head[1:])))
	return err
}
