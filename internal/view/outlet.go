package view

import (
	"errors"
	"io"
	"sync"
	"syscall"
)

// Outlet is where the server's bytes leave byhand. It remembers the first error:
// output that cannot be written ends the session with a status of its own.
type Outlet struct {
	To io.Writer // set before the first Write

	mu  sync.Mutex // guards err; not held while To is written
	err error
}

// Write is for one goroutine at a time. It never returns an error twice: what cannot
// be written is gone.
func (o *Outlet) Write(p []byte) (int, error) {
	if o.Failed() {
		return len(p), nil
	}
	n, err := o.To.Write(p)
	o.Note(err)
	return n, err
}

// Note remembers an error that came another way, if it is one.
func (o *Outlet) Note(err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.err == nil {
		o.err = err
	}
}

// Failed reports whether something could not be written.
func (o *Outlet) Failed() bool { return o.Reason() != nil }

// Reason returns the first error, or nil.
func (o *Outlet) Reason() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.err
}

// Gone reports whether the reader of our output went away, which is no cause
// for words.
func Gone(err error) bool { return errors.Is(err, syscall.EPIPE) || errors.Is(err, io.ErrClosedPipe) }
