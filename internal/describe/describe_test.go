package describe

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"strings"
	"testing"
	"time"

	"byhand/conn"
)

var noon = time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)

// session returns the facts about a TLS session whose certificate expires in some days.
func session(days int, problems ...string) *conn.TLS {
	leaf := &x509.Certificate{DNSNames: []string{"mx.example.net"}, NotAfter: noon.AddDate(0, 0, days)}
	leaf.Issuer.CommonName = "Test CA"
	return &conn.TLS{Version: tls.VersionTLS13, Cipher: tls.TLS_AES_128_GCM_SHA256, Chain: []*x509.Certificate{leaf}, Problems: problems}
}

// TestHandshake: one line about the session, and one about a problem.
func TestHandshake(t *testing.T) {
	trusted := session(3, "wrong name")
	trusted.UserAccepted = true
	const tls13 = `TLS 1.3, TLS_AES_128_GCM_SHA256, `
	for want, facts := range map[string]*conn.TLS{
		tls13 + `certificate for "mx.example.net" by "Test CA", 30 days left, verified`:                                                 session(30),
		tls13 + `certificate for "mx.example.net" by "Test CA", 1 day left, verified|the certificate expires in 1 day, on 2026-01-02`:   session(1),
		tls13 + `certificate for "mx.example.net" by "Test CA", 0 days left, verified|the certificate expires in 0 days, on 2026-01-01`: session(0),
		tls13 + `certificate for "mx.example.net" by "Test CA", expired 2025-12-30, NOT VERIFIED|not verified: expired; wrong name`:     session(-2, "expired", "wrong name"),
		"accepted for this connection, not verified: wrong name":                                                                        trusted,
		tls13 + `no certificate, NOT VERIFIED|not verified: no certificate`:                                                             {Version: tls.VersionTLS13, Cipher: tls.TLS_AES_128_GCM_SHA256, Problems: []string{"no certificate"}},
	} {
		if got := strings.Join(Handshake(facts, noon), "|"); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

// TestCertificates: all certificates and problems are described.
func TestCertificates(t *testing.T) {
	facts := session(30, "wrong name")
	facts.Chain[0].DNSNames = []string{"a", "b", "c", "d", "e"}
	got := strings.Join(Certificates(facts, noon), "\n")
	for _, want := range []string{" and 2 more", "0 names ", `"e"`, "0 sha256 ", "not verified: wrong name"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
}

// TestOpening: the addresses that failed, and the one that is in use.
func TestOpening(t *testing.T) {
	to := conn.Target{Host: "mx.example.net", Port: 25}
	o := &conn.Opening{Took: 12 * time.Millisecond, Remote: &net.TCPAddr{IP: net.IPv4(192, 0, 2, 1), Port: 25},
		Attempts: []conn.Attempt{{Address: "[2001:db8::1]:25", Took: time.Millisecond, Err: errors.New("no route")}, {Address: "192.0.2.1:25"}}}
	if got := strings.Join(Opening(o, to), "|"); got != "[2001:db8::1]:25 failed after 1.0 ms: no route|connected to mx.example.net:25 (192.0.2.1:25) in 12 ms" {
		t.Error(got)
	}
	o.Proxy, o.Attempts = "proxy:1080", nil
	if got := strings.Join(Opening(o, to), "|"); got != "connected to mx.example.net:25 through proxy:1080 in 12 ms" {
		t.Error(got)
	}
}

// TestSizes: numbers as users read them.
func TestSizes(t *testing.T) {
	for want, got := range map[string]string{
		"1 line": Lines(1), "0 lines": Lines(0), "999 bytes": Octets(999), "1.0 kB": Octets(1000), "2.5 MB": Octets(2_500_000),
		"2.0 MB/s": Rate(4_000_000, 2*time.Second), "1000.0 MB/s": Rate(1_000_000, 0),
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
