package view

import (
	"errors"
	"io"
	"sync"
	"syscall"
)

// Outlet writes the server's bytes, or a log. It keeps the first error, because an output that
// could not be written has its own exit status.
type Outlet struct {
	To io.Writer // set before the first Write

	mu  sync.Mutex // guards err; not held while To is written
	err error
}

// Write writes to To. It returns the first error of To once. After that it drops all bytes and
// returns nil. Only one goroutine may call it at a time.
func (o *Outlet) Write(p []byte) (int, error) {
	if o.Failed() {
		return len(p), nil
	}
	n, err := o.To.Write(p)
	o.Note(err)
	return n, err
}

// Note keeps err if it is the first error. nil is not an error.
func (o *Outlet) Note(err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.err == nil {
		o.err = err
	}
}

// Failed reports whether an error occurred.
func (o *Outlet) Failed() bool { return o.Reason() != nil }

// Reason returns the first error, or nil.
func (o *Outlet) Reason() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.err
}

// Gone reports whether err means that the reader of a pipe has closed it. byhand then exits
// without a message.
func Gone(err error) bool { return errors.Is(err, syscall.EPIPE) || errors.Is(err, io.ErrClosedPipe) }
