package conn

import (
	"context"
	"errors"
	"testing"
	"time"
)

// TestDialTLS checks that the handshake comes before anything is received.
func TestDialTLS(t *testing.T) {
	ca := newAuthority(t, "Test Root", now())
	config := ca.server(t)
	to := serve(t, func(p *peer) {
		if err := p.secures(config); err != nil {
			t.Error(err)
		}
		p.says("220 mx\r\n")
	})
	to.TLS = true
	c, tape := connect(t, to, Dialer{Security: ca.trusting()})
	tape.ends(t, Closed)
	tape.dialogue(t, `
		opened
		secured
		S* "220 mx" CRLF 8
		ended: the server closed the connection`)
	if c.TLS() == nil || !c.TLS().Verified() || c.Upgrade(t.Context(), 0) == nil {
		t.Errorf("the connection has %+v", c.TLS())
	}
}

func TestDialTLSFails(t *testing.T) {
	config := newAuthority(t, "Other Root", now()).server(t)
	for _, test := range []struct {
		name string
		talk func(p *peer)
		why  Why
		say  string
	}{
		{"plain SMTP", func(p *peer) { p.says("220 mx.example.net ESMTP\r\n"); p.rest() }, Plaintext,
			`the server sent plain text instead of a TLS handshake: "220 mx.example.net ESMTP\r\n"`},
		{"an untrusted certificate", func(p *peer) { p.secures(config) }, Untrusted,
			`the certificate does not verify: its issuer "Other Root" is not trusted`},
		{"silence", func(p *peer) { p.rest() }, Stalled, "the server did not answer the TLS handshake in time"},
		{"closed at once", func(p *peer) {}, HungUp, "the server closed the connection during the TLS handshake"},
	} {
		t.Run(test.name, func(t *testing.T) {
			to := serve(t, test.talk)
			to.TLS = true
			tape := newTape(t)
			d := Dialer{Security: newAuthority(t, "Test Root", now()).trusting(), Tap: tape.hear}
			if test.why == Stalled {
				d.Timeout = 200 * time.Millisecond
			}
			c, err := d.Dial(t.Context(), to)
			var failed *TLSError
			if c != nil || !errors.As(err, &failed) || failed.Why != test.why || err.Error() != test.say {
				t.Errorf("%v, %v; want %s", c, err, test.say)
			}
			tape.dialogue(t, "opened\nended: closed the connection")
		})
	}
}

func TestDialTLSInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	to := serve(t, func(p *peer) { p.Read(make([]byte, 1)); cancel(); p.rest() })
	to.TLS = true
	if c, err := (&Dialer{}).Dial(ctx, to); c != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("%v, %v; want context.Canceled", c, err)
	}
}

// TestDialContext checks that the context no longer matters once Dial has returned.
func TestDialContext(t *testing.T) {
	to := serve(t, func(p *peer) { p.hears("NOOP\r\n"); p.says("250 ok\r\n") })
	ctx, cancel := context.WithCancel(t.Context())
	tape := newTape(t)
	c, err := (&Dialer{Tap: tape.hear}).Dial(ctx, to)
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	send(t, c, line("NOOP"))
	tape.ends(t, Closed)
}
