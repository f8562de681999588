package conn

import (
	"crypto/tls"
	"errors"
	"io"
	"net"
	"strings"
	"testing"
)

// cutter is a server's socket that can stop in the middle of a TLS record.
type cutter struct {
	net.Conn
	keep int // bytes of the next Write, if above 0; then it closes
}

func (c *cutter) Write(p []byte) (int, error) {
	if c.keep == 0 {
		return c.Conn.Write(p)
	}
	c.Conn.Write(p[:c.keep])
	c.Conn.Close()
	return 0, io.ErrClosedPipe
}

func TestEnds(t *testing.T) {
	tcp := func(p *peer) *net.TCPConn {
		if layer, ok := p.Conn.(*tls.Conn); ok {
			return layer.NetConn().(*cutter).Conn.(*net.TCPConn)
		}
		return p.Conn.(*cutter).Conn.(*net.TCPConn)
	}
	cut := func(keep int) func(p *peer) {
		return func(p *peer) {
			p.Conn.(*tls.Conn).NetConn().(*cutter).keep = keep
			p.Write([]byte("250 never whole\r\n"))
		}
	}
	for _, test := range []struct {
		name string
		tls  uint16 // 0: none
		ends func(p *peer)
		how  How
		err  string // part of what End.Err says
	}{
		{"FIN", 0, func(p *peer) { p.cuts() }, Closed, ""},
		{"FIN of its half", 0, func(p *peer) { tcp(p).CloseWrite(); p.rest() }, Closed, ""},
		{"RST", 0, func(p *peer) { tcp(p).SetLinger(0); p.cuts() }, Reset, ""},

		{"close_notify, TLS 1.2", tls.VersionTLS12, func(p *peer) { p.Close() }, Closed, ""},
		{"close_notify, TLS 1.3", tls.VersionTLS13, func(p *peer) { p.Close() }, Closed, ""},
		{"close_notify and no FIN", tls.VersionTLS13, func(p *peer) { p.Conn.(*tls.Conn).CloseWrite(); p.rest() }, Closed, ""},
		{"cut between records, TLS 1.2", tls.VersionTLS12, func(p *peer) { p.cuts() }, Cut, ""},
		{"cut between records, TLS 1.3", tls.VersionTLS13, func(p *peer) { p.cuts() }, Cut, ""},
		{"cut in a record's head", tls.VersionTLS13, cut(3), Cut, ""},
		{"cut after a record's header", tls.VersionTLS13, cut(5), Cut, ""},
		{"cut in a record, TLS 1.2", tls.VersionTLS12, cut(20), Cut, ""},
		{"cut in a record, TLS 1.3", tls.VersionTLS13, cut(20), Cut, ""},
		{"RST inside TLS", tls.VersionTLS13, func(p *peer) { tcp(p).SetLinger(0); p.cuts() }, Reset, ""},
		{"an alert in plain text", tls.VersionTLS13, func(p *peer) { io.WriteString(tcp(p), record(21, "\x02\x28")); p.rest() }, Broken, ""},
		{"plain text again", tls.VersionTLS13, func(p *peer) { io.WriteString(tcp(p), "421 good bye\r\n"); p.rest() }, Broken, ""},
		{"a forged record", tls.VersionTLS12, func(p *peer) { io.WriteString(tcp(p), record(23, strings.Repeat("x", 40))); p.rest() }, Broken, "bad record MAC"},
	} {
		t.Run(test.name, func(t *testing.T) {
			ca := newAuthority(t, "Test Root", now())
			config := ca.server(t)
			config.MinVersion, config.MaxVersion = test.tls, test.tls
			to := serve(t, func(p *peer) {
				p.Conn = &cutter{Conn: p.Conn}
				if test.tls != 0 {
					if err := p.secures(config); err != nil {
						t.Error(err)
					}
				}
				p.says("220 mx\r\n")
				p.hears("NOOP\r\n") // so that the peer has read it
				test.ends(p)
			})
			to.TLS = test.tls != 0
			c, tape := connect(t, to, Dialer{Security: ca.trusting()})
			tape.awaitText(t, "220 mx\r\n")
			send(t, c, line("NOOP"))
			end := tape.ends(t, test.how)
			if (end.Err != nil) != (test.how == Reset || test.how == Broken) || end.Err != nil && !strings.Contains(end.Err.Error(), test.err) {
				t.Errorf("its error is %v, want %q in it", end.Err, test.err)
			}
			if test.how == Reset && !isReset(end.Err) {
				t.Errorf("its error is %v", end.Err)
			}
			if got := tape.bytes(Received); got != "220 mx\r\n" || end.Sent != 6 || end.Received != 8 {
				t.Errorf("received %q; %d sent, %d received", got, end.Sent, end.Received)
			}
			<-c.Ended()
			if err := c.Send(t.Context(), line("QUIT")); err != ErrClosed {
				t.Errorf("Send: %v, want ErrClosed", err)
			}
		})
	}
}

// TestEndWithoutClientCertificate checks a refusal with TLS 1.3, which comes after the
// handshake.
func TestEndWithoutClientCertificate(t *testing.T) {
	ca := newAuthority(t, "Test Root", now())
	config := ca.server(t)
	config.ClientAuth, config.ClientCAs = tls.RequireAndVerifyClientCert, ca.pool()
	to := offer(t, func(p *peer) {
		if err := p.secures(config); err == nil {
			t.Error("server: it took no certificate for one")
		}
	})
	c, tape, err := upgrade(t, to, Dialer{Security: ca.trusting()})
	if err != nil {
		t.Fatal(err)
	}
	end := tape.ends(t, Broken)
	if end.Err == nil || !strings.Contains(end.String(), "TLS failed after the handshake: remote error: tls: certificate required") {
		t.Errorf("says %q", end)
	}
	if facts := c.TLS(); !facts.CertificateRequested || facts.CertificateSent {
		t.Errorf("asked %v, shown %v; want asked only", facts.CertificateRequested, facts.CertificateSent)
	}
}

// faulty is a socket that loses its route.
type faulty struct {
	net.Conn
	fault chan error
}

func (f *faulty) Read(p []byte) (int, error) {
	n, err := f.Conn.Read(p)
	select {
	case <-f.fault:
		return 0, &net.OpError{Op: "read", Net: "tcp", Err: errLost}
	default:
		return n, err
	}
}

var errLost = errors.New("no route to host")

func TestEndNoRoute(t *testing.T) {
	ca := newAuthority(t, "Test Root", now())
	config := ca.server(t)
	for _, secure := range []bool{false, true} {
		near, far := net.Pipe()
		tape := newTape(t)
		lost := &faulty{near, make(chan error)}
		c := over(t, lost, ca.trusting(), tape)
		p := &peer{far, t}
		if secure {
			go p.secures(config)
			if err := c.handshake(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		c.startReader()
		close(lost.fault)
		far.Write([]byte{0})
		if end := tape.ends(t, Failed); !errors.Is(end.Err, errLost) || !strings.Contains(end.String(), "no route to host") {
			t.Errorf("TLS %v: says %q", secure, end)
		}
		if _, err := io.Copy(io.Discard, far); err != nil { // until our side is closed
			t.Error(err)
		}
	}
}
