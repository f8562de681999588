package repl

import (
	"context"
	"fmt"
	"time"

	"byhand/internal/prompt"
	"byhand/internal/smtp"
)

// promptDelay is how long a prompt stays away for a reply: after that a person
// may type on.
const promptDelay = 500 * time.Millisecond

// longWait is from when on a wait is worth a word.
const longWait = time.Second

// waited returns for how long a reply has been missing; 0: none is, or not for
// long.
func (s *Session) waited() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.conn == nil || s.end != nil || s.dialect.Owed() == 0 || s.dialect.Quiet() > 0 {
		return 0
	}
	if d := time.Since(s.askedAt); d >= longWait {
		return d.Truncate(time.Second)
	}
	return 0
}

// tellWait shows a person who has no prompt what is waited for, and how long. A
// terminal that cannot show that in place says it once.
func (s *Session) tellWait(told bool) bool {
	d := s.waited()
	if d == 0 || told {
		return told
	}
	const way = "Ctrl-C gives the prompt back"
	if s.opt.Terminal.Redraws() {
		s.opt.Terminal.Status(fmt.Sprintf("waiting for the reply, %v; %s", d, way))
		return false
	}
	s.view.Note("waiting for the reply; " + way)
	return true
}

// decided waits for the reply that decides what a typed line means: behind DATA
// and AUTH. A colon-command is one whatever the reply will be, if it was typed;
// and whoever gave up waiting wants the line to go out.
func (s *Session) decided(ctx context.Context, line prompt.Line) error {
	s.mu.Lock()
	deciding := s.end == nil && s.dialect.Deciding()
	s.mu.Unlock()
	if s.insists = s.insists && deciding; !deciding || s.insists {
		return nil
	}
	if parse(line.Text).meaning == command && !line.Pasted {
		return nil
	}
	s.inHand = 1
	err := s.settle(ctx, s.limit(false))
	s.inHand = 0
	return err
}

// mustWait reports whether what was typed ahead waits for the reply that is
// owed.
func (s *Session) mustWait() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.dialect.Phase() == smtp.Greeting {
		return false // greet takes what is typed, and holds it
	}
	return s.helping || s.inHand > 0 || s.input.Waiting()
}

// gaveUp drops what was typed ahead: it was meant for a reply that nobody waits
// for any more.
func (s *Session) gaveUp() error {
	s.insists = true
	s.opt.Terminal.Dropped()
	n := s.opt.Terminal.Drop() + len(s.queue) + s.inHand
	s.queue = nil
	if n > 0 {
		s.view.Note(fmt.Sprintf("%s typed ahead dropped", lines(n)))
	}
	return errGaveUp
}
