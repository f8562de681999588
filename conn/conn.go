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

// past is a deadline that frees a blocked read or write at once.
var past = time.Unix(1, 0)

// Conn is one live connection. Its methods may be called from any goroutine,
// but not from the Tap.
type Conn struct {
	target  Target
	opening Opening
	set     Dialer // how it was made; Timeout and Tap are not zero

	tapMu  sync.Mutex // one event at a time; guards over
	over   bool       // Ended was told
	sendMu sync.Mutex // one Send or Upgrade at a time; taken before tapMu

	raw    *transport
	mu     sync.Mutex // guards stream, tls, failed, reader
	stream net.Conn   // raw, or TLS on top of it
	tls    *TLS
	failed error // what ended the handshake, and the connection
	reader *reader

	sent     atomic.Int64
	received atomic.Int64
	local    atomic.Bool // we closed it
	gaveUp   atomic.Bool // Send freed a write, whoever wrote: crypto/tls may not understand what comes then
	endOnce  sync.Once
	ended    chan struct{}
}

// Line is what Send writes: Text and then Ending, as they are.
type Line struct {
	Text   []byte
	Ending string // "\r\n" in SMTP (RFC 5321 2.3.8)
	Secret int    // how many bytes at the end of Text nobody may record
	Bulk   bool   // Text is a piece of something long, lines or not: nobody wants to watch it

	OnScreen bool // the user typed it at a terminal, where it can be seen
}

// Send writes the lines in one write, after telling the Tap of each. It returns
// ErrClosed, the error of the write, or that of ctx, which frees a write that a
// server does not read; after an error the connection is of no more use, but if
// nothing was told.
func (c *Conn) Send(ctx context.Context, lines ...Line) error {
	c.sendMu.Lock()
	defer c.sendMu.Unlock()
	if c.hasEnded() {
		return ErrClosed
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	out, err := c.announce(lines)
	if err != nil {
		return err
	}
	freed := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		c.gaveUp.Store(true)
		c.raw.SetWriteDeadline(past)
		close(freed)
	})
	c.sent.Add(int64(len(out))) // before the end can be told, which counts it
	n, err := c.current().Write(out)
	c.sent.Add(int64(n - len(out)))
	if !stop() {
		<-freed
		if err != nil {
			return ctx.Err()
		}
		c.raw.SetWriteDeadline(time.Time{}) // it came too late to matter
		c.gaveUp.Store(false)
	}
	return err
}

// announce tells the Tap what goes out, before it does: a reply must never be
// heard before its command. It returns the bytes.
func (c *Conn) announce(lines []Line) (out []byte, err error) {
	c.tapMu.Lock()
	defer c.tapMu.Unlock()
	if c.over {
		return nil, ErrClosed
	}
	for i, l := range lines {
		if len(lines) == 1 && l.Ending == "" {
			out = l.Text // not copied: it may be a long piece of a message
		} else {
			out = append(append(out, l.Text...), l.Ending...)
		}
		c.set.Tap(Event{Kind: Sent, Time: time.Now(), Line: l.Text, Ending: l.Ending,
			Secure: c.TLS() != nil, Secret: l.Secret, Bulk: l.Bulk, OnScreen: l.OnScreen, More: i < len(lines)-1})
	}
	return out, nil
}

// CloseWrite ends our half: the server sees the end of input (under TLS a
// close_notify), and what it still says goes on being received.
func (c *Conn) CloseWrite() error {
	c.sendMu.Lock()
	defer c.sendMu.Unlock()
	if half, ok := c.current().(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return nil
}

// Close ends the connection and returns when the Tap has heard its last event. It
// never waits for the server.
func (c *Conn) Close() error {
	c.local.Store(true)
	c.halt()
	err := c.shut()
	<-c.ended
	return err
}

// closeTime is how long closing may take: close_notify needs room in the socket's
// buffer and crypto/tls's write lock, and a server that reads nothing can keep
// both from us.
const closeTime = 250 * time.Millisecond

// shut closes TLS in order if that can be done at once, and the transport.
func (c *Conn) shut() error {
	defer time.AfterFunc(closeTime, func() { c.raw.Close() }).Stop()
	return c.current().Close()
}

// Ended is closed once the Tap has heard the Ended event.
func (c *Conn) Ended() <-chan struct{} { return c.ended }

// Target returns where the connection was asked to go.
func (c *Conn) Target() Target { return c.target }

// Opening returns how the transport came to stand.
func (c *Conn) Opening() Opening { return c.opening }

// TLS returns the facts of the TLS that now protects the connection, or nil.
func (c *Conn) TLS() *TLS {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.tls
}

// HandshakeError returns why the handshake failed that ended the connection, or nil.
func (c *Conn) HandshakeError() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.failed
}

// Count returns the bytes sent and received so far, without TLS's own.
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
		return c.local.Load()
	}
}

// emit tells the Tap of an event that comes alone. It is stamped inside the lock,
// as all are, so that times never run backwards.
func (c *Conn) emit(e Event) {
	c.tapMu.Lock()
	defer c.tapMu.Unlock()
	e.Time = time.Now()
	c.over = e.Kind == Ended
	c.set.Tap(e)
}

// end tells the Tap, once, that nothing more will come, and why.
func (c *Conn) end(err error) {
	c.endOnce.Do(func() {
		end := c.judge(err)
		end.Sent, end.Received = c.Count()
		c.emit(Event{Kind: Ended, Secure: c.TLS() != nil, End: &end})
		close(c.ended)
		c.raw.Close()
	})
}
