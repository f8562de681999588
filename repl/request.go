package repl

import (
	"context"
	"time"

	"byhand/conn"
	"byhand/internal/dialect"
)

// speaksSMTP returns what speaks SMTP or LMTP, for a command that needs it.
func (s *Session) speaksSMTP(command string) (dialect.Mail, error) {
	if s.live() == nil {
		return nil, s.notSent()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.dialect.Mail()
	if d == nil {
		return nil, failure(Usage, ":"+command+" is for SMTP and LMTP", "")
	}
	return d, nil
}

// request sends a line of a helper's and waits for its reply, at a prompt too
// and however long that takes: the helper has nothing to say before it.
func (s *Session) request(ctx context.Context, line []byte) error {
	if err := s.send(ctx, conn.Line{Text: line, Ending: s.ending}); err != nil {
		return err
	}
	return s.replied(ctx, s.limit(false))
}

// replied waits for all that was asked for. A connection that ended first is a
// failure.
func (s *Session) replied(ctx context.Context, limit time.Duration) error {
	s.helping = true
	defer func() { s.helping = false }()
	if err := s.settle(ctx, limit); err != nil {
		return err
	}
	if f := s.missing(); f != nil && !s.hasRefusal() {
		return f
	}
	return nil
}
