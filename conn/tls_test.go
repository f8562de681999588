package conn

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"strings"
	"testing"
	"time"
)

// secured connects with TLS from the first byte. It returns the facts, and those of the
// server.
func secured(t testing.TB, config *tls.Config, s Security) (*TLS, tls.ConnectionState, error) {
	t.Helper()
	seen := make(chan tls.ConnectionState, 1)
	to := serve(t, func(p *peer) {
		p.secures(config)
		seen <- p.Conn.(*tls.Conn).ConnectionState()
		p.rest()
	})
	to.TLS = true
	tape := newTape(t)
	c, err := (&Dialer{Security: s, Tap: tape.hear}).Dial(t.Context(), to)
	if err != nil {
		tape.ends(t, Aborted)
		return nil, <-seen, err
	}
	defer c.Close()
	return c.TLS(), <-seen, nil
}

func TestTLSFacts(t *testing.T) {
	ca := newAuthority(t, "Test Root", now())
	between := ca.under(t, "Test Intermediate")
	for _, test := range []struct {
		name     string
		min, max uint16
		version  uint16
	}{
		{"as it comes", 0, 0, tls.VersionTLS13},
		{"at most 1.2", 0, tls.VersionTLS12, tls.VersionTLS12},
		{"at least 1.3", tls.VersionTLS13, 0, tls.VersionTLS13},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := ca.trusting()
			s.Min, s.Max = test.min, test.max
			config := between.server(t)
			facts, seen, err := secured(t, config, s)
			if err != nil {
				t.Fatal(err)
			}
			if facts.Version != test.version || facts.Cipher != seen.CipherSuite || facts.Group != seen.CurveID || facts.Group == 0 {
				t.Errorf("facts are %+v, the server saw %+v", facts, seen)
			}
			if facts.Name != "mx.example.net" || seen.ServerName != "mx.example.net" {
				t.Errorf("verified against %q, SNI was %q", facts.Name, seen.ServerName)
			}
			if len(facts.Chain) != 2 || !facts.Leaf().Equal(config.Certificates[0].Leaf) || !facts.Verified() {
				t.Errorf("the chain has %d certificates, verified %v", len(facts.Chain), facts.Verified())
			}
			if facts.CertificateRequested || facts.CertificateSent || facts.Took <= 0 {
				t.Errorf("facts are %+v", facts)
			}
		})
	}
}

// TestTLSHost checks that the host of the target is used without a ServerName, and that an
// address is not sent as SNI (RFC 6066 3).
func TestTLSHost(t *testing.T) {
	ca := newAuthority(t, "Test Root", now())
	facts, seen, err := secured(t, ca.server(t), Security{Roots: ca.pool(), Insecure: true})
	if err != nil {
		t.Fatal(err)
	}
	if facts.Name != "127.0.0.1" || seen.ServerName != "" || facts.Verified() {
		t.Errorf("verified against %q, SNI was %q, verified %v", facts.Name, seen.ServerName, facts.Verified())
	}
	if want := "it is for \"mx.example.net\", not for 127.0.0.1"; facts.Problems[0] != want {
		t.Errorf("says %q, want %q", facts.Problems, want)
	}
}

func TestTLSTooOld(t *testing.T) {
	ca := newAuthority(t, "Test Root", now())
	config := ca.server(t)
	config.MinVersion, config.MaxVersion = tls.VersionTLS10, tls.VersionTLS11
	s := ca.trusting()
	_, _, err := secured(t, config, s)
	var failed *TLSError
	if !errors.As(err, &failed) || failed.Why != Alerted {
		t.Errorf("TLS 1.1: %v, want it refused", err)
	}
	s.Min = tls.VersionTLS10
	if facts, _, err := secured(t, config, s); err != nil || facts.Version != tls.VersionTLS11 {
		t.Errorf("TLS 1.1, asked for: %v", err)
	}
}

// TestTLSKeyLogFails checks that an error of KeyLog ends the handshake and is reported.
func TestTLSKeyLogFails(t *testing.T) {
	ca := newAuthority(t, "Test Root", now())
	for _, version := range []uint16{tls.VersionTLS12, tls.VersionTLS13} {
		s, full := ca.trusting(), errors.New("disk full")
		s.Max, s.KeyLog = version, unwritable{full}
		_, _, err := secured(t, ca.server(t), s)
		var failed *TLSError
		if !errors.As(err, &failed) || failed.Why != KeyLogFailed || !errors.Is(err, full) || err.Error() != "cannot write the session keys: disk full" {
			t.Errorf("%x: %v", version, err)
		}
	}
}

