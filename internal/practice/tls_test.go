package practice

import (
	"bufio"
	"crypto/tls"
	"encoding/binary"
	"net"
	"testing"
	"time"
)

const startTLS = "C: STARTTLS\nS: 220 Start TLS now\n"

func TestStartTLS(t *testing.T) {
	srv, got := serveInto(t)
	c := dial(t, srv.Plain())
	c.talk(banner + ehlo + startTLS)
	c.upgrade(srv)
	c.talk(ehloTLS + login + mail + rcpt + "C: DATA\nS: 354 Continue\nC: .\nS: 250 Delivery in progress" + quit)
	if m := <-got; !m.TLS || len(m.Data) > 0 {
		t.Errorf("taken %+v, want TLS and an empty message", m)
	}
}

// RFC 3207 4.2: the handshake discards EHLO, login and message.
func TestStartTLSForgets(t *testing.T) {
	srv := serve(t, Config{})
	c := dial(t, srv.Plain())
	c.talk(banner + ehlo + login + mail + rcpt + startTLS)
	c.upgrade(srv)
	c.talk("C: MAIL FROM:<>\nS: 503 Send EHLO first" + ehloTLS +
		"C: DATA\nS: 530 Log in first (AUTH)\nC: STARTTLS\nS: 503 TLS is already active" + quit)
}

// CVE-2011-0411: commands injected after STARTTLS must never be executed.
func TestStartTLSInjected(t *testing.T) {
	srv := serve(t, Config{})
	c := dial(t, srv.Plain())
	c.talk(banner + ehlo)
	c.send("STARTTLS\r\nNOOP\r\n")
	c.talk("S: 554 Data arrived after STARTTLS but before the TLS handshake; connect again\nEND")
}

func TestStartTLSWithoutHandshake(t *testing.T) {
	srv := serve(t, Config{})
	c := dial(t, srv.Plain())
	c.talk(banner + ehlo + startTLS)
	c.send("NOOP\r\nNOOP\r\n")
	c.end()
}

func TestCertificate(t *testing.T) {
	srv := serve(t, Config{Listen: "localhost:0"})
	for _, name := range []string{"localhost", "127.0.0.1", "::1"} {
		if err := handshake(t, srv, &tls.Config{ServerName: name, RootCAs: pool(t, srv)}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, cfg := range map[string]*tls.Config{
		"another name":   {ServerName: "example.org", RootCAs: pool(t, srv)},
		"without the CA": {ServerName: "localhost"},
		"another CA":     {ServerName: "localhost", RootCAs: pool(t, serve(t, Config{}))},
		"TLS 1.1":        {ServerName: "localhost", RootCAs: pool(t, srv), MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11},
		"a year on":      {ServerName: "localhost", RootCAs: pool(t, srv), Time: func() time.Time { return time.Now().AddDate(1, 0, 0) }},
	} {
		if err := handshake(t, srv, cfg); err == nil {
			t.Errorf("%s: verified", name)
		}
	}
}

func handshake(t *testing.T, srv *Server, cfg *tls.Config) error {
	return tls.Client(dial(t, srv.TLS()).conn, cfg).Handshake()
}

// The certificate also names the hosts that the server listens on.
func TestCertificateNamesHosts(t *testing.T) {
	leaf := leafTemplate([]string{"127.0.0.9", "", "mail.test"})
	leaf.Raw = []byte{} // VerifyHostname needs only this
	for _, host := range []string{"127.0.0.9", "mail.test", "localhost", "::1"} {
		if err := leaf.VerifyHostname(host); err != nil {
			t.Error(err)
		}
	}
}

// tappedConn keeps a copy of what was read.
type tappedConn struct {
	net.Conn
	read []byte
}

func (c *tappedConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.read = append(c.read, p[:n]...)
	return n, err
}

// TLS ends with close_notify; without it, a client must assume truncation. Go's
// client does not report it, so the test looks at the last record.
func TestCloseNotify(t *testing.T) {
	srv := serve(t, Config{})
	tap := &tappedConn{Conn: dial(t, srv.TLS()).conn}
	conn := tls.Client(tap, &tls.Config{ServerName: "localhost", RootCAs: pool(t, srv), MaxVersion: tls.VersionTLS12})
	c := &client{t, conn, bufio.NewReader(conn)}
	c.talk(banner + quit)
	const alert = 21 // RFC 5246 6.2.1
	last := byte(0)
	for b := tap.read; len(b) >= 5; b = b[5+int(binary.BigEndian.Uint16(b[3:])):] {
		last = b[0]
	}
	if last != alert {
		t.Errorf("the last record is of type %d", last)
	}
}
