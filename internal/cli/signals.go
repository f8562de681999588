package cli

import (
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// signalled is the cause of an end by signal.
type signalled struct{ syscall.Signal }

func (s signalled) Error() string { return "ended by " + s.Signal.String() }

// signals are those that end a context.
type signals struct {
	// caught is closed once signals are caught. That takes half a millisecond of
	// switching threads, in which a connection can be made already.
	caught chan struct{}
	cancel context.CancelCauseFunc
}

// untilSignal returns a context that a signal ends. In line mode an interrupt is
// the prompt's: it is how Ctrl-C comes there.
func untilSignal(ctx context.Context, lineMode bool) (context.Context, signals) {
	ctx, cancel := context.WithCancelCause(ctx)
	all := append(fatalSignals(), syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT)
	if !lineMode {
		all = append(all, os.Interrupt)
	}
	came, caught := make(chan os.Signal, 1), make(chan struct{})
	go func() {
		signal.Notify(came, all...)
		close(caught)
		select {
		case s := <-came:
			if s, ok := s.(syscall.Signal); ok {
				cancel(signalled{s})
			}
		case <-ctx.Done():
		}
	}()
	return ctx, signals{caught, cancel} // caught to the very end: what is left to tidy up is not cut short
}

// endedBy returns the signal that ended ctx as an error, nil if none did.
func endedBy(ctx context.Context) error {
	var ended signalled
	if errors.As(context.Cause(ctx), &ended) {
		return ended
	}
	return nil
}

// stuckTime is how long byhand may take to end after a signal.
const stuckTime = 3 * time.Second

// untilStuck returns the error of do. Once a signal has ended ctx, do has stuckTime
// to return. If it does not, because nobody takes its output or writes to its input,
// untilStuck returns the signal, and the process ends. guard is deferred where do
// runs.
func untilStuck(ctx context.Context, guard func(), do func() error) error {
	done := make(chan error, 1)
	go func() {
		defer guard()
		done <- do()
	}()
	late := make(chan bool)
	stop := context.AfterFunc(ctx, func() { time.AfterFunc(stuckTime, func() { close(late) }) })
	defer stop()
	select {
	case err := <-done:
		return err
	case <-late:
		return context.Cause(ctx)
	}
}

// before returns w for words that wait until signals are caught: whoever sees
// one may send a signal.
func (s signals) before(w io.Writer) io.Writer { return patient{w, s.caught} }

type patient struct {
	io.Writer
	until <-chan struct{}
}

// Write writes once signals are caught.
func (p patient) Write(b []byte) (int, error) {
	<-p.until
	return p.Writer.Write(b)
}