type unwritable struct{ err error }

func (u unwritable) Write([]byte) (int, error) { return 0, u.err }

func TestTLSKeyLog(t *testing.T) {
	ca := newAuthority(t, "Test Root", now())
	s := ca.trusting()
	var keys bytes.Buffer
	s.KeyLog = &keys
	if _, _, err := secured(t, ca.server(t), s); err != nil || !strings.Contains(keys.String(), "CLIENT_TRAFFIC_SECRET_0 ") {
		t.Errorf("%v; the key log has %q", err, keys.String())
	}
}

// TestTLSClientCertificate checks that the certificate is sent only if the server asks.
func TestTLSClientCertificate(t *testing.T) {
	ca := newAuthority(t, "Test Root", now())
	ours := ca.issue(t, func(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth} })
	for _, version := range []uint16{tls.VersionTLS12, tls.VersionTLS13} {
		for _, ask := range []tls.ClientAuthType{tls.NoClientCert, tls.RequestClientCert, tls.RequireAndVerifyClientCert} {
			config := ca.server(t)
			config.MaxVersion, config.ClientAuth, config.ClientCAs = version, ask, ca.pool()
			s := ca.trusting()
			s.Certificates = []tls.Certificate{ours}
			facts, seen, err := secured(t, config, s)
			if err != nil {
				t.Fatal(err)
			}
			asked := ask != tls.NoClientCert
			if facts.CertificateRequested != asked || facts.CertificateSent != asked || len(seen.PeerCertificates) > 0 != asked {
				t.Errorf("%d: asked %v, shown %v; the server saw %d", ask, facts.CertificateRequested, facts.CertificateSent, len(seen.PeerCertificates))
			}
		}
	}
	// Without one, a TLS 1.2 server refuses during the handshake.
	config := ca.server(t)
	config.MaxVersion, config.ClientAuth = tls.VersionTLS12, tls.RequireAnyClientCert
	_, _, err := secured(t, config, ca.trusting())
	var failed *TLSError
	if !errors.As(err, &failed) || failed.Why != Alerted || !failed.Facts.CertificateRequested || failed.Facts.CertificateSent {
		t.Errorf("%v (%+v), want an alert, asked and not shown", err, failed)
	}
}

func TestDaysLeft(t *testing.T) {
	noon := time.Date(2026, 6, 15, 12, 0, 0, 0, time.UTC)
	facts := &TLS{Chain: []*x509.Certificate{{NotAfter: noon}}}
	for _, test := range []struct {
		before time.Duration
		want   int
	}{
		{90 * 24 * time.Hour, 90}, {48*time.Hour - time.Second, 1}, {24 * time.Hour, 1}, {time.Hour, 0}, {0, 0},
		{-time.Second, -1}, {-23 * time.Hour, -1}, {-25 * time.Hour, -2},
	} {
		if got := facts.DaysLeft(noon.Add(-test.before)); got != test.want {
			t.Errorf("%v before: %d days left, want %d", test.before, got, test.want)
		}
	}
	if (&TLS{}).Leaf() != nil || (&TLS{}).Verified() {
		t.Error("no certificate verifies")
	}
}

// TestExportKeys checks that both ends export the same keys, and other connections do not.
func TestExportKeys(t *testing.T) {
	ca := newAuthority(t, "Test Root", now())
	theirs := make(chan []byte, 2)
	to := offer(t, func(p *peer) {
		if err := p.secures(ca.server(t)); err != nil {
			t.Error(err)
			return
		}
		state := p.Conn.(*tls.Conn).ConnectionState()
		for _, label := range []string{"EXPORTER-one", "EXPORTER-two"} {
			keys, err := state.ExportKeyingMaterial(label, nil, 32)
			if err != nil {
				t.Error(err)
			}
			theirs <- keys
		}
		p.rest()
	})
	c, _, err := upgrade(t, to, Dialer{Security: ca.trusting()})
	if err != nil {
		t.Fatal(err)
	}
	ours, err := c.TLS().ExportKeys("EXPORTER-one", 32)
	if err != nil || !bytes.Equal(ours, <-theirs) || bytes.Equal(ours, <-theirs) {
		t.Errorf("%x, %v", ours, err)
	}
	c.Close()
	if _, err := (&TLS{}).ExportKeys("EXPORTER-one", 32); err == nil {
		t.Error("keys without a handshake")
	}
}
