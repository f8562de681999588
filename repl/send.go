package repl

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"byhand/conn"
	"byhand/internal/smtp"
)

// grace is how long an ended connection may take to say why, after a write to
// it failed.
const grace = time.Second

// say sends one line as it is and waits for its reply.
func (s *Session) say(ctx context.Context, text []byte) error {
	if err := s.send(ctx, conn.Line{Text: text, Ending: s.ending}); err != nil {
		return err
	}
	return s.settleAfter(ctx, text)
}

// settleAfter waits for the reply to a line, as long as such a line may need.
func (s *Session) settleAfter(ctx context.Context, text []byte) error {
	if s.opt.NoWait {
		return nil
	}
	if err := s.settle(ctx, s.limit(string(text) == ".")); err != nil {
		return err
	}
	s.awaitClose(ctx)
	if f := s.missing(); f != nil && !s.opt.Typed && !s.hasRefusal() {
		return f
	}
	return nil
}

// send puts lines on the wire, in one write. How much of them is secret the
// dialect knows; a helper that sends a secret says so itself.
func (s *Session) send(ctx context.Context, lines ...conn.Line) error {
	c := s.live()
	if c == nil {
		return s.notSent()
	}
	if f := s.unprotected(c, lines); f != nil {
		return f
	}
	s.hideSecrets(lines)
	ctx, cancel := s.readSoon(ctx)
	defer cancel()
	ctx, done := s.interruptible(ctx)
	err := c.Send(ctx, lines...)
	stopped := ctx.Err() != nil
	done()
	switch {
	case err == nil && errors.Is(context.Cause(ctx), errInterrupted):
		return s.gaveUp() // it was too late for the line
	case err == nil:
		return nil
	case stopped:
		c.Close() // half a line may have gone out: nothing can follow it
		return context.Cause(ctx)
	}
	return s.writeFailed(c, err)
}

// readSoon bounds a write: in a script a server that does not read has as long as
// for a reply.
func (s *Session) readSoon(ctx context.Context) (context.Context, context.CancelFunc) {
	if s.opt.Typed {
		return context.WithCancel(ctx)
	}
	limit := s.limit(false)
	return context.WithTimeoutCause(ctx, limit, unread(limit))
}

// unread is what it means that a server left what was sent unread for so long.
func unread(limit time.Duration) *Failure {
	return failure(TimedOut, fmt.Sprintf("the server did not read what was sent for %v", limit), "--timeout sets how long it may")
}

// hideSecrets marks what is secret in lines, each after those before it.
func (s *Session) hideSecrets(lines []conn.Line) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.dialect
	if len(lines) > 1 {
		d = d.Fork()
	}
	for i, l := range lines {
		lines[i].Secret = max(l.Secret, d.Secret(l.Text))
		if len(lines) > 1 {
			d.Sent(l.Text)
			d.Sent([]byte(l.Ending))
		}
	}
}

// writeFailed waits for what the server still said before it reports a write
// that failed: the reason is often on its way (a 552, a 421).
func (s *Session) writeFailed(c *conn.Conn, err error) error {
	select {
	case <-c.Ended():
	case <-time.After(grace):
	}
	if errors.Is(err, conn.ErrClosed) {
		return s.notSent()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.endFailure(fmt.Sprintf("the line could not be sent: %v", err), ":again connects anew")
}

func (s *Session) notSent() *Failure {
	s.mu.Lock()
	defer s.mu.Unlock()
	const what, hint = "not sent: the connection is closed", ":again connects anew"
	if s.opt.Typed {
		return failure(Usage, what, hint) // what a person could see
	}
	return s.endFailure(what, hint)
}

// interruptible returns a context that Ctrl-C ends too, until done is called: a
// Ctrl-C that comes later is somebody else's.
func (s *Session) interruptible(ctx context.Context) (_ context.Context, done context.CancelFunc) {
	ctx, cancel := context.WithCancelCause(ctx)
	if s.interrupts() == nil { // nobody is there to press it
		return ctx, func() { cancel(nil) }
	}
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer s.guard()
		defer close(stopped)
		select {
		case <-s.interrupts():
			cancel(errInterrupted)
		case <-stop:
		}
	}()
	return ctx, sync.OnceFunc(func() { close(stop); <-stopped; cancel(nil) })
}

func (s *Session) interrupts() <-chan os.Signal {
	if s.opt.Terminal == nil {
		return nil
	}
	return s.opt.Terminal.Interrupts()
}

// inMessage reports whether what is sent now is text of a message.
func (s *Session) inMessage() bool { return s.phase() == smtp.Message }
