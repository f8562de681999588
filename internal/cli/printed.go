package cli

import (
	"errors"
	"fmt"
	"os"
	"syscall"

	"byhand/repl"
)

// printed is stdout for what is no session: help, a dictionary's words. It
// remembers what went wrong, for who prints and does not look.
type printed struct{ err error }

// Write writes to stdout.
func (p *printed) Write(b []byte) (int, error) {
	n, err := os.Stdout.Write(b)
	if p.err == nil {
		p.err = err
	}
	return n, err
}

// unwritable is the end of what could not be printed. Of a reader that went away
// there is nothing to say.
func unwritable(err error) error {
	e := &usageError{status: repl.Unwritable}
	if !errors.Is(err, syscall.EPIPE) {
		e.what = fmt.Sprintf("the output cannot be written: %v", err)
	}
	return e
}
