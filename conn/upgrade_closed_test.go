package conn

import (
	"crypto/tls"
	"io"
	"net"
	"os"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// TestUpgradeClosed upgrades when the server agreed to TLS and then closed the connection.
func TestUpgradeClosed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, far := net.Pipe()
		tape := newTape(t)
		c := over(t, &kernel{Conn: near}, Security{}, tape)
		reported, resume := make(chan struct{}), make(chan struct{})
		tape.during = func(e Event) {
			if e.Kind == Received {
				close(reported)
				<-resume
			}
		}
		c.startReader()
		go func() {
			io.WriteString(far, startTLSReply)
			far.Close()
		}()
		<-reported
		result := make(chan error)
		go func() { result <- c.Upgrade(t.Context(), int64(len(startTLSReply))) }()
		synctest.Wait()
		close(resume)
		if err := <-result; err != ErrClosed {
			t.Errorf("Upgrade: %v, want ErrClosed", err)
		}
		tape.ends(t, Closed)
	})
}

// kernel is a net.Conn that checks its deadline before it returns the end, as sockets do.
type kernel struct {
	net.Conn
	late atomic.Bool
}

func (k *kernel) SetReadDeadline(d time.Time) error {
	k.late.Store(!d.IsZero() && !d.After(time.Now()))
	return k.Conn.SetReadDeadline(d)
}

func (k *kernel) Read(p []byte) (int, error) {
	if k.late.Load() {
		return 0, os.ErrDeadlineExceeded
	}
	return k.Conn.Read(p)
}

// TestCloseAsUpgradeEnds closes the connection between the handshake and the first read
// inside TLS, which waits for Dialer.WaitForRoom.
func TestCloseAsUpgradeEnds(t *testing.T) {
	ca := newAuthority(t, "Test Root", now())
	config := ca.server(t)
	synctest.Test(t, func(t *testing.T) {
		near, far := net.Pipe()
		tape := newTape(t)
		c := over(t, near, Security{Insecure: true}, tape)
		closed := make(chan error, 1)
		tape.during = func(e Event) {
			if e.Kind == Secured {
				go func() { closed <- c.Close() }()
				synctest.Wait()
				c.settings.WaitForRoom = func(stop <-chan struct{}) { <-stop }
			}
		}
		c.startReader()
		go func() {
			io.WriteString(far, startTLSReply)
			layer := tls.Server(far, config)
			io.Copy(io.Discard, layer)
			layer.Close()
		}()
		tape.awaitText(t, startTLSReply)
		c.Upgrade(t.Context(), int64(len(startTLSReply)))
		<-closed
		tape.ends(t, ClosedLocally)
	})
}
