package repl

import (
	"context"
	"errors"
	"time"

	"byhand/conn"
	"byhand/internal/client"
)

// How long a script waits, where no flag says so. The message's end takes longer than
// anything else (RFC 5321 4.5.3.2.6).
const (
	replyTimeout   = 5 * time.Minute
	messageTimeout = 10 * time.Minute
)

// grace is how long an ended connection may take to say why, after a write to it
// failed.
const grace = time.Second

// closing is how long a server that answered QUIT may take to close: a person wants to
// see that it did.
const closing = 2 * time.Second

// waiting is what a wait depends on.
type waiting struct {
	inHand  int  // 1: a typed line waits for what decides its meaning
	insists bool // a person gave up waiting: what is typed goes out
	helping bool // a helper waits for a reply before it goes on
	stays   bool // the server answered QUIT and does not close
}

// limit returns how long the reply to come may take; final: that to a message.
func (s *Session) limit(final bool) time.Duration {
	switch {
	case s.opt.Timeout > 0:
		return s.opt.Timeout
	case final:
		return messageTimeout
	}
	return replyTimeout
}

// patience is how long to wait for the first byte of a reply that may never come.
func (s *Session) patience() time.Duration {
	if s.opt.Timeout > 0 {
		return s.opt.Timeout
	}
	return client.Patience
}

// settle waits until each line sent has its reply, or the connection ended, and until
// all of it is shown. A script that waits too long gets a Failure; at a prompt the wait
// ends early unless more was typed ahead.
func (s *Session) settle(ctx context.Context, limit time.Duration) error {
	if err := s.policy.await(ctx, limit); err != nil {
		return err
	}
	return s.flush(ctx)
}

// flush waits until all that has happened is shown and recorded.
func (s *Session) flush(ctx context.Context) error {
	flushed := s.out.queue.Flushed()
	select {
	case <-flushed:
		return nil
	default:
	}
	select {
	case <-flushed:
		return nil
	case <-s.lines.interrupts():
		return s.gaveUp()
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// greet waits for the greeting.
func (s *Session) greet(ctx context.Context) error {
	if err := s.settle(ctx, s.limit(false)); err != nil {
		return err
	}
	return s.policy.greeted(ctx)
}

// settleAfter waits for the reply to a line, as long as such a line may need.
func (s *Session) settleAfter(ctx context.Context, text []byte) error {
	if s.opt.NoWait {
		return nil
	}
	if err := s.settle(ctx, s.limit(string(text) == ".")); err != nil {
		return err
	}
	if err := s.awaitClose(ctx); err != nil {
		return err
	}
	return s.policy.replied()
}

// awaitClose gives a server that answered QUIT the time to close.
func (s *Session) awaitClose(ctx context.Context) error {
	c := s.client.Live()
	if c == nil || !s.client.Now().Finished || s.wait.stays {
		return nil
	}
	select {
	case <-c.Ended():
		return s.flush(ctx)
	case <-s.lines.interrupts():
	case <-ctx.Done():
	case <-time.After(closing):
		s.wait.stays = true
	}
	return nil
}

// Await waits for all that was asked for, at a prompt too and however long that takes:
// a helper has nothing to say before it. A connection that ended first is a failure.
// It implements client.Talk.
func (s *Session) Await(ctx context.Context, final bool) error {
	s.wait.helping = true
	defer func() { s.wait.helping = false }()
	if err := s.settle(ctx, s.limit(final)); err != nil {
		return err
	}
	if s.client.Now().Missing && !s.client.HasRefusal() {
		return missing(s)
	}
	return nil
}

// Ask sends a line of a helper's and waits for its reply. It implements client.Talk.
func (s *Session) Ask(ctx context.Context, line []byte) error {
	if err := s.Send(ctx, conn.Line{Text: line, Ending: s.ending}); err != nil {
		return err
	}
	return s.Await(ctx, false)
}

// Send puts lines on the wire, in one write. How much of them is secret the dialect
// knows; a helper that sends a secret says so itself. It implements client.Talk.
func (s *Session) Send(ctx context.Context, lines ...conn.Line) error {
	if s.client.Live() == nil {
		return notSent(s)
	}
	if err := s.policy.protects(lines); err != nil {
		return err
	}
	ctx, cancel := s.policy.bound(ctx)
	defer cancel()
	ctx, done := s.interruptible(ctx)
	err := s.client.Send(ctx, lines...)
	stopped := ctx.Err() != nil
	done()
	switch {
	case err == nil && errors.Is(context.Cause(ctx), client.ErrInterrupted):
		return s.gaveUp() // it was too late for the line
	case err == nil:
		return nil
	case stopped:
		s.client.Close() // half a line may have gone out: nothing can follow it
		return context.Cause(ctx)
	}
	return writeFailed(s, err)
}

// Work does something that Ctrl-C can stop. It implements client.Talk.
func (s *Session) Work(ctx context.Context, do func(context.Context) error) error {
	ctx, done := s.interruptible(ctx)
	defer done()
	return do(ctx)
}

// interruptible returns a context that Ctrl-C ends too, until done is called: a Ctrl-C
// that comes later is for somebody else.
func (s *Session) interruptible(ctx context.Context) (_ context.Context, done context.CancelFunc) {
	return s.lines.interruptible(ctx, s.opt.guard())
}
