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

// signalled is the error for a run that a signal ended.
type signalled struct{ syscall.Signal }

func (s signalled) Error() string { return "ended by " + s.Signal.String() }

// signals ends a context when a signal arrives.
type signals struct {
	// caught is closed once byhand catches signals. Setting that up takes about half a
	// millisecond, in which a connection can already be made.
	caught chan struct{}
	cancel context.CancelCauseFunc
}

// untilSignal returns a context that a signal cancels, with a signalled as its cause.
// In line mode it leaves interrupts to the prompt, which learns of Ctrl-C that way.
func untilSignal(ctx context.Context, lineMode bool) (context.Context, signals) {
	ctx, cancel := context.WithCancelCause(ctx)
	all := append(fatalSignals(), syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT)
	if !lineMode {
		all = append(all, os.Interrupt)
	}
	arrived, caught := make(chan os.Signal, 1), make(chan struct{})
	go func() {
		signal.Notify(arrived, all...) // never stopped: a second signal must not cut the cleanup short
		close(caught)
		select {
		case s := <-arrived:
			if s, ok := s.(syscall.Signal); ok {
				cancel(signalled{s})
			}
		case <-ctx.Done():
		}
	}()
	return ctx, signals{caught, cancel}
}

// endedBy returns the signalled that ended ctx, or nil.
func endedBy(ctx context.Context) error {
	var ended signalled
	if errors.As(context.Cause(ctx), &ended) {
		return ended
	}
	return nil
}

// stuckTime is how long byhand may take to end after a signal.
const stuckTime = 3 * time.Second

// untilStuck calls do in a goroutine that defers guard, and returns its error. After a
// signal cancels ctx, do has stuckTime to return. It may be stuck on output that nothing
// reads or input that nothing writes. untilStuck then returns the cause of ctx without it.
func untilStuck(ctx context.Context, guard func(), do func() error) error {
	done := make(chan error, 1)
	go func() {
		defer guard()
		done <- do()
	}()
	stuck := make(chan bool)
	stop := context.AfterFunc(ctx, func() { time.AfterFunc(stuckTime, func() { close(stuck) }) })
	defer stop()
	select {
	case err := <-done:
		return err
	case <-stuck:
		return context.Cause(ctx)
	}
}

// delay returns a writer to w that first waits until byhand catches signals: a program
// that reads the output may send one at once.
func (s signals) delay(w io.Writer) io.Writer { return delayed{w, s.caught} }

type delayed struct {
	io.Writer
	caught <-chan struct{}
}

// Write waits until byhand catches signals, and writes.
func (d delayed) Write(b []byte) (int, error) {
	<-d.caught
	return d.Writer.Write(b)
}
