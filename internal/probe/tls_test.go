package probe

import (
	"crypto/tls"
	"strings"
	"testing"
	"time"
)

// TestOtherTLS checks ports that send nothing in plain text, or whose STARTTLS fails: the
// result says why, with the command that connects.
func TestOtherTLS(t *testing.T) {
	const (
		talk     = "S: 220 hi\n" + ehlo + "S: 250 hi\nC: QUIT\nS: 221 bye\nclose"
		begin    = "S: 220 hi\n" + ehlo + "S: 250-hi\nS: 250 STARTTLS\nC: STARTTLS\nS: 220 go\n"
		inside   = ehlo + "S: 250 hi\nC: QUIT\nS: 221 bye\nclose"
		refuses  = "hello\nS= \"\\x15\\x03\\x01\\x00\\x02\\x02\\x28\""
		answers  = "hello\nS= \"HTTP/1.1 400 Bad Request\\r\\n\"\nclose"
		minimum  = "--tls-min 1.0 "
		ourCert  = "--cert FILE --key FILE "
		security = 5 // the columns of a row
		verdict  = 6
	)
	for _, c := range []struct {
		name, script string
		state        State
		security     string
		certificate  string
		min          uint16
		words        string // in Sentences
	}{
		{"TLS 1.0", "accept\ntls 1.0\naccept\ntls 1.0\n" + talk, Open, "TLS 1.0", "NOT VERIFIED", tls.VersionTLS10, "byhand --tls " + minimum},
		{"RSA key exchange", "accept\ntls rsa\naccept\ntls rsa\n" + talk, Open, "TLS 1.2", "NOT VERIFIED", tls.VersionTLS10, "insecure: the server supports only TLS 1.2 with TLS_RSA_WITH_AES_128_CBC_SHA"},
		{"nothing in common", "accept\n" + refuses + "\naccept\n" + refuses, TLSFails, "TLS", "-", 0, "does not support DHE"},
		{"a client certificate", "accept\ntls asks", TLSFails, "TLS 1.3", "NOT VERIFIED", 0, "byhand --tls " + ourCert},
		{"a client certificate in TLS 1.2", "accept\ntls asks 1.2", TLSFails, "TLS", "-", 0, "byhand --tls " + ourCert},
		{"an unusable certificate", "accept\ntls negative", TLSFails, "TLS", "unusable", 0, "negative serial number"},
		{"plain text for an answer", "accept\n" + answers, Strange, "-", "-", 0, "HTTP/1.1 400"},
		{"a hang-up", "accept\nhello\nclose", TLSFails, "TLS", "-", 0, "closed the connection during the TLS handshake"},
		{"nothing at all", "accept\nsilence", Silent, "-", "-", 0, "sends nothing, with or without TLS"},
		{"STARTTLS 1.0", begin + "tls 1.0\naccept\n" + begin + "tls 1.0\n" + inside, Open, "STARTTLS 1.0", "NOT VERIFIED", tls.VersionTLS10, "byhand --starttls " + minimum},
		{"STARTTLS, nothing in common", begin + refuses + "\naccept\n" + begin + refuses, Open, "STARTTLS", "-", 0, "does not support DHE"},
		{"STARTTLS, a client certificate", begin + "tls asks", Open, "STARTTLS 1.3", "NOT VERIFIED", 0, "byhand --starttls " + ourCert},
		{"STARTTLS, an unusable certificate", begin + "tls negative", Open, "STARTTLS", "unusable", 0, "negative serial number"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := probeScript(t, c.script, func(p *Probe) {
				switch {
				case strings.HasPrefix(c.security, "TLS 1."): // a greeting has to arrive inside TLS
					p.Greeting = time.Second
				case strings.HasPrefix(c.script, "accept"):
					p.Greeting = 100 * time.Millisecond
				}
				p.Dialer.Timeout = 2 * time.Second
			})
			row := got.Row(time.Now())
			if got.State != c.state || row[security] != c.security || row[verdict] != c.certificate || got.Min != c.min {
				t.Errorf("%s, %s, %s, minimum %x; want %s, %s, %s, %x", got.State, row[security], row[verdict], got.Min,
					c.state, c.security, c.certificate, c.min)
			}
			if words := strings.Join(got.Sentences(), "\n"); !strings.Contains(words, c.words) {
				t.Errorf("says %q, want in it %q", words, c.words)
			}
		})
	}
}
