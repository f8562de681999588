package conn

import (
	"context"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
)

// TestSendFreed: the context frees a write that the server does not read, and
// Close still ends the connection.
func TestSendFreed(t *testing.T) {
	ca := newAuthority(t, "Test Root", now())
	config := ca.server(t)
	for _, secure := range []bool{false, true} {
		left := make(chan struct{})
		to := serve(t, func(p *peer) {
			p.narrow()
			if secure {
				if err := p.secures(config); err != nil {
					t.Error(err)
				}
			}
			<-left
		})
		to.TLS = secure
		c, tape := connect(t, to, Dialer{Security: ca.trusting()})
		ctx, cancel := context.WithCancel(t.Context())
		tape.during = func(e Event) {
			if e.Kind == Sent {
				cancel()
			}
		}
		if err := c.Send(ctx, Line{Text: make([]byte, bulk)}); err != context.Canceled {
			t.Errorf("TLS %v: Send: %v, want context.Canceled", secure, err)
		}
		c.Close()
		tape.ends(t, Local)
		close(left)
	}
}

// TestSendFreedByClose: so does Close from another goroutine.
func TestSendFreedByClose(t *testing.T) {
	left := make(chan struct{})
	to := serve(t, func(p *peer) { p.narrow(); <-left })
	c, tape := connect(t, to, Dialer{})
	tape.during = func(e Event) {
		if e.Kind == Sent {
			go c.Close()
		}
	}
	if err := c.Send(t.Context(), Line{Text: make([]byte, bulk)}); err == nil {
		t.Error("Send: no error")
	}
	tape.ends(t, Local)
	close(left)
}

// TestSendTooLate: a context that is over already sends nothing, and harms
// nothing.
func TestSendTooLate(t *testing.T) {
	m, c, tape := talk(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := c.Send(ctx, line("DATA")); err != context.Canceled {
		t.Errorf("Send: %v, want context.Canceled", err)
	}
	send(t, c, line("QUIT"))
	if got := strings.Join(m.out, ""); got != "QUIT\r\n" {
		t.Errorf("written: %q", got)
	}
	tape.dialogue(t, `C "QUIT" CRLF`)
}

// TestSendJustInTime: a context that ends while the write succeeds does not
// spoil the next one.
func TestSendJustInTime(t *testing.T) {
	m, c, _ := talk(t)
	ctx, cancel := context.WithCancel(t.Context())
	m.wrote = func() error {
		cancel()
		<-m.freed
		return nil
	}
	if err := c.Send(ctx, line("NOOP")); err != nil {
		t.Errorf("Send: %v, but all was written", err)
	}
	m.wrote = nil
	send(t, c, line("QUIT"))
}

// TestBulkBothWays: neither side waits for the other to read first.
func TestBulkBothWays(t *testing.T) {
	const size = bulk
	to := serve(t, func(p *peer) {
		p.says(strings.Repeat("x", size))
		if n, err := io.CopyN(io.Discard, p, size); err != nil {
			t.Errorf("server: %d bytes came: %v", n, err)
		}
	})
	received := 0
	c, err := (&Dialer{Tap: func(e Event) {
		if e.Kind == Received {
			received += len(e.Line)
		}
	}}).Dial(t.Context(), to)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	send(t, c, Line{Text: make([]byte, size)})
	<-c.Ended()
	if received != size {
		t.Errorf("received %d bytes of %d", received, size)
	}
}

// TestSendFromMany: lines from several goroutines are told in the order in which
// they go out.
func TestSendFromMany(t *testing.T) {
	heard := make(chan string, 1)
	to := serve(t, func(p *peer) { heard <- p.rest() })
	c, tape := connect(t, to, Dialer{})
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for range 50 {
				if err := c.Send(context.Background(), line(strings.Repeat("x", i)), line("y")); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	c.Close()
	if got := <-heard; got != tape.bytes(Sent) {
		t.Errorf("the server heard %d bytes in another order than told", len(got))
	}
	tape.ends(t, Local)
}

// TestSendErrorHidesNoReply: what the server said before it reset the connection
// is told, and then the reset.
func TestSendErrorHidesNoReply(t *testing.T) {
	told := make(chan struct{})
	to := serve(t, func(p *peer) {
		p.narrow()
		p.hears("x")
		p.says("552 too big\r\n")
		<-told
		p.Conn.(*net.TCPConn).SetLinger(0)
	})
	c, tape := connect(t, to, Dialer{})
	tape.during = func(e Event) {
		if e.Kind == Received {
			close(told)
		}
	}
	if err := c.Send(t.Context(), Line{Text: []byte(strings.Repeat("x", bulk))}); err == nil {
		t.Error("Send: no error")
	}
	if end := tape.ends(t, Reset); end.Err == nil {
		t.Error("a reset without its error")
	}
	if got := tape.bytes(Received); got != "552 too big\r\n" {
		t.Errorf("received %q", got)
	}
}

// TestEndFreesAWrite: a server that is done, and does not read what is still
// being sent, ends the connection all the same.
func TestEndFreesAWrite(t *testing.T) {
	left := make(chan struct{})
	to := serve(t, func(p *peer) {
		p.narrow()
		p.hears("x")
		p.Conn.(*net.TCPConn).CloseWrite()
		<-left
	})
	c, tape := connect(t, to, Dialer{})
	if err := c.Send(t.Context(), Line{Text: []byte(strings.Repeat("x", bulk))}); err == nil {
		t.Error("Send: no error")
	}
	tape.ends(t, Closed)
	close(left)
}
