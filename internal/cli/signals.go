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

// signalError is the error of a run that a signal ended.
type signalError struct{ syscall.Signal }

func (s signalError) Error() string { return "ended by " + s.Signal.String() }

// signals belongs to a context that a signal cancels.
type signals struct {
	// caught is closed once byhand catches signals. That takes about half a millisecond, in
	// which byhand can already connect.
	caught chan struct{}
	cancel context.CancelCauseFunc // ends the context
}

// contextUntilSignal returns a context that a signal cancels, with a signalError as its cause.
// In line mode it does not catch SIGINT: the prompt does, because Ctrl-C sends it.
func contextUntilSignal(ctx context.Context, lineMode bool) (context.Context, signals) {
	ctx, cancel := context.WithCancelCause(ctx)
	all := append(fatalSignals(), syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT)
	if !lineMode {
		all = append(all, os.Interrupt)
	}
	arrived, caught := make(chan os.Signal, 1), make(chan struct{})
	go func() {
		signal.Notify(arrived, all...) // never stopped: a second signal must not end byhand before its cleanup
		close(caught)
		select {
		case s := <-arrived:
			if s, ok := s.(syscall.Signal); ok {
				cancel(signalError{s})
			}
		case <-ctx.Done():
		}
	}()
	return ctx, signals{caught, cancel}
}

// signalOf returns the signalError that cancelled ctx, or nil.
func signalOf(ctx context.Context) error {
	var ended signalError
	if errors.As(context.Cause(ctx), &ended) {
		return ended
	}
	return nil
}

// stuckTimeout is how long byhand may take to exit after a signal.
const stuckTimeout = 3 * time.Second

// runUnlessStuck calls do in a goroutine that defers guard, and returns the error of do. If do
// has not returned stuckTimeout after a signal cancelled ctx, runUnlessStuck returns the cause
// of ctx. do may be blocked on a pipe that nobody reads or writes.
func runUnlessStuck(ctx context.Context, guard func(), do func() error) error {
	done := make(chan error, 1)
	go func() {
		defer guard()
		done <- do()
	}()
	stuck := make(chan bool)
	stop := context.AfterFunc(ctx, func() { time.AfterFunc(stuckTimeout, func() { close(stuck) }) })
	defer stop()
	select {
	case err := <-done:
		return err
	case <-stuck:
		return context.Cause(ctx)
	}
}

// delayWrites returns a writer to w that waits until byhand catches signals. A program that
// reads the output may send a signal as soon as it has read some.
func (s signals) delayWrites(w io.Writer) io.Writer { return delayedWriter{w, s.caught} }

type delayedWriter struct {
	io.Writer
	caught <-chan struct{}
}

// Write waits until byhand catches signals, and writes.
func (d delayedWriter) Write(b []byte) (int, error) {
	<-d.caught
	return d.Writer.Write(b)
}
