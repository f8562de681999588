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

// errAborted ends a connection whose handshake failed.
var errAborted = errors.New("aborted")

// InjectedError says that bytes came between the reply that allowed TLS and the
// handshake. Whoever sent them was not protected by TLS, and must not be taken
// for the server (RFC 3207 4.2, CVE-2011-0411).
type InjectedError struct {
	Count int64 // how many bytes
}

// Error counts the bytes; the bytes themselves crossed the Tap.
func (e *InjectedError) Error() string {
	if e.Count == 1 {
		return "1 byte was injected before the TLS handshake"
	}
	return fmt.Sprintf("%d bytes were injected before the TLS handshake", e.Count)
}

// Upgrade starts TLS on the live connection. seen is the Event.Offset of the
// reply that allowed it: a byte that came after that is an *InjectedError. Any
// error, a *TLSError among them, leaves the connection closed; but ErrSecured
// and ErrClosed change nothing.
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
		c.end(net.ErrClosed) // the reader is gone: nobody else tells of a Close that came now
		return ErrClosed
	}
	if extra := c.received.Load() - seen; extra > 0 {
		c.abort()
		return &InjectedError{Count: extra}
	}
	if err := c.handshake(ctx); err != nil {
		return err
	}
	c.start()
	return nil
}

// stopReader frees the reader, waits until it is gone, and then looks once more
// for bytes that the kernel already had.
func (c *Conn) stopReader() {
	c.mu.Lock()
	r := c.reader
	c.mu.Unlock()
	r.stopping.Store(true)
	c.halt()
	c.raw.SetReadDeadline(past)
	<-r.done
	if c.hasEnded() {
		return
	}
	c.raw.SetReadDeadline(time.Time{})
	c.raw.hasty = true
	err := c.readAll(r)
	c.raw.hasty = false
	c.flush(r)
	if err != nil {
		c.end(err)
	}
}

// handshake puts TLS on the transport. When it fails the connection is closed
// and its end told.
func (c *Conn) handshake(ctx context.Context) error {
	facts := &TLS{}
	bundle := c.set.Security.readRoots()
	defer bundle() // also if the handshake never asks for it: no goroutine is left
	layer := tls.Client(c.raw, c.set.Security.config(ctx, c.target.Host, facts, bundle, c.pause))
	c.raw.record, c.raw.first = true, nil
	c.resume()
	began := time.Now()
	err := layer.HandshakeContext(ctx)
	c.raw.record = false
	if err == nil && c.local.Load() { // Close came while a person was asked
		err = net.ErrClosed
	}
	if err != nil {
		if c.abort() == Local {
			return ErrClosed
		}
		c.mu.Lock()
		defer c.mu.Unlock()
		c.failed = c.set.Security.explain(err, facts, c.raw.first)
		return c.failed
	}
	c.raw.SetDeadline(time.Time{})
	facts.Took = time.Since(began) - facts.asked
	state := layer.ConnectionState()
	facts.Group = state.CurveID // TLS 1.2 agrees on it after the certificate
	facts.keys = state.ExportKeyingMaterial
	c.mu.Lock()
	c.stream, c.tls = layer, facts
	c.mu.Unlock()
	c.emit(Event{Kind: Secured, Secure: true, TLS: facts})
	return nil
}

// pause stops the handshake's clock while a person thinks; the function it
// returns starts it again.
func (c *Conn) pause() func() {
	c.raw.SetDeadline(time.Time{})
	return c.resume
}

func (c *Conn) resume() { c.raw.SetDeadline(time.Now().Add(c.set.Timeout)) }

// abort closes the transport without a word to the server, and returns how that
// ended the connection: Close may have come first.
func (c *Conn) abort() How {
	how, err := Aborted, errAborted
	if c.local.Swap(true) {
		how, err = Local, net.ErrClosed
	}
	c.raw.Close()
	c.end(err)
	return how
}
