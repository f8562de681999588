package practice

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"
	"os"
	"strings"
	"testing"
	"time"
)

// Parts of dialogues, to be joined with +.
const (
	banner = `
S: 220 practice.byhand.test ESMTP byhand practice server
`
	ehlo = `
C: EHLO me
S: 250-practice.byhand.test
S: 250-8BITMIME
S: 250-SIZE 20480000
S: 250-AUTH=PLAIN LOGIN
S: 250-AUTH PLAIN LOGIN CRAM-MD5
S: 250 STARTTLS
`
	ehloTLS = `
C: EHLO me
S: 250-practice.byhand.test
S: 250-8BITMIME
S: 250-SIZE 20480000
S: 250-AUTH=PLAIN LOGIN
S: 250 AUTH PLAIN LOGIN CRAM-MD5
`
	login = `
C: AUTH PLAIN AGFwaWtleQBub3QtYS1zZWNyZXQ=
S: 235 Authentication successful
`
	mail = `
C: MAIL FROM:<a@b.test>
S: 250 Sender address accepted
`
	rcpt = `
C: RCPT TO:<c@d.test>
S: 250 Recipient address accepted
`
	quit = `
C: QUIT
S: 221 See you later
END
`
)

// serve starts a server that stops with the test. change may lower its limits.
func serve(t testing.TB, cfg Config, change ...func(*limits)) *Server {
	t.Helper()
	lim := defaultLimits
	for _, f := range change {
		f(&lim)
	}
	srv, err := start(cfg, lim)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := srv.Close(); err != nil {
			t.Error(err)
		}
	})
	return srv
}

// serveInto starts a server that sends its messages to a channel.
func serveInto(t testing.TB, change ...func(*limits)) (*Server, chan Message) {
	got := make(chan Message, 9)
	return serve(t, Config{Accepted: func(m Message) { got <- m }}, change...), got
}

// A client is the client's side of a dialogue.
type client struct {
	t    testing.TB
	conn net.Conn
	in   *bufio.Reader
}

// dial connects to addr. A test that hangs fails after 30 seconds.
func dial(t testing.TB, addr net.Addr) *client {
	t.Helper()
	conn, err := net.Dial("tcp", addr.String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	if err := conn.SetDeadline(time.Now().Add(30 * time.Second)); err != nil {
		t.Fatal(err)
	}
	return &client{t, conn, bufio.NewReader(conn)}
}

// dialTLS connects to the port with TLS from the first byte.
func dialTLS(t testing.TB, srv *Server) *client {
	t.Helper()
	c := dial(t, srv.TLS())
	c.upgrade(srv)
	return c
}

// upgrade does the TLS handshake and trusts only the server's CA file.
func (c *client) upgrade(srv *Server) {
	c.t.Helper()
	conn := tls.Client(c.conn, &tls.Config{ServerName: "localhost", RootCAs: pool(c.t, srv)})
	if err := conn.Handshake(); err != nil {
		c.t.Fatal(err)
	}
	c.conn, c.in = conn, bufio.NewReader(conn)
}

func pool(t testing.TB, srv *Server) *x509.CertPool {
	t.Helper()
	text, err := os.ReadFile(srv.CAFile())
	if err != nil {
		t.Fatal(err)
	}
	p := x509.NewCertPool()
	if !p.AppendCertsFromPEM(text) {
		t.Fatalf("no certificate in %q", text)
	}
	return p
}

// send writes bytes unchanged.
func (c *client) send(raw string) {
	c.t.Helper()
	if _, err := io.WriteString(c.conn, raw); err != nil {
		c.t.Fatal(err)
	}
}

// talk plays a dialogue: it sends "C: " lines with CRLF and expects "S: " lines
// byte for byte; END means that the server closes the connection.
func (c *client) talk(dialogue string) {
	c.t.Helper()
	for line := range strings.Lines(dialogue) {
		line = strings.TrimSuffix(line, "\n")
		who, text := line[:min(3, len(line))], line[min(3, len(line)):]
		switch who {
		case "":
		case "C: ":
			c.send(text + "\r\n")
		case "S: ":
			c.expect(text + "\r\n")
		case "END":
			c.end()
		default:
			c.t.Fatalf("dialogue: %q", line)
		}
	}
}

// expect reads a line and compares it.
func (c *client) expect(want string) {
	c.t.Helper()
	got, err := c.in.ReadString('\n')
	if got != want || err != nil {
		c.t.Fatalf("server said %q, %v\nwant        %q", got, err, want)
	}
}

// end expects that the server closes the connection without an error.
func (c *client) end() {
	c.t.Helper()
	rest, err := io.ReadAll(c.in)
	if len(rest) > 0 || err != nil {
		c.t.Fatalf("server said %q, %v\nwant        a clean end", rest, err)
	}
}
