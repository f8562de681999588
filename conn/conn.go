package conn

import (
	"context"
	"errors"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// ErrClosed is returned by Send and Upgrade when the connection has ended.
var ErrClosed = errors.New("the connection is closed")

// pastDeadline is a deadline that ends a blocked read or write at once.
var pastDeadline = time.Unix(1, 0)

// Conn is a live connection. Any goroutine may call its methods, but the Tap may not.
type Conn struct {
	target   Target
	opening  Opening
	settings Dialer // its settings, with a Timeout and a Tap

	tapMu    sync.Mutex // one event at a time; guards tapEnded
	tapEnded bool       // the Tap has received Ended
	sendMu   sync.Mutex // one Send or Upgrade at a time; locked before tapMu

	raw          *transport
	mu           sync.Mutex // guards stream, tls, handshakeErr, reader
	stream       net.Conn   // raw, or TLS on top of it
	tls          *TLS
	handshakeErr error // why the handshake failed; nil: it did not
	reader       *reader

	sent         atomic.Int64
	received     atomic.Int64
	closedByUs   atomic.Bool // byhand closed it
	writeStopped atomic.Bool // Send ended a blocked write, after which crypto/tls may report any error
	endOnce      sync.Once
	ended        chan struct{}
}

// Line is what Send writes: Text, then Ending, both unchanged.
type Line struct {
	Text   []byte
	Ending string // "\r\n" in SMTP (RFC 5321 2.3.8)
	Secret int    // how many bytes at the end of Text must not be recorded
	Bulk   bool   // Text is a piece of a long text that a view may omit; it may contain line endings

	OnScreen bool // the user typed it at a terminal, where it is visible already
}

// Send reports each line to the Tap, and then writes all of them in one write. It returns
// ErrClosed, the error of the write, or the error of ctx, which ends a write that the
// server does not read. If the Tap received an Event before the error, the connection is no
// longer usable.
func (c *Conn) Send(ctx context.Context, lines ...Line) error {
	c.sendMu.Lock()
	defer c.sendMu.Unlock()
	if c.hasEnded() {
		return ErrClosed
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	out, err := c.reportSent(lines)
	if err != nil {
		return err
	}
	ended := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		c.writeStopped.Store(true)
		c.raw.SetWriteDeadline(pastDeadline)
		close(ended)
	})
	c.sent.Add(int64(len(out))) // now, because Ended reports the count
	n, err := c.current().Write(out)
	c.sent.Add(int64(n - len(out)))
	if !stop() {
		<-ended
		if err != nil {
			return ctx.Err()
		}
		c.raw.SetWriteDeadline(time.Time{}) // all was written before the deadline
		c.writeStopped.Store(false)
	}
	return err
}

// reportSent reports the lines to the Tap before they are sent, so that a reply never comes
// before its command. It returns the bytes to write.
func (c *Conn) reportSent(lines []Line) (out []byte, err error) {
	c.tapMu.Lock()
	defer c.tapMu.Unlock()
	if c.tapEnded {
		return nil, ErrClosed
	}
	for i, l := range lines {
		if len(lines) == 1 && l.Ending == "" {
			out = l.Text // not copied, because it may be long
		} else {
			out = append(append(out, l.Text...), l.Ending...)
		}
		c.settings.Tap(Event{Kind: Sent, Time: time.Now(), Line: l.Text, Ending: l.Ending,
			Secure: c.TLS() != nil, Secret: l.Secret, Bulk: l.Bulk, OnScreen: l.OnScreen, More: i < len(lines)-1})
	}
	return out, nil
}

// CloseWrite ends the sending direction: the server gets end of file, and within TLS a
// close_notify. Receiving continues.
func (c *Conn) CloseWrite() error {
	c.sendMu.Lock()
	defer c.sendMu.Unlock()
	if half, ok := c.current().(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return nil
}

// Close ends the connection and returns once the Tap has received its last Event. It never
// waits for the server.
func (c *Conn) Close() error {
	c.closedByUs.Store(true)
	c.releaseReader()
	err := c.closeStream()
	<-c.ended
	return err
}

// closeTime is how long closing may take. A close_notify needs space in the socket's
// buffer and the write lock of crypto/tls. A server that reads nothing can block both.
const closeTime = 250 * time.Millisecond

// closeStream closes TLS properly if that takes less than closeTime, and then the transport.
func (c *Conn) closeStream() error {
	defer time.AfterFunc(closeTime, func() { c.raw.Close() }).Stop()
	return c.current().Close()
}

// Ended returns a channel that is closed once the Tap has received the Ended event.
func (c *Conn) Ended() <-chan struct{} { return c.ended }

// Target returns the server that the connection was opened to.
func (c *Conn) Target() Target { return c.target }

// Opening returns how the transport was opened.
func (c *Conn) Opening() Opening { return c.opening }

// TLS returns the facts about the TLS session that protects the connection, or nil.
func (c *Conn) TLS() *TLS {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.tls
}

// HandshakeError returns the *TLSError of the handshake that ended the connection, or nil.
func (c *Conn) HandshakeError() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.handshakeErr
}

// Count returns how many bytes were sent and received so far, not counting TLS overhead.
func (c *Conn) Count() (sent, received int64) { return c.sent.Load(), c.received.Load() }

func (c *Conn) current() net.Conn {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.stream
}

func (c *Conn) hasEnded() bool {
	select {
	case <-c.ended:
		return true
	default:
		return c.closedByUs.Load()
	}
}

// emit reports a single event to the Tap. It sets the time inside the lock, so that
// times never go backwards.
func (c *Conn) emit(e Event) {
	c.tapMu.Lock()
	defer c.tapMu.Unlock()
	e.Time = time.Now()
	c.tapEnded = e.Kind == Ended
	c.settings.Tap(e)
}

// end reports to the Tap, once, how the connection ended.
func (c *Conn) end(err error) {
	c.endOnce.Do(func() {
		end := c.classifyEnd(err)
		end.Sent, end.Received = c.Count()
		c.emit(Event{Kind: Ended, Secure: c.TLS() != nil, End: &end})
		close(c.ended)
		c.raw.Close()
	})
}
