package cli

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// signalled is the cause of an end by signal.
type signalled struct{ syscall.Signal }

func (s signalled) Error() string { return "ended by " + s.Signal.String() }

// caught is closed once signals are caught. That takes half a millisecond of
// switching threads, in which a connection can be made already.
type caught <-chan struct{}

// untilSignal returns a context that a signal ends. In line mode an interrupt is
// the prompt's: it is how Ctrl-C comes there.
func untilSignal(ctx context.Context, lineMode bool) (context.Context, caught, context.CancelCauseFunc) {
	ctx, cancel := context.WithCancelCause(ctx)
	signals := append(fatalSignals(), syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT)
	if !lineMode {
		signals = append(signals, os.Interrupt)
	}
	came, ready := make(chan os.Signal, 1), make(chan struct{})
	go func() {
		signal.Notify(came, signals...)
		close(ready)
		select {
		case s := <-came:
			if s, ok := s.(syscall.Signal); ok {
				cancel(signalled{s})
			}
		case <-ctx.Done():
		}
	}()
	return ctx, ready, cancel // caught to the very end: what is left to tidy up is not cut short
}

// stuckTime is how long byhand may take to end after a signal.
const stuckTime = 3 * time.Second

// untilStuck returns the result of do. Once a signal has ended ctx, do has stuckTime
// to return. If it does not, because nobody takes its output or writes to its input,
// untilStuck returns without it, and the process ends. guard is deferred where do
// runs.
func untilStuck[T any](ctx context.Context, guard func(), do func() T) (result T, ended bool) {
	results := make(chan T, 1)
	go func() {
		defer guard()
		results <- do()
	}()
	late := make(chan bool)
	stop := context.AfterFunc(ctx, func() { time.AfterFunc(stuckTime, func() { close(late) }) })
	defer stop()
	select {
	case result = <-results:
		return result, true
	case <-late:
		return result, false
	}
}

// before returns w for words that wait until signals are caught: whoever sees
// one may send a signal.
func (c caught) before(w io.Writer) io.Writer { return patient{w, c} }

type patient struct {
	io.Writer
	until caught
}

// Write writes once signals are caught.
func (p patient) Write(b []byte) (int, error) {
	<-p.until
	return p.Writer.Write(b)
}
