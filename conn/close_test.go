package conn

import (
	"context"
	"io"
	"net"
	"sync"
	"testing"
	"testing/synctest"

	"byhand/internal/fakeserver"
)

// TestClose checks that the end is reported once, however often and from wherever Close is
// called, and that Close returns after that.
func TestClose(t *testing.T) {
	to := serve(t, func(p *peer) { p.rest() })
	c, tape := connect(t, to, Dialer{})
	tape.during = func(e Event) {
		if e.Kind == Ended {
			select {
			case <-c.Ended():
				t.Error("Ended was closed before the tap got the event")
			default:
			}
		}
	}
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			c.Close()
			if events := tape.events(); events[len(events)-1].Kind != Ended {
				t.Error("Close returned before the end was reported")
			}
		})
	}
	all.Wait()
	tape.dialogue(t, `
		opened
		ended: closed the connection`)
	tape.ends(t, ClosedLocally)
}

// TestCloseInsideTLS checks that the server gets close_notify.
func TestCloseInsideTLS(t *testing.T) {
	ca := newAuthority(t, "Test Root", now())
	config := ca.server(t)
	to := serve(t, func(p *peer) {
		if err := p.secures(config); err != nil {
			t.Error(err)
		}
		p.says("220 mx\r\n")
		if n, err := p.Read(make([]byte, 1)); err != io.EOF {
			t.Errorf("server: %d bytes, %v; want close_notify", n, err)
		}
	})
	to.TLS = true
	c, tape := connect(t, to, Dialer{Security: ca.trusting()})
	tape.awaitText(t, "220 mx\r\n")
	c.Close()
	tape.ends(t, ClosedLocally)
}

// TestCloseWhileServerReadsNothing checks that Close does not wait for a server that reads nothing.
// crypto/tls holds its write lock while it answers key updates.
func TestCloseWhileServerReadsNothing(t *testing.T) {
	ca := newAuthority(t, "Test Root", now())
	config := ca.server(t)
	choked, left := make(chan struct{}), make(chan struct{})
	l, err := net.ListenTCP("tcp", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	fakeserver.SmallSegments(l)
	to := serveOn(t, l, func(p *peer) {
		f, err := fakeserver.Forge(p.Conn, config)
		if err == nil {
			err = f.Choke()
		}
		if err != nil && err != fakeserver.ErrCipher {
			t.Error(err)
		}
		close(choked)
		<-left
	})
	to.TLS = true
	c, err := (&Dialer{Security: ca.trusting()}).Dial(t.Context(), to)
	if err != nil {
		t.Fatal(err)
	}
	<-choked
	c.Close()
	close(left)
}

// TestCloseWhileUpgradeWaits calls Close while Upgrade waits for the server, or for the
// reader, which may have just ended.
func TestCloseWhileUpgradeWaits(t *testing.T) {
	t.Run("for the server", func(t *testing.T) {
		hello := make(chan struct{})
		to := offer(t, func(p *peer) {
			p.Read(make([]byte, 1))
			close(hello)
			p.rest()
		})
		c, tape := connect(t, to, Dialer{})
		seen := tape.awaitText(t, startTLSReply)
		result := make(chan error)
		go func() { result <- c.Upgrade(t.Context(), seen) }()
		<-hello
		c.Close()
		if err := <-result; err != ErrClosed {
			t.Errorf("Upgrade: %v, want ErrClosed", err)
		}
		tape.ends(t, ClosedLocally)
	})
	t.Run("for the reader", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			near, far := net.Pipe()
			tape := newTape(t)
			c := over(t, near, Security{}, tape)
			reported, resume := make(chan struct{}), make(chan struct{})
			tape.during = func(e Event) {
				if e.Kind == Received {
					close(reported)
					<-resume
				}
			}
			c.startReader()
			go io.WriteString(far, startTLSReply)
			<-reported
			result := make(chan error)
			go func() { result <- c.Upgrade(t.Context(), int64(len(startTLSReply))) }()
			synctest.Wait()          // Upgrade waits for the reader, which is in the tap
			c.closedByUs.Store(true) // the state of Close when it finds no reader
			close(resume)
			if err := <-result; err != ErrClosed {
				t.Errorf("Upgrade: %v, want ErrClosed", err)
			}
			c.Close() // would block forever if Ended was not reported
			tape.ends(t, ClosedLocally)
			far.Close()
		})
	})
}

// TestCloseAnywhere calls Close at any moment during an Upgrade.
func TestCloseAnywhere(t *testing.T) {
	ca := newAuthority(t, "Test Root", now())
	config := ca.server(t)
	to := offer(t, func(p *peer) {
		p.secures(config)
		p.rest()
	})
	for range 100 {
		c, tape := connect(t, to, Dialer{Security: ca.trusting()})
		seen := tape.awaitText(t, startTLSReply)
		var all sync.WaitGroup
		all.Go(func() { c.Upgrade(t.Context(), seen) })
		all.Go(func() { c.Close() })
		all.Wait()
		tape.ends(t, ClosedLocally)
	}
}

// TestCloseInConfirm calls Close during Confirm. No answer secures a closed connection.
func TestCloseInConfirm(t *testing.T) {
	config := newAuthority(t, "Other Root", now()).server(t)
	to := offer(t, func(p *peer) {
		if err := p.secures(config); err == nil {
			p.rest()
		}
	})
	var c *Conn
	closing := make(chan struct{})
	confirm := func(context.Context, *TLS) bool {
		go func() { c.Close(); close(closing) }()
		for !c.hasEnded() {
			c.Count() // until Close has begun
		}
		return true
	}
	c, tape := connect(t, to, Dialer{Security: Security{Confirm: confirm}})
	if err := c.Upgrade(t.Context(), tape.awaitText(t, startTLSReply)); err == nil {
		send(t, c, line("NOOP"))
	}
	<-closing
	tape.ends(t, ClosedLocally)
}
