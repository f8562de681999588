package repl

import (
	"context"
	"fmt"
	"time"

	"byhand/internal/smtp"
	"byhand/internal/view"
)

// closing is how long a server that answered QUIT may take to close: a person
// wants to see that it did.
const closing = 2 * time.Second

// finish ends a session whose input ended: what is still owed is waited for,
// what went unjudged counts, and the connection is closed.
func (s *Session) finish(ctx context.Context) {
	switch {
	case s.lost() != nil:
		s.unwritable()
	case ctx.Err() != nil || s.opt.Typed:
	case s.batch != nil:
		s.fail(failure(Usage, fmt.Sprintf("the script ended inside a batch: %s not sent", lines(s.dropBatch())), ":go sends it"))
	case s.inMessage():
		s.fail(s.unfinished())
	default:
		s.finishScript(ctx)
	}
	s.awaitClose(ctx)
	s.hangUp()
}

// unwritable says why nothing more could be written, unless its reader just
// went away.
func (s *Session) unwritable() {
	s.count(Unwritable)
	switch l := s.lost(); {
	case view.Gone(l.Reason()):
	case l == s.out:
		s.view.Answer(fmt.Sprintf("the output cannot be written: %v", l.Reason()))
	default:
		s.view.Answer(fmt.Sprintf("the transcript cannot be written: %v", l.Reason()))
	}
}

func (s *Session) finishScript(ctx context.Context) {
	if s.opt.NoWait {
		s.place = "" // it is not known which line a reply is for
		s.drain(ctx)
	}
	_ = s.unjudged()
	s.mu.Lock()
	status, ended, hungUp := s.status, s.endStatus(), s.hungUpBeforeTLS()
	s.mu.Unlock()
	switch f := s.missing(); {
	case status != OK:
	case f != nil:
		s.fail(f)
	case hungUp:
		s.fail(s.closedBeforeTLS())
	default:
		s.count(ended)
	}
}

// unfinished is the failure of a script that ends inside a message.
func (s *Session) unfinished() *Failure {
	s.mu.Lock()
	dot := s.dialect.Due() == 0 && s.dialect.Mail() != nil
	s.mu.Unlock()
	if !dot {
		return failure(Usage, "the script ended inside the message: "+s.toEnd(), "")
	}
	return failure(Usage, "the script ended inside the message: no dot was sent, nothing was delivered",
		`end the message with a line that holds "." alone`)
}

// missing returns what it means that the connection ended while a reply was
// owed; nil: it did not.
func (s *Session) missing() *Failure {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.end == nil || s.dialect.Quiet() > 0 || s.dialect.Owed() == 0 {
		return nil
	}
	return s.endFailure("the connection ended, and a reply is missing", "")
}

// drain half-closes and reads on until the server closes or the limit.
func (s *Session) drain(ctx context.Context) {
	c := s.live()
	if c == nil {
		return
	}
	go func() {
		defer s.guard()
		c.CloseWrite() // may wait for the server until c is closed
	}()
	select {
	case <-c.Ended():
	case <-ctx.Done():
	case <-time.After(s.limit(true)):
		s.fail(s.late(s.limit(true)))
	}
}

// awaitClose gives a server that answered QUIT the time to close.
func (s *Session) awaitClose(ctx context.Context) {
	c := s.live()
	if c == nil {
		return
	}
	s.mu.Lock()
	done := s.dialect.Done() && !s.stays
	s.mu.Unlock()
	if !done {
		return
	}
	select {
	case <-c.Ended():
	case <-s.interrupts():
	case <-ctx.Done():
	case <-time.After(closing):
		s.stays = true
	}
}

// promptText says what the socket and the replies show: where, what protects
// it, in the message or not, closed.
func (s *Session) promptText() string {
	c, phase := s.live(), s.phase()
	if c == nil {
		return "closed> "
	}
	state := "plain"
	if t := c.TLS(); t != nil && t.Verified() {
		state = "tls"
	} else if t != nil {
		state = "tls unverified"
	}
	if phase == smtp.Message {
		state += " message"
	}
	if b := s.batch; b != nil {
		state += fmt.Sprintf(" batch of %d", len(b.lines))
	}
	if s.holding() {
		state += " held"
	}
	if d := s.waited(); d > 0 && s.opt.Terminal != nil && s.opt.Terminal.Redraws() {
		state += fmt.Sprintf(", waiting %v", d)
	}
	return s.target.String() + " " + state + "> "
}
