package repl

import (
	"errors"
	"io"
	"sync"
	"syscall"
)

// outlet is where the server's bytes leave byhand. It remembers the first error:
// output that cannot be written ends the session with a status of its own.
type outlet struct {
	w   io.Writer
	mu  sync.Mutex
	err error
}

// Write never returns an error twice: what cannot be written is gone.
func (o *outlet) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.err != nil {
		return len(p), nil
	}
	n, err := o.w.Write(p)
	o.err = err
	return n, err
}

// note remembers an error that came another way, if it is one.
func (o *outlet) note(err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.err == nil {
		o.err = err
	}
}

func (o *outlet) failed() bool { return o.reason() != nil }

func (o *outlet) reason() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.err
}

// gone reports whether the reader of our output went away, which is no cause
// for words.
func gone(err error) bool { return errors.Is(err, syscall.EPIPE) || errors.Is(err, io.ErrClosedPipe) }
