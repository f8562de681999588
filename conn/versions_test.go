package conn

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
)

// Fatal alerts (RFC 8446 6.2).
const (
	alertHandshakeFailure = "\x15\x03\x01\x00\x02\x02\x28"
	alertProtocolVersion  = "\x15\x03\x01\x00\x02\x02\x46"
)

// serverHello returns a ServerHello with any version (RFC 5246 7.4.1.3).
func serverHello(minor byte) string {
	v := "\x03" + string(minor)
	return "\x16" + v + "\x00\x2a\x02\x00\x00\x26" + v + strings.Repeat("x", 32) + "\x00\x00\x2f\x00"
}

// answered connects with TLS to a server that answers the ClientHello with the given bytes.
func answered(t *testing.T, answer string, s Security) error {
	t.Helper()
	to := serve(t, func(p *peer) {
		head := make([]byte, 5)
		io.ReadFull(p.Conn, head)
		io.CopyN(io.Discard, p.Conn, int64(head[3])<<8|int64(head[4]))
		p.says(answer)
		p.rest()
	})
	to.TLS = true
	c, err := (&Dialer{Security: s}).Dial(t.Context(), to)
	if c != nil {
		c.Close()
	}
	return err
}

// TestOldServer checks the error and the suggested version when client and server have
// nothing in common.
func TestOldServer(t *testing.T) {
	const offered12, offered10 = "byhand offered TLS 1.2 and 1.3 with ECDHE", "byhand offered TLS 1.0 to 1.3 with ECDHE or RSA key exchange"
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	ca := newAuthority(t, "Test Root", now())
	old := ca.issueFor(t, &key.PublicKey)
	old.PrivateKey = key
	server := func(version uint16, suites ...uint16) func(t *testing.T, s Security) error {
		return func(t *testing.T, s Security) error {
			_, _, err := secured(t, &tls.Config{Certificates: []tls.Certificate{old}, MinVersion: tls.VersionTLS10, MaxVersion: version, CipherSuites: suites}, s)
			return err
		}
	}
	answer := func(text string) func(t *testing.T, s Security) error {
		return func(t *testing.T, s Security) error { return answered(t, text, s) }
	}
	for _, test := range []struct {
		name  string
		talk  func(t *testing.T, s Security) error
		min   uint16
		lower uint16
		say   []string // nil: it works
	}{
		{"TLS 1.0", server(tls.VersionTLS10), 0, tls.VersionTLS10, []string{"protocol version not supported; ", offered12, "RSA key exchange"}},
		{"TLS 1.0, wanted", server(tls.VersionTLS10), tls.VersionTLS10, 0, nil},
		{"TLS 1.0, and 1.1 wanted", server(tls.VersionTLS10), tls.VersionTLS11, tls.VersionTLS10, []string{"byhand offered TLS 1.1 to 1.3 with", "TLS 1.0"}},
		{"a ServerHello of TLS 1.0", answer(serverHello(1)), 0, tls.VersionTLS10, []string{offered12}},
		{"a ServerHello of TLS 1.1", answer(serverHello(2)), 0, tls.VersionTLS11, []string{offered12}},
		{"a ServerHello of SSL 3", answer(serverHello(0)), 0, 0, []string{offered12, "SSL 3"}},
		{"a version before TLS 1.0", answer(alertProtocolVersion), tls.VersionTLS10, 0, []string{offered10, "SSL 3"}},
		{"TLS 1.2, and 1.3 wanted", server(tls.VersionTLS12), tls.VersionTLS13, tls.VersionTLS12, []string{"byhand offered TLS 1.3"}},
		{"a refusal", answer(alertHandshakeFailure), 0, tls.VersionTLS10, []string{"handshake failure; ", offered12, "RSA key exchange", "DHE"}},
		{"a refusal of everything", answer(alertHandshakeFailure), tls.VersionTLS10, 0, []string{offered10, "DHE", "CBC with SHA-384", "SHA-1 signatures", "under 1024 bits"}},
		{"RSA key exchange", server(tls.VersionTLS12, tls.TLS_RSA_WITH_AES_128_GCM_SHA256), 0, tls.VersionTLS10, []string{"handshake failure; ", offered12}},
		{"RSA key exchange, wanted", server(tls.VersionTLS12, tls.TLS_RSA_WITH_AES_128_GCM_SHA256), tls.VersionTLS11, 0, nil},
		{"RSA key exchange in TLS 1.0, wanted", server(tls.VersionTLS10, tls.TLS_RSA_WITH_AES_256_CBC_SHA), tls.VersionTLS10, 0, nil},
		{"CBC with SHA-256, wanted", server(tls.VersionTLS12, tls.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256), tls.VersionTLS10, 0, nil},
		{"3DES, wanted", server(tls.VersionTLS10, tls.TLS_RSA_WITH_3DES_EDE_CBC_SHA), tls.VersionTLS10, 0, nil},
		{"RC4, wanted", server(tls.VersionTLS10, tls.TLS_RSA_WITH_RC4_128_SHA), tls.VersionTLS10, 0, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			err := test.talk(t, Security{Insecure: true, Min: test.min})
			if test.say == nil {
				if err != nil {
					t.Error(err)
				}
				return
			}
			var failed *TLSError
			if !errors.As(err, &failed) {
				t.Fatal(err)
			}
			if got := failed.LowerMin(); got != test.lower {
				t.Errorf("LowerMin is %x, want %x", got, test.lower)
			}
			if slices.ContainsFunc(test.say, func(s string) bool { return !strings.Contains(err.Error(), s) }) {
				t.Errorf("says %q, want in it %q", err, test.say)
			}
		})
	}
}

