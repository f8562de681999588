package repl

import (
	"context"
	"errors"
	"time"

	"byhand/internal/smtp"
)

// How long a script waits, where no flag says so. The message's end takes
// longer than anything else (RFC 5321 4.5.3.2.6).
const (
	replyTimeout   = 5 * time.Minute
	messageTimeout = 10 * time.Minute
)

// patience is how long a reply may be missing where no rule says that there
// will be one.
const patience = 3 * time.Second

// What can end a wait early.
var (
	errInterrupted = errors.New("interrupted") // Ctrl-C at the prompt
	errGaveUp      = errors.New("gave up")     // Ctrl-C during a wait: the prompt comes back
	errStop        = errors.New("stop")        // the script is not to go on; all was said
)

// limit returns how long the reply to come may take.
func (s *Session) limit(end bool) time.Duration {
	switch {
	case s.opt.Timeout > 0:
		return s.opt.Timeout
	case end:
		return messageTimeout
	}
	return replyTimeout
}

// settle waits until each line sent has its reply, or the connection ended. A
// script that waits too long gets a Failure; at a prompt the wait ends early
// unless more was typed ahead.
func (s *Session) settle(ctx context.Context, limit time.Duration) error {
	timeout := time.NewTimer(limit)
	defer timeout.Stop()
	var soon <-chan time.Time
	if s.opt.Typed {
		ticker := time.NewTicker(promptDelay)
		defer ticker.Stop()
		defer s.opt.Terminal.Status("")
		soon = ticker.C
	}
	first := s.firstLines()
	for told := false; ; {
		settled, changed, look := s.settled()
		if settled {
			return nil
		}
		select {
		case line, ok := <-first:
			if !ok {
				first = nil
				continue
			}
			more, err := s.begins(ctx, line)
			if err != nil {
				return err
			}
			if !more {
				first = nil
			}
		case <-changed:
		case <-look:
		case <-soon:
			if !s.mustWait() {
				return nil
			}
			told = s.tellWait(told)
		case <-timeout.C:
			if !s.opt.Typed {
				return s.late(limit)
			}
		case <-s.interrupts():
			return s.gaveUp()
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// settled reports whether nothing is owed any more. If something is, changed
// tells when to look again, and look does where silence is what tells.
func (s *Session) settled() (ok bool, changed <-chan struct{}, look <-chan time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.end != nil {
		return true, nil, nil
	}
	quiet := s.dialect.Quiet()
	if quiet == 0 {
		return s.dialect.Owed() == 0, s.changed, nil
	}
	wait := quiet - time.Since(s.heardAt)
	switch {
	case s.dialect.Owed() > 0 && s.dialect.Phase() == smtp.Greeting:
		return false, s.changed, nil
	case s.dialect.Owed() > 0:
		wait = s.patience() - time.Since(s.askedAt)
	}
	return wait <= 0, s.changed, time.After(wait)
}

// patience is how long to wait for the first byte of a reply that may never
// come.
func (s *Session) patience() time.Duration {
	if s.opt.Timeout > 0 {
		return s.opt.Timeout
	}
	return patience
}
