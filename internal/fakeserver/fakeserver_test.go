package fakeserver

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"strings"
	"syscall"
	"testing"
)

// talk starts the script and passes a connection to a function that plays the client.
func talk(t *testing.T, script string, client func(*Server, *net.TCPConn)) error {
	t.Helper()
	s, err := Start(script)
	if err != nil {
		t.Fatal(err)
	}
	client(s, dial(t, s))
	return s.Finish()
}

func dial(t *testing.T, s *Server) *net.TCPConn {
	c, err := net.Dial("tcp", "127.0.0.1:"+s.Port())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c.(*net.TCPConn)
}

// hears reads as many bytes as want has and compares.
func hears(t *testing.T, c io.Reader, want string) {
	t.Helper()
	got := make([]byte, len(want))
	if n, err := io.ReadFull(c, got); string(got[:n]) != want {
		t.Errorf("heard %q, %v; want %q", got[:n], err, want)
	}
}

func TestConversation(t *testing.T) {
	err := talk(t, `
		# a comment
		S: 220-hi
		quiet
		S= "220 you\n"
		C: EHLO me
		mark greeted
		wait word
		S: 250 me
		C= "\x00\xff\n"
		half
		S: 221 bye
		close
		accept
		C: again
		reset`,
		func(s *Server, c *net.TCPConn) {
			hears(t, c, "220-hi\r\n220 you\n")
			io.WriteString(c, "EHLO me\r\n")
			<-s.Event("greeted")
			close(s.Event("word"))
			hears(t, c, "250 me\r\n")
			io.WriteString(c, "\x00\xff\n")
			c.CloseWrite()
			hears(t, c, "221 bye\r\n")
			if _, err := c.Read(make([]byte, 1)); err != io.EOF {
				t.Errorf("after close: %v", err)
			}
			c.Close()
			c = dial(t, s)
			io.WriteString(c, "again\r\n")
			if _, err := c.Read(make([]byte, 1)); !errors.Is(err, syscall.ECONNRESET) {
				t.Errorf("after reset: %v", err)
			}
		})
	if err != nil {
		t.Error(err)
	}
}

func TestSilence(t *testing.T) {
	err := talk(t, "silence", func(_ *Server, c *net.TCPConn) {
		io.WriteString(c, "anything\r\n")
		c.Close()
	})
	if err != nil {
		t.Error(err)
	}
}

func TestTLS(t *testing.T) {
	for end, want := range map[string]error{"close": io.EOF, "cut": io.ErrUnexpectedEOF} {
		err := talk(t, "C: STARTTLS\nS: 220 go\ntls\nC: EHLO me\nS: 250 me\n"+end, func(s *Server, c *net.TCPConn) {
			io.WriteString(c, "STARTTLS\r\n")
			hears(t, c, "220 go\r\n")
			roots := x509.NewCertPool()
			roots.AppendCertsFromPEM(s.CA)
			below := &ended{Conn: c}
			layer := tls.Client(below, &tls.Config{RootCAs: roots, ServerName: "127.0.0.1"})
			io.WriteString(layer, "EHLO me\r\n")
			hears(t, layer, "250 me\r\n")
			_, err := layer.Read(make([]byte, 1))
			if below.eof { // crypto/tls says io.EOF for a cut too
				err = io.ErrUnexpectedEOF
			}
			if err != want {
				t.Errorf("%s: %v, want %v", end, err, want)
			}
			c.Close()
		})
		if err != nil {
			t.Error(err)
		}
	}
}

// TestTLSAs does the handshake with each form of the step tls.
func TestTLSAs(t *testing.T) {
	for _, c := range []struct {
		step, name string
		version    uint16
		ours       []tls.Certificate
		want       string
	}{
		{"tls", "example.com", tls.VersionTLS13, nil, ""},
		{"tls 1.1", "example.com", tls.VersionTLS11, nil, ""},
		{"tls rsa", "example.com", tls.VersionTLS12, nil, "handshake failure"},
		{"tls negative", "", 0, nil, "negative serial number"},
		{"tls asks", "example.com", tls.VersionTLS13, nil, "certificate required"},
		{"cert= \"a\\x1bb\"\ntls", "a\x1bb", tls.VersionTLS13, nil, ""},
	} {
		err := talk(t, "hello\nwait next\naccept\n"+c.step+"\nS: 220 hi\nhalf", func(s *Server, conn *net.TCPConn) {
			io.WriteString(conn, "\x16\x03\x03\x00\x02xx")
			conn.Close()
			close(s.Event("next"))
			layer := tls.Client(dial(t, s), &tls.Config{InsecureSkipVerify: true, MinVersion: tls.VersionTLS10})
			defer layer.Close()
			_, err := layer.Read(make([]byte, 1))
			switch state := layer.ConnectionState(); {
			case c.want != "" && err != nil && strings.Contains(err.Error(), c.want):
			case err != nil || c.want != "":
				t.Errorf("%s: %v, want %q", c.step, err, c.want)
			case state.Version != c.version || state.PeerCertificates[0].DNSNames[0] != c.name:
				t.Errorf("%s: %x, for %q", c.step, state.Version, state.PeerCertificates[0].DNSNames)
			}
		})
		if err != nil && c.want == "" {
			t.Errorf("%s: %v", c.step, err)
		}
	}
}

type ended struct {
	net.Conn
	eof bool
}

func (e *ended) Read(p []byte) (int, error) {
	n, err := e.Conn.Read(p)
	e.eof = e.eof || err == io.EOF
	return n, err
}

// TestFaults plays clients that deviate from the script.
func TestFaults(t *testing.T) {
	for _, c := range []struct{ script, says, want string }{
		{"C: EHLO me", "EHLO you\r\n", `line 1: want "EHLO me\r\n", got "EHLO ", then "you\r\n"`},
		{"C: EHLO me", "EHLO me\n", `got "EHLO me", then "\n"`},
		{"C: EHLO me", "EHLO", `got "EHLO", then "\x00", EOF`},
		{"C: A\nquiet\nS: 220 hi", "A\r\nB", `line 2: want nothing but i/o timeout, got "B"`},
		{"quiet\nS: 220 hi", "", "line 1: want nothing but i/o timeout"},
		{"hello", "EHLO me\r\n", `want "\x16\x03", got ""`},
		{"tls 4", "", `how is TLS "4"?`},
		{"half", "x", `want nothing but EOF, got "x"`},
		{"S: 220 hi", "x", `want the client to go, got "x"`},
		{"S: 220 hi\naccept", "x", `want the client to go, got "x"`},
	} {
		err := talk(t, c.script, func(_ *Server, conn *net.TCPConn) {
			io.WriteString(conn, c.says)
			conn.CloseWrite()
		})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v\nwant %s", c.script, err, c.want)
		}
	}
}

func TestNoSuchStep(t *testing.T) {
	for _, script := range []string{"X: 1", "S", "sleep 1", "C= no quotes", "\n\n S:220 hi"} {
		if _, err := Start(script); err == nil || !strings.Contains(err.Error(), "no step: ") {
			t.Errorf("%q: %v", script, err)
		}
	}
}
