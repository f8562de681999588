package conn

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"net"
	"os"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// The sizes of the read buffer: small at first, large once a read fills it, and very
// small for a flood of very short lines.
const (
	talkBuffer  = 8 << 10
	bulkBuffer  = 64 << 10
	shortBuffer = 1 << 10
)

// reader reads one layer, the transport or TLS, in a goroutine.
type reader struct {
	layer       io.Reader
	stopping    atomic.Bool
	release     chan struct{} // closed to release Dialer.WaitForRoom
	releaseOnce sync.Once     // closes it
	done        chan struct{}
	heldCR      bool // the last read ended in a CR, which an LF may follow
	buf         []byte
}

// startReader starts reading the current layer.
func (c *Conn) startReader() {
	r := &reader{layer: c.current(), release: make(chan struct{}), done: make(chan struct{}), buf: make([]byte, talkBuffer)}
	c.mu.Lock()
	c.reader = r
	c.mu.Unlock()
	if c.closedByUs.Load() {
		c.releaseReader() // Close was called before this reader existed
	}
	go func() {
		if c.settings.Guard != nil {
			defer c.settings.Guard()
		}
		defer close(r.done)
		if err := c.readAll(r); err != nil {
			c.reportHeldCR(r)
			c.end(err)
		}
	}()
}

// releaseReader makes a blocked Dialer.WaitForRoom return.
func (c *Conn) releaseReader() {
	c.mu.Lock()
	r := c.reader
	c.mu.Unlock()
	if r != nil {
		r.releaseOnce.Do(func() { close(r.release) })
	}
}

// readAll reports to the Tap what it reads until the layer ends. It returns nil if
// stopReader stopped it.
func (c *Conn) readAll(r *reader) error {
	for {
		if c.settings.WaitForRoom != nil {
			c.settings.WaitForRoom(r.release)
		}
		n, err := r.layer.Read(r.buf[1:]) // the first byte is for a CR from the last read
		c.received.Add(int64(n))
		if n > 0 {
			c.reportReceived(r, n)
		}
		if err != nil {
			if r.stopping.Load() && isTimeout(err) {
				return nil
			}
			return err
		}
	}
}

// reportReceived splits the n bytes that were read into lines, and reports them. It reports the
// start of an incomplete line at once, because a line may be too long to keep.
func (c *Conn) reportReceived(r *reader, n int) {
	chunk := r.buf[1 : n+1]
	if r.heldCR {
		r.buf[0], chunk = '\r', r.buf[:n+1]
	}
	// A final CR is kept until the next read shows whether an LF follows.
	r.heldCR = chunk[len(chunk)-1] == '\r'
	if r.heldCR {
		chunk = chunk[:len(chunk)-1]
	}
	at := c.received.Load() - int64(len(chunk))
	if r.heldCR {
		at--
	}
	c.tapMu.Lock() // for the whole read, so that Send cannot report its line among these
	defer c.tapMu.Unlock()
	now, secure := time.Now(), c.TLS() != nil
	lines := 0
	for ; len(chunk) > 0; lines++ {
		line, ending, size := cutLine(chunk)
		chunk, at = chunk[size:], at+int64(size)
		c.settings.Tap(Event{Kind: Received, Time: now, Line: line, Ending: ending, Offset: at,
			Secure: secure, More: len(chunk) > 0})
	}
	switch short := lines > 64 && n < 16*lines; {
	case short && len(r.buf) > shortBuffer+1: // the Tap must not get too many events between two calls of WaitForRoom
		r.buf = make([]byte, shortBuffer+1)
	case !short && n == len(r.buf)-1 && n < bulkBuffer:
		r.buf = make([]byte, bulkBuffer+1)
	}
}

// cutLine returns the first line of b, its ending ("" if there is none yet), and the length of
// both.
func cutLine(b []byte) (line []byte, ending string, size int) {
	i := bytes.IndexByte(b, '\n')
	switch {
	case i < 0:
		return b, "", len(b)
	case i > 0 && b[i-1] == '\r':
		return b[:i-1], "\r\n", i + 1
	}
	return b[:i], "\n", i + 1
}

// reportHeldCR reports a kept CR, which no LF followed.
func (c *Conn) reportHeldCR(r *reader) {
	if r.heldCR {
		r.heldCR = false
		c.emit(Event{Kind: Received, Line: []byte{'\r'}, Offset: c.received.Load(), Secure: c.TLS() != nil})
	}
}

// classifyEnd returns how the connection ended, given the error of the last read.
func (c *Conn) classifyEnd(err error) End {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = cmp.Or(c.raw.resetDuringWrite(), err)
	}
	var op *net.OpError
	switch {
	case err == errAborted:
		return End{How: Aborted}
	case c.closedByUs.Load(), c.writeStopped.Load():
		return End{How: ClosedLocally}
	case errors.Is(err, io.ErrUnexpectedEOF):
		return End{How: Cut}
	case errors.Is(err, io.EOF):
		// crypto/tls also returns io.EOF when the transport ends between two records
		// without close_notify. raw.ended shows that the transport has.
		if c.TLS() != nil && c.raw.ended.Load() {
			return End{How: Cut}
		}
		return End{How: Closed}
	case isReset(err):
		return End{How: Reset, Err: err}
	case c.TLS() != nil && (!errors.As(err, &op) || op.Op == "remote error" || op.Op == "local error"):
		return End{How: Broken, Err: err}
	}
	return End{How: Failed, Err: err}
}

// isTimeout reports whether a read failed because no data arrived before the deadline. It
// includes EAGAIN, with which readAvailable reports that there is nothing to read.
func isTimeout(err error) bool {
	return errors.Is(err, os.ErrDeadlineExceeded) || err == syscall.EAGAIN
}
