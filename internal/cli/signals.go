package cli

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// signalError is the error of a run that a signal ended.
type signalError struct{ syscall.Signal }

func (s signalError) Error() string { return "ended by " + s.Signal.String() }

// contextUntilSignal returns a context that a signal cancels, with a signalError as its cause.
// In line mode it does not catch SIGINT: the prompt does, because Ctrl-C sends it. The
// function that it returns ends the context.
func contextUntilSignal(ctx context.Context, lineMode bool) (context.Context, context.CancelCauseFunc) {
	ctx, cancel := context.WithCancelCause(ctx)
	all := append(fatalSignals(), syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT)
	if !lineMode {
		all = append(all, os.Interrupt)
	}
	arrived := make(chan os.Signal, 1)
	signal.Notify(arrived, all...) // never stopped: a second signal must not end byhand before its cleanup
	go func() {
		select {
		case s := <-arrived:
			if s, ok := s.(syscall.Signal); ok {
				cancel(signalError{s})
			}
		case <-ctx.Done():
		}
	}()
	return ctx, cancel
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
