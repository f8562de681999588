// Package raw copies bytes between a connection and byhand's input and output
// without looking at them. It is what --raw does.
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
	CloseWrite() error // the server sees the end of input, and may go on
}

// Copier copies both ways.
type Copier struct {
	CRLF  bool          // each LF without a CR before it becomes CRLF on its way to the server
	Limit time.Duration // how long the server may be silent once the input has ended, or not read what is sent; 0: no limit
}

// Result is how it went.
type Result struct {
	In   error // the input could not be read
	Out  error // the output could not be written
	Wire error // what ended the wire: io.EOF if the server did; ErrSilent, ErrUnread; that of ctx
}

// ErrSilent ends a wire on which nothing came for Limit after the input had ended.
var ErrSilent = errors.New("the server is silent")

// ErrUnread ends a wire from which the server read nothing for Limit.
var ErrUnread = errors.New("the server does not read")

// Copy copies in to the wire and the wire to out until the server ends it, out
// cannot be written, or ctx is done. When in ends, it closes our half of the wire.
// Copy closes the wire. It does not wait for a Read of in or, once ctx is done,
// for a Write to out.
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
		l.heard()
		up <- err
		l.CloseWrite() // may wait for the server
	}()
	go func() { down <- l.receive(out) }()
	var r Result
	select {
	case r = <-down:
	case <-ctx.Done():
	}
	switch why := l.late.Load(); {
	case ctx.Err() != nil:
		r.Wire = ctx.Err()
	case why != nil:
		r.Wire = *why
	}
	select {
	case r.In = <-up:
	default: // the input may never end
	}
	return r
}

// never is a delay that does not pass.
const never = 1 << 62

// link is a Wire with its time limits.
type link struct {
	Wire
	limit          time.Duration
	unread, silent *time.Timer           // they end the wire
	late           atomic.Pointer[error] // which of them did
	halfClosed     atomic.Bool           // the input has ended: the server must not stay silent
}

// end closes the wire and remembers why.
func (l *link) end(why error) {
	l.late.CompareAndSwap(nil, &why)
	l.Wire.Close()
}

// send copies in to the wire. It returns the error of in; receive returns the
// wire's own.
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

// heard restarts the limit on the server's silence.
func (l *link) heard() {
	if l.limit > 0 && l.halfClosed.Load() {
		l.silent.Reset(l.limit)
	}
}

// receive copies the wire to out, and returns which of the two failed.
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
		l.heard()
	}
	return n, err
}

// Write writes to the wire, at most for the limit.
func (l *link) Write(p []byte) (int, error) {
	if l.limit > 0 {
		l.unread.Reset(l.limit)
		defer l.unread.Stop()
	}
	return l.Wire.Write(p)
}

// writer remembers whether a write failed: io.Copy returns the error of either
// side.
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
