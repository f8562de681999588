package practice

import (
	"bytes"
	"crypto/tls"
	"net"
	"regexp"
	"strings"
	"testing"
	"time"
)

// scriptConn is a client that sends a fixed text and closes the connection.
type scriptConn struct {
	net.Conn
	sent  *strings.Reader
	got   bytes.Buffer
	times int // how often the read deadline was set
}

func (c *scriptConn) Read(p []byte) (int, error)       { return c.sent.Read(p) }
func (c *scriptConn) Write(p []byte) (int, error)      { return c.got.Write(p) }
func (c *scriptConn) Close() error                     { return nil }
func (c *scriptConn) SetReadDeadline(time.Time) error  { c.times++; return nil }
func (c *scriptConn) SetWriteDeadline(time.Time) error { return nil }

var replyLines = regexp.MustCompile(`^([2-5][0-5][0-9][ -][ -~]*\r\n)+$`)

// FuzzSession sends any input to a session: the session ends with the input, its
// replies are well formed, and each accepted message is complete.
func FuzzSession(f *testing.F) {
	leaf, _, err := makeCA()
	if err != nil {
		f.Fatal(err)
	}
	in := "EHLO\r\nAUTH PLAIN AGFwaWtleQBub3QtYS1zZWNyZXQ=\r\n"
	for _, state := range []string{"", "EHLO x\r\n", in, in + "MAIL FROM:<>\r\n", in + "MAIL FROM: a\r\nRCPT TO: b\r\n"} {
		for _, c := range commands {
			f.Add(state + c.syntax + "\r\n" + c.verb() + "\r\nx\r\n.\r\n" + strings.ToLower(c.verb()) + " x\nQUIT\r\n")
		}
	}
	f.Add("EHLO\r\nAUTH CRAM-MD5\r\nYSBi\r\nAUTH LOGIN\r\n*\r\nAUTH LOGIN\r\n\r\n\r\nGET / HTTP/1.0\r\n")
	f.Fuzz(func(t *testing.T, sent string) {
		var taken []Message
		srv := &Server{limits: defaultLimits, accepted: func(m Message) { taken = append(taken, m) },
			tls: &tls.Config{Certificates: []tls.Certificate{leaf}}}
		conn := &scriptConn{sent: strings.NewReader(sent)}
		newSession(srv, conn).run(false)
		said, _, _ := strings.Cut(conn.got.String(), okTLS.String()) // a TLS alert may follow
		if !replyLines.MatchString(said) {
			t.Errorf("said %q", said)
		}
		if n := strings.Count(said, okMessage.String()); n != len(taken) {
			t.Errorf("%d messages answered, %d taken", n, len(taken))
		}
		for _, m := range taken {
			if len(m.To) == 0 || m.User != User || m.TLS || len(m.Data) > len(sent) {
				t.Errorf("taken %+v", m)
			}
		}
	})
}
