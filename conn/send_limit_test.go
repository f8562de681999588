package conn

import (
	"context"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
)

// TestSendCancelled checks that the context ends a write that the server does not read, and
// that Close still ends the connection.
func TestSendCancelled(t *testing.T) {
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
		tape.ends(t, ClosedLocally)
		close(left)
	}
}

// TestSendEndedByClose checks that Close ends such a write as well.
func TestSendEndedByClose(t *testing.T) {
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
	tape.ends(t, ClosedLocally)
	close(left)
}

// TestSendTooLate checks that Send with a cancelled context sends nothing and changes
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

// TestSendJustInTime checks that a context that ends while the write succeeds does not
// affect the next write.
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

// TestBulkBothWays checks that large amounts of data in both directions do not deadlock.
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

// TestSendFromMany checks that lines from several goroutines are reported in the order in
// which they are sent.
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
		t.Errorf("the server received %d bytes in another order than reported", len(got))
	}
	tape.ends(t, ClosedLocally)
}

// TestSendErrorHidesNoReply checks that what the server sent before a reset is reported,
// and then the reset.
func TestSendErrorHidesNoReply(t *testing.T) {
	reported := make(chan struct{})
	to := serve(t, func(p *peer) {
		p.narrow()
		p.hears("x")
		p.says("552 too big\r\n")
		<-reported
		p.Conn.(*net.TCPConn).SetLinger(0)
	})
	c, tape := connect(t, to, Dialer{})
	tape.during = func(e Event) {
		if e.Kind == Received {
			close(reported)
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

// TestEndDuringWrite checks that the connection ends when the server closes it, although it
// does not read what byhand is still sending.
func TestEndDuringWrite(t *testing.T) {
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
