package conn

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"time"
)

// ErrSecured is returned by Upgrade when TLS already protects the connection.
var ErrSecured = errors.New("the connection is already inside TLS")

// errAborted is passed to Conn.end if byhand closed the connection because TLS failed or
// must not start.
var errAborted = errors.New("aborted")

// InjectedError is returned when data arrived after the reply that allowed TLS, but before
// the handshake. A man-in-the-middle may have sent it, so byhand must not treat it as data
// from the server (RFC 3207 4.2, CVE-2011-0411).
type InjectedError struct {
	Count int64 // how many bytes
}

// Error reports how many bytes were injected. The Tap has already received the bytes.
func (e *InjectedError) Error() string {
	if e.Count == 1 {
		return "1 byte was injected before the TLS handshake"
	}
	return fmt.Sprintf("%d bytes were injected before the TLS handshake", e.Count)
}

// Upgrade starts TLS on the connection. seen is the Event.Offset of the reply that allowed
// it. If more bytes arrived after that, the error is an *InjectedError; if the handshake
// fails, a *TLSError. Both close the connection. ErrSecured and ErrClosed leave it
// unchanged.
func (c *Conn) Upgrade(ctx context.Context, seen int64) error {
	c.sendMu.Lock()
	defer c.sendMu.Unlock()
	switch {
	case c.hasEnded():
		return ErrClosed
	case c.TLS() != nil:
		return ErrSecured
	}
	c.stopReader()
	if c.hasEnded() {
		c.end(net.ErrClosed) // the reader has stopped and cannot report that Close was called
		return ErrClosed
	}
	if extra := c.received.Load() - seen; extra > 0 {
		c.abort()
		return &InjectedError{Count: extra}
	}
	if err := c.handshake(ctx); err != nil {
		return err
	}
	c.startReader()
	return nil
}

// stopReader ends the reader's goroutine, and then reads what the kernel has received
// already.
func (c *Conn) stopReader() {
	c.mu.Lock()
	r := c.reader
	c.mu.Unlock()
	r.stopping.Store(true)
	c.releaseReader()
	c.raw.SetReadDeadline(pastDeadline)
	<-r.done
	if c.hasEnded() {
		return
	}
	c.raw.SetReadDeadline(time.Time{})
	c.raw.availableOnly = true
	err := c.readAll(r)
	c.raw.availableOnly = false
	c.reportHeldCR(r)
	if err != nil {
		c.end(err)
	}
}

// handshake performs the TLS handshake on the transport. If the handshake fails, it closes
// the connection and reports Ended.
func (c *Conn) handshake(ctx context.Context) error {
	facts := &TLS{}
	bundle := c.settings.Security.readRoots()
	defer bundle() // waits for its goroutine, even if the handshake did not need the bundle
	layer := tls.Client(c.raw, c.settings.Security.config(ctx, c.target.Host, facts, bundle, c.suspendTimeout))
	c.raw.recording, c.raw.first = true, nil
	c.startTimeout()
	began := time.Now()
	err := layer.HandshakeContext(ctx)
	c.raw.recording = false
	if err == nil && c.closedByUs.Load() { // Close was called during Confirm
		err = net.ErrClosed
	}
	if err != nil {
		if c.abort() == ClosedLocally {
			return ErrClosed
		}
		c.mu.Lock()
		defer c.mu.Unlock()
		c.handshakeErr = c.settings.Security.handshakeError(err, facts, c.raw.first)
		return c.handshakeErr
	}
	c.raw.SetDeadline(time.Time{})
	facts.Took = time.Since(began) - facts.confirmTime
	state := layer.ConnectionState()
	facts.Group = state.CurveID // in TLS 1.2 it is negotiated after the certificate
	facts.exportKeys = state.ExportKeyingMaterial
	c.mu.Lock()
	c.stream, c.tls = layer, facts
	c.mu.Unlock()
	c.emit(Event{Kind: Secured, Secure: true, TLS: facts})
	return nil
}

// suspendTimeout suspends the timeout of the handshake. It returns the function that starts
// the timeout again.
func (c *Conn) suspendTimeout() func() {
	c.raw.SetDeadline(time.Time{})
	return c.startTimeout
}

func (c *Conn) startTimeout() { c.raw.SetDeadline(time.Now().Add(c.settings.Timeout)) }

// abort closes the transport without sending anything. It returns how the connection
// ended: ClosedLocally if Close was called first.
func (c *Conn) abort() How {
	how, err := Aborted, errAborted
	if c.closedByUs.Swap(true) {
		how, err = ClosedLocally, net.ErrClosed
	}
	c.raw.Close()
	c.end(err)
	return how
}
