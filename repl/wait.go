package repl

import (
	"context"
	"errors"
	"time"

	"byhand/conn"
	"byhand/internal/client"
)

// How long a script waits without --timeout. The reply to a message takes longest
// (RFC 5321 4.5.3.2.6).
const (
	replyTimeout   = 5 * time.Minute
	messageTimeout = 10 * time.Minute
)

// reasonTimeout is how long byhand waits for the server's reason after a write has failed.
const reasonTimeout = time.Second

// closeTimeout is how long a server that answered QUIT may take to close the connection.
const closeTimeout = 2 * time.Second

// waiting holds the state of waits for replies.
type waiting struct {
	typedWaiting int  // how many typed lines wait for the reply that decides their meaning: 0 or 1
	skipWait     bool // the user gave up waiting: the next line is sent without waiting
	inCommand    bool // a colon-command waits for a reply before it continues
	staysOpen    bool // the server accepted QUIT but did not close the connection in time
}

// replyLimit returns the timeout for the next reply. final: the reply to a message's final dot.
func (s *Session) replyLimit(final bool) time.Duration {
	switch {
	case s.opt.Timeout > 0:
		return s.opt.Timeout
	case final:
		return messageTimeout
	}
	return replyTimeout
}

// patience returns how long to wait for the first byte of a reply, if the protocol does not say
// whether a line has one.
func (s *Session) patience() time.Duration {
	if s.opt.Timeout > 0 {
		return s.opt.Timeout
	}
	return client.Patience
}

// settle waits until each line has its reply or the connection has ended, and until byhand
// has shown everything received. A script times out after limit. At a prompt, settle returns
// early so that the user can type, unless more input is queued.
func (s *Session) settle(ctx context.Context, limit time.Duration) error {
	if err := s.policy.await(ctx, limit); err != nil {
		return err
	}
	return s.flush(ctx)
}

// flush waits until all events so far are shown and recorded.
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
		return s.giveUp()
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// greet waits for the greeting.
func (s *Session) greet(ctx context.Context) error {
	if err := s.settle(ctx, s.replyLimit(false)); err != nil {
		return err
	}
	return s.policy.holdUntilGreeting(ctx)
}

// settleAfter waits for the reply to a line, with the timeout for that line.
func (s *Session) settleAfter(ctx context.Context, text []byte) error {
	if s.opt.NoWait {
		return nil
	}
	if err := s.settle(ctx, s.replyLimit(string(text) == ".")); err != nil {
		return err
	}
	if err := s.awaitClose(ctx); err != nil {
		return err
	}
	return s.policy.checkReply()
}

// awaitClose waits, up to closeTimeout, for a server that accepted QUIT to close the
// connection.
func (s *Session) awaitClose(ctx context.Context) error {
	c := s.client.Live()
	if c == nil || !s.client.Snapshot().Finished || s.wait.staysOpen {
		return nil
	}
	select {
	case <-c.Ended():
		return s.flush(ctx)
	case <-s.lines.interrupts():
	case <-ctx.Done():
	case <-time.After(closeTimeout):
		s.wait.staysOpen = true
	}
	return nil
}

// Await waits until each line has its reply. At a prompt it neither times out nor returns
// early. It returns a *Failure if the connection ends first. It implements client.Talk.
func (s *Session) Await(ctx context.Context, final bool) error {
	s.wait.inCommand = true
	defer func() { s.wait.inCommand = false }()
	if err := s.settle(ctx, s.replyLimit(final)); err != nil {
		return err
	}
	if s.client.Snapshot().ReplyMissing && !s.client.HasRefusal() {
		return missingReply(s)
	}
	return nil
}

// Ask sends a line for a command and waits for its reply. It implements client.Talk.
func (s *Session) Ask(ctx context.Context, line []byte) error {
	if err := s.Send(ctx, conn.Line{Text: line, Ending: s.ending}); err != nil {
		return err
	}
	return s.Await(ctx, false)
}

// Send sends lines in one write. The dialect decides how much of each is secret; a caller
// that knows better sets conn.Line.Secret. It implements client.Talk.
func (s *Session) Send(ctx context.Context, lines ...conn.Line) error {
	if s.client.Live() == nil {
		return notSentFailure(s)
	}
	if err := s.policy.checkProtection(lines); err != nil {
		return err
	}
	ctx, cancel := s.policy.limitWrite(ctx)
	defer cancel()
	ctx, done := s.interruptible(ctx)
	err := s.client.Send(ctx, lines...)
	stopped := ctx.Err() != nil
	done()
	switch {
	case err == nil && errors.Is(context.Cause(ctx), client.ErrInterrupted):
		return s.giveUp() // the line was sent already
	case err == nil:
		return nil
	case stopped:
		s.client.Close() // only part of a line may have been sent
		return context.Cause(ctx)
	}
	return writeFailed(s, err)
}

// Work calls do with a context that Ctrl-C cancels. It implements client.Talk.
func (s *Session) Work(ctx context.Context, do func(context.Context) error) error {
	ctx, done := s.interruptible(ctx)
	err := do(ctx)
	done()
	if err == nil && errors.Is(context.Cause(ctx), client.ErrInterrupted) { // Ctrl-C came as do returned
		return client.ErrInterrupted
	}
	return err
}

// interruptible returns a context that Ctrl-C cancels until done is called.
func (s *Session) interruptible(ctx context.Context) (_ context.Context, done context.CancelFunc) {
	return s.lines.interruptible(ctx, s.opt.guard())
}
