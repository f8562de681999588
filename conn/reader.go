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

// Sizes of the read buffer: small for a talk, large once a read fills it.
const (
	talkBuffer = 8 << 10
	bulkBuffer = 64 << 10
)

// reader is the goroutine that reads one layer (the transport, or TLS on it).
type reader struct {
	src      io.Reader
	stopping atomic.Bool
	stop     chan struct{} // closed when nothing more is to be read
	once     sync.Once     // closes it
	done     chan struct{}
	cr       bool // a CR that ended the last read waits for its LF
	buf      []byte
}

// start begins to read the current layer.
func (c *Conn) start() {
	r := &reader{src: c.current(), stop: make(chan struct{}), done: make(chan struct{}), buf: make([]byte, talkBuffer)}
	c.mu.Lock()
	c.reader = r
	c.mu.Unlock()
	go func() {
		if c.set.Guard != nil {
			defer c.set.Guard()
		}
		defer close(r.done)
		if err := c.readAll(r); err != nil {
			c.flush(r)
			c.end(err)
		}
	}()
}

// halt ends a wait for room.
func (c *Conn) halt() {
	c.mu.Lock()
	r := c.reader
	c.mu.Unlock()
	if r != nil {
		r.once.Do(func() { close(r.stop) })
	}
}

// readAll tells the Tap of all that comes until the layer ends. It returns nil
// when it was stopped for an upgrade.
func (c *Conn) readAll(r *reader) error {
	for {
		if c.set.Room != nil {
			c.set.Room(r.stop)
		}
		n, err := r.src.Read(r.buf[1:]) // one byte is kept free for the CR held back
		c.received.Add(int64(n))
		if n > 0 {
			c.deliver(r, n)
		}
		if err != nil {
			if r.stopping.Load() && isTimeout(err) {
				return nil
			}
			return err
		}
	}
}

// deliver cuts what was read into lines. A line that is not complete is told as
// far as it came, so nothing has to be kept however long it grows.
func (c *Conn) deliver(r *reader, n int) {
	chunk := r.buf[1 : n+1]
	if r.cr {
		r.buf[0], chunk = '\r', r.buf[:n+1]
	}
	// The CR stays behind until it is known whether an LF belongs to it.
	r.cr = chunk[len(chunk)-1] == '\r'
	if r.cr {
		chunk = chunk[:len(chunk)-1]
	}
	at := c.received.Load() - int64(len(chunk))
	if r.cr {
		at--
	}
	c.tapMu.Lock() // until all of it is told: no line goes out as if it had been sent before the rest came
	defer c.tapMu.Unlock()
	now, secure := time.Now(), c.TLS() != nil
	for len(chunk) > 0 {
		line, ending, size := cut(chunk)
		chunk, at = chunk[size:], at+int64(size)
		c.set.Tap(Event{Kind: Received, Time: now, Line: line, Ending: ending, Offset: at,
			Secure: secure, More: len(chunk) > 0})
	}
	if n == len(r.buf)-1 && n < bulkBuffer {
		r.buf = make([]byte, bulkBuffer+1)
	}
}

// cut returns the first line of b, its ending ("" if it has none yet), and the
// bytes that both take.
func cut(b []byte) (line []byte, ending string, size int) {
	i := bytes.IndexByte(b, '\n')
	switch {
	case i < 0:
		return b, "", len(b)
	case i > 0 && b[i-1] == '\r':
		return b[:i-1], "\r\n", i + 1
	}
	return b[:i], "\n", i + 1
}

// flush tells of a CR that no LF will follow any more.
func (c *Conn) flush(r *reader) {
	if r.cr {
		r.cr = false
		c.emit(Event{Kind: Received, Line: []byte{'\r'}, Offset: c.received.Load(), Secure: c.TLS() != nil})
	}
}

// judge says how the connection ended, from what the last read returned.
func (c *Conn) judge(err error) End {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = cmp.Or(c.raw.wasReset(), err)
	}
	var op *net.OpError
	switch {
	case err == errAborted:
		return End{How: Aborted}
	case c.local.Load(), c.gaveUp.Load():
		return End{How: Local}
	case errors.Is(err, io.ErrUnexpectedEOF):
		return End{How: Cut}
	case errors.Is(err, io.EOF):
		// crypto/tls returns a plain io.EOF too when the transport ends between
		// two records; only the transport knows.
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

// isTimeout reports that a read ended because nothing came in time, or, for
// readNow, because nothing was there (EAGAIN).
func isTimeout(err error) bool {
	return errors.Is(err, os.ErrDeadlineExceeded) || err == syscall.EAGAIN
}
