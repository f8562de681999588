package conn

import (
	"crypto/tls"
	"errors"
	"net"
	"strings"
	"testing"
)

const startTLSReply = "220 go ahead\r\n"

// offer starts a server that sends startTLSReply and then runs then.
func offer(t testing.TB, then func(p *peer)) Target {
	t.Helper()
	return serve(t, func(p *peer) {
		p.says(startTLSReply)
		then(p)
	})
}

// upgrade connects, waits for startTLSReply and starts TLS.
func upgrade(t testing.TB, to Target, d Dialer) (*Conn, *tape, error) {
	t.Helper()
	c, tape := connect(t, to, d)
	seen := tape.awaitText(t, startTLSReply)
	return c, tape, c.Upgrade(t.Context(), seen)
}

func TestUpgradeTwice(t *testing.T) {
	ca := newAuthority(t, "Test Root", now())
	config := ca.server(t)
	to := offer(t, func(p *peer) {
		if err := p.secures(config); err != nil {
			t.Error(err)
		}
		p.hears("NOOP\r\n")
		p.says("250 ok\r\n")
	})
	c, tape, err := upgrade(t, to, Dialer{Security: ca.trusting()})
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Upgrade(t.Context(), 14); err != ErrSecured {
		t.Errorf("the second Upgrade: %v, want ErrSecured", err)
	}
	send(t, c, line("NOOP")) // the failed call changed nothing
	tape.ends(t, Closed)
	tape.dialogue(t, `
		opened
		S "220 go ahead" CRLF 14
		secured
		C* "NOOP" CRLF
		S* "250 ok" CRLF 22
		ended: the server closed the connection`)
}

// record returns a TLS record as sent on the wire.
func record(kind byte, body string) string {
	return string([]byte{kind, 3, 3, byte(len(body) >> 8), byte(len(body))}) + body
}

func TestUpgradeFails(t *testing.T) {
	ca := newAuthority(t, "Test Root", now())
	// hello waits for a ClientHello, so that the next write answers it.
	hello := func(p *peer) { p.Read(make([]byte, 64<<10)) }
	for _, test := range []struct {
		name string
		then func(p *peer)
		why  Why
		say  string
	}{
		{"plain text", func(p *peer) { hello(p); p.says("454 4.7.0 not now\r\n"); p.rest() }, Plaintext,
			`the server sent plain text instead of a TLS handshake: "454 4.7.0 not now\r\n"`},
		{"plain text and good bye", func(p *peer) { hello(p); p.says("421 no\r\n") }, Plaintext,
			`the server sent plain text instead of a TLS handshake: "421 no\r\n"`},
		{"a little plain text", func(p *peer) { hello(p); p.says("4") }, Plaintext,
			`the server sent plain text instead of a TLS handshake: "4"`},
		{"much plain text", func(p *peer) { hello(p); p.says(strings.Repeat("x", 10000)) }, Plaintext, ""},
		{"hangs up", hello, HungUp, "the server closed the connection during the TLS handshake"},
		{"hangs up in a record", func(p *peer) { hello(p); p.says("\x16\x03\x03\x00") }, HungUp,
			"the server closed the connection during the TLS handshake"},
		{"resets", func(p *peer) { hello(p); p.Conn.(*net.TCPConn).SetLinger(0) }, HungUp,
			"the server closed the connection during the TLS handshake"},
		{"an alert", func(p *peer) { hello(p); p.says(record(21, "\x02\x28")); p.rest() }, Alerted,
			"the server refused the TLS handshake: handshake failure"},
		{"an alert and good bye", func(p *peer) { hello(p); p.says(record(21, "\x02\x46")) }, Alerted,
			"the server refused the TLS handshake: protocol version not supported"},
		{"nonsense", func(p *peer) { hello(p); p.says(record(22, "\x01\x00\x00\x00")); p.rest() }, OtherFailure,
			"the TLS handshake failed: error decoding message"},
		{"TLS 1.1", func(p *peer) {
			config := ca.server(t)
			config.MinVersion, config.MaxVersion = tls.VersionTLS10, tls.VersionTLS11
			p.secures(config)
			p.rest()
		}, Alerted, "the server refused the TLS handshake: protocol version not supported"},
		{"a stranger's certificate", func(p *peer) {
			if err := p.secures(newAuthority(t, "Other Root", now()).server(t)); err == nil {
				t.Error("server: the handshake went through")
			}
			p.rest()
		}, Untrusted, `the certificate does not verify: its issuer "Other Root" is not trusted`},
	} {
		t.Run(test.name, func(t *testing.T) {
			c, tape, err := upgrade(t, offer(t, test.then), Dialer{Security: ca.trusting()})
			var failed *TLSError
			if !errors.As(err, &failed) || failed.Why != test.why {
				t.Fatalf("%v (%+v), want Why %d", err, failed, test.why)
			}
			if !strings.HasPrefix(err.Error(), test.say) { // TestOldServer has the rest
				t.Errorf("says %q, want %q", err, test.say)
			}
			if len(failed.First) > maxFirst || (len(failed.First) > 0) != (test.why == Plaintext) {
				t.Errorf("First is %d bytes", len(failed.First))
			}
			<-c.Ended()
			if c.TLS() != nil || c.Send(t.Context(), line("MAIL FROM:<a@b>")) != ErrClosed {
				t.Error("the connection lives on")
			}
			tape.dialogue(t, `
				opened
				S "220 go ahead" CRLF 14
				ended: closed the connection`)
			tape.ends(t, Aborted)
		})
	}
}
