// Package raw implements --raw: it copies bytes between a connection and byhand's input and
// output, without interpreting them.
package raw

import (
	"context"
	"errors"
	"io"
	"sync/atomic"
	"time"
)

// Wire is a connection.
type Wire interface {
	io.ReadWriteCloser
	CloseWrite() error // the server gets end of file, and can still send
}

// Copier copies in both directions.
type Copier struct {
	CRLF  bool          // change each LF without a CR to CRLF on the way to the server
	Limit time.Duration // how long the server may send nothing once the input has ended, or read nothing; 0: no limit
}

// Result holds the errors that ended a copy.
type Result struct {
	In   error // of reading the input
	Out  error // of writing the output
	Wire error // of the wire: io.EOF if the server ended it, ErrSilent, ErrUnread, or the error of ctx
}

// ErrSilent is the error when the server sends nothing for Limit after the input has ended.
var ErrSilent = errors.New("the server is silent")

// ErrUnread is the error when the server reads nothing for Limit.
var ErrUnread = errors.New("the server does not read")

// Copy copies in to w, and w to out, until the server ends the connection, writing to out
// fails, or ctx is done. Then it closes w. When in ends, it calls CloseWrite. It does not
// wait for a Read of in or, once ctx is done, for a Write to out.
func (c Copier) Copy(ctx context.Context, w Wire, in io.Reader, out io.Writer) Result {
	defer w.Close()
	l := &link{Wire: w, limit: c.Limit}
	l.unread = time.AfterFunc(never, func() { l.end(ErrUnread) })
	l.silent = time.AfterFunc(never, func() { l.end(ErrSilent) })
	defer l.unread.Stop()
	defer l.silent.Stop()

	up, down := make(chan error, 1), make(chan Result, 1)
	go func() {
		err := l.send(in, c.CRLF)
		l.halfClosed.Store(true)
		l.resetSilent()
		up <- err
		l.CloseWrite() // may block until the server reads
	}()
	go func() { down <- l.receive(out) }()
	var r Result
	select {
	case r = <-down:
	case <-ctx.Done():
	}
	switch late := l.limitErr.Load(); {
	case ctx.Err() != nil:
		r.Wire = ctx.Err()
	case late != nil:
		r.Wire = *late
	}
	select {
	case r.In = <-up:
	default: // reading the input may still block
	}
	return r
}

// never is a delay that is too long to pass.
const never = 1 << 62

// link is a Wire with its time limits.
type link struct {
	Wire
	limit          time.Duration
	unread, silent *time.Timer           // each ends the wire
	limitErr       atomic.Pointer[error] // the error of the one that did
	halfClosed     atomic.Bool           // the input has ended, so silent is active
}

// end closes the wire, and keeps the first error.
func (l *link) end(err error) {
	l.limitErr.CompareAndSwap(nil, &err)
	l.Wire.Close()
}

// send copies in to the wire. It returns only errors of in: receive returns those of the
// wire.
func (l *link) send(in io.Reader, lines bool) error {
	to := &writer{Writer: l}
	if lines {
		to.Writer = &crlf{to: l}
	}
	if _, err := io.Copy(to, in); err != nil && !to.failed {
		return err
	}
	return nil
}

// resetSilent restarts the limit on the server's silence, once the input has ended.
func (l *link) resetSilent() {
	if l.limit > 0 && l.halfClosed.Load() {
		l.silent.Reset(l.limit)
	}
}

// receive copies the wire to out, and returns the error with the side that failed.
func (l *link) receive(out io.Writer) Result {
	to := &writer{Writer: out}
	_, err := io.Copy(to, l)
	switch {
	case to.failed:
		return Result{Out: err}
	case err == nil:
		err = io.EOF
	}
	return Result{Wire: err}
}

// Read reads from the wire.
func (l *link) Read(p []byte) (int, error) {
	n, err := l.Wire.Read(p)
	if n > 0 {
		l.resetSilent()
	}
	return n, err
}

// Write writes to the wire. After the limit it ends the wire.
func (l *link) Write(p []byte) (int, error) {
	if l.limit > 0 {
		l.unread.Reset(l.limit)
		defer l.unread.Stop()
	}
	return l.Wire.Write(p)
}

// writer keeps whether a write failed, because io.Copy returns errors of both sides.
type writer struct {
	io.Writer
	failed bool
}

// Write writes p.
func (w *writer) Write(p []byte) (int, error) {
	n, err := w.Writer.Write(p)
	w.failed = w.failed || err != nil
	return n, err
}
