package repl

import (
	"context"
	"os"
	"sync"

	"byhand/internal/client"
	"byhand/internal/prompt"
)

// line is a line of input, parsed.
type line struct {
	prompt.Line
	parsed
}

func newLine(l prompt.Line) line { return line{l, parse(l.Text)} }

// lines reads the input, and keeps the lines that byhand has not handled yet.
type lines struct {
	input    Input
	terminal Terminal // nil: there is no user to ask
	pending  []line   // read from the input, not handled yet
	echoed   bool     // the user sees the current line where it was typed
}

// interrupts returns a channel that receives each Ctrl-C; nil: there is no terminal.
func (l *lines) interrupts() <-chan os.Signal {
	if l.terminal == nil {
		return nil
	}
	return l.terminal.Interrupts()
}

// interruptible returns a context that Ctrl-C cancels, until done is called.
func (l *lines) interruptible(ctx context.Context, guard func()) (_ context.Context, done context.CancelFunc) {
	ctx, cancel := context.WithCancelCause(ctx)
	interrupts := l.interrupts()
	if interrupts == nil { // no user can press Ctrl-C
		return ctx, func() { cancel(nil) }
	}
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer guard()
		defer close(stopped)
		select {
		case <-interrupts:
			cancel(client.ErrInterrupted)
		case <-stop:
		}
	}()
	return ctx, sync.OnceFunc(func() { close(stop); <-stopped; cancel(nil) })
}

// takePending removes and returns the first pending line; ok is false if there is none.
func (l *lines) takePending() (first line, ok bool) {
	l.echoed = len(l.pending) == 0
	if l.echoed {
		return line{}, false
	}
	first, l.pending = l.pending[0], l.pending[1:]
	return first, true
}

// hasMore reports whether a line is pending, or can be read without waiting.
func (l *lines) hasMore() bool { return len(l.pending) > 0 || l.input.Waiting() }
