package conn

import (
	"context"
	"crypto/tls"
	"io"
	"net"
	"sync"
	"testing"
	"time"
)

// peer is the server's end of a connection, in a test.
type peer struct {
	net.Conn
	t testing.TB
}

// says writes text unchanged, in one segment.
func (p *peer) says(text string) {
	if _, err := io.WriteString(p.Conn, text); err != nil {
		p.t.Errorf("server: saying %q: %v", text, err)
	}
}

// hears reads exactly text.
func (p *peer) hears(text string) {
	got := make([]byte, len(text))
	if n, err := io.ReadFull(p.Conn, got); err != nil || string(got) != text {
		p.t.Errorf("server: received %q (%v), want %q", got[:n], err, text)
	}
}

// narrow limits how much the socket receives before it is read.
func (p *peer) narrow() { p.Conn.(*net.TCPConn).SetReadBuffer(4 << 10) }

// bulk is more than a narrow socket receives.
const bulk = 16 << 20

// rest reads until the client ends the connection.
func (p *peer) rest() string {
	all, _ := io.ReadAll(p.Conn)
	return string(all)
}

// secures performs the server's side of a handshake.
func (p *peer) secures(config *tls.Config) error {
	layer := tls.Server(p.Conn, config)
	p.Conn = layer
	return layer.Handshake()
}

// cuts closes the transport below TLS.
func (p *peer) cuts() {
	if layer, ok := p.Conn.(*tls.Conn); ok {
		layer.NetConn().Close()
		return
	}
	p.Conn.Close()
}

// serve starts a server on loopback that runs play for each connection and then closes it.
func serve(t testing.TB, talk func(p *peer)) Target {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return serveOn(t, l, talk)
}

func serveOn(t testing.TB, l net.Listener, talk func(p *peer)) Target {
	t.Helper()
	noneLeft(t)
	var running sync.WaitGroup
	var mu sync.Mutex
	var open []net.Conn
	running.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			mu.Lock()
			open = append(open, c)
			mu.Unlock()
			running.Go(func() {
				p := &peer{c, t}
				talk(p)
				p.Close()
			})
		}
	})
	t.Cleanup(func() { // the clients are closed by now, so the servers end
		l.Close()
		late := time.AfterFunc(patience, func() {
			t.Error("server: the talk does not end")
			mu.Lock()
			defer mu.Unlock()
			for _, c := range open {
				c.Close()
			}
		})
		running.Wait()
		late.Stop()
	})
	switch at := l.Addr().(type) {
	case *net.TCPAddr:
		return Target{Host: at.IP.String(), Port: at.Port}
	default:
		return Target{Path: at.String()}
	}
}

// connect dials with a tape as the Tap.
func connect(t testing.TB, to Target, d Dialer) (*Conn, *tape) {
	t.Helper()
	tape := newTape(t)
	d.Tap = tape.hear
	c, err := d.Dial(context.Background(), to)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c, tape
}

// over returns a Conn on any net.Conn, as Dial would.
func over(t testing.TB, raw net.Conn, s Security, tape *tape) *Conn {
	c := &Conn{target: Target{Host: "mx.example.net", Port: 25}, settings: Dialer{Security: s, Timeout: DefaultTimeout, Tap: tape.hear},
		raw: &transport{Conn: raw}, ended: make(chan struct{})}
	c.stream = c.raw
	return c
}

// line returns a Line that ends in CRLF.
func line(text string) Line { return Line{Text: []byte(text), Ending: "\r\n"} }

// send sends lines, which must succeed.
func send(t testing.TB, c *Conn, lines ...Line) {
	t.Helper()
	if err := c.Send(context.Background(), lines...); err != nil {
		t.Fatalf("Send: %v", err)
	}
}

// ends waits for the end of the connection and checks how it ended.
func (p *tape) ends(t testing.TB, want How) End {
	t.Helper()
	end := p.awaitEnd(t)
	if end.How != want {
		t.Errorf("ended with %d (%s, %v), want %d (%s)", end.How, end, end.Err, want, End{How: want, Err: end.Err})
	}
	return end
}