// TestCappedVersions checks that no old version is suggested if --tls-max is the likely
// cause.
func TestCappedVersions(t *testing.T) {
	config := newAuthority(t, "Test Root", now()).server(t)
	config.MinVersion = tls.VersionTLS13
	for _, s := range []Security{{Insecure: true, Max: tls.VersionTLS12}, {Insecure: true, Min: tls.VersionTLS10, Max: tls.VersionTLS11}} {
		_, _, err := secured(t, config, s)
		var failed *TLSError
		if !errors.As(err, &failed) || failed.LowerMin() != 0 || !strings.Contains(err.Error(), "byhand offered") || strings.Contains(err.Error(), "DHE,") {
			t.Errorf("%v", err)
		}
	}
}

// TestNoAlgorithm checks that nothing is suggested where no flag helps.
func TestNoAlgorithm(t *testing.T) {
	for _, text := range []string{"tls: certificate used with invalid signature algorithm", "tls: server selected unsupported curve"} {
		e := &TLSError{Why: Alerted, Err: errors.New(text), offered: (&Security{}).offered()}
		if e.LowerMin() != 0 || !strings.Contains(e.Error(), "SHA-1 signatures") || !strings.Contains(e.Error(), "curves") {
			t.Errorf("%v", e)
		}
	}
	if e := (&TLSError{Why: Alerted, Err: errors.New("tls: internal error"), offered: (&Security{}).offered()}); e.LowerMin() != 0 || strings.Contains(e.Error(), "offered") {
		t.Errorf("%v", e)
	}
}

// TestSecureSuites checks that insecure cipher suites are offered only with old versions.
func TestSecureSuites(t *testing.T) {
	for _, min := range []uint16{0, tls.VersionTLS12, tls.VersionTLS13} {
		to := make(chan []uint16, 1)
		config := newAuthority(t, "Test Root", now()).server(t)
		config.GetConfigForClient = func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
			to <- hello.CipherSuites
			return nil, nil
		}
		secured(t, config, Security{Insecure: true, Min: min})
		offered := <-to
		for _, suite := range tls.InsecureCipherSuites() {
			if slices.Contains(offered, suite.ID) {
				t.Errorf("with minimum %x it offers %s", min, suite.Name)
			}
		}
	}
}

// TestCertificateRequestIsNoMismatch checks a server that wants a client certificate. It sends the same alert
// as one that wants other cipher suites.
func TestCertificateRequestIsNoMismatch(t *testing.T) {
	config := newAuthority(t, "Test Root", now()).server(t)
	config.MaxVersion, config.ClientAuth = tls.VersionTLS12, tls.RequireAnyClientCert
	_, _, err := secured(t, config, Security{Insecure: true})
	var failed *TLSError
	if !errors.As(err, &failed) || failed.LowerMin() != 0 || strings.Contains(err.Error(), "offered") {
		t.Errorf("%v", err)
	}
}
