package repl

import (
	"context"
	"errors"
	"slices"
	"strings"

	"byhand/conn"
	"byhand/prompt"
	"byhand/replay"
	"byhand/transcript"
)

// Rehearse holds one session that says what a plan has, each line behind the
// reply to the one before, and judges no reply. What was said opt.Recorder has.
func Rehearse(ctx context.Context, opt Options, plan replay.Plan) Status {
	s := newSession(opt)
	defer s.hangUp()
	ctx, cancel := s.withDeadline(ctx)
	defer cancel()
	if s.record() && s.begin(ctx) {
		s.stopped(s.rehearse(ctx, plan))
	}
	s.mu.Lock()
	s.refusal, s.unasked = nil, nil // whoever compares judges them
	s.mu.Unlock()
	s.finish(ctx)
	return s.ended()
}

// stopped tells why a rehearsal went no further.
func (s *Session) stopped(err error) {
	var f *Failure
	switch {
	case errors.As(err, &f):
		s.fail(f)
	case errors.Is(err, errInterrupted), errors.Is(err, errGaveUp):
		s.fail(failure(Refused, "interrupted: the replay went no further", ""))
	}
}

// rehearse does the steps of a plan. Text of a message that the server does not
// want now is left out.
func (s *Session) rehearse(ctx context.Context, plan replay.Plan) error {
	for i, step := range plan.Steps {
		if step.Text && !s.inMessage() {
			if i > 0 && !plan.Steps[i-1].Text {
				s.view.note("the message is not wanted now: it is left out")
			}
			continue
		}
		if !s.writable() {
			return nil
		}
		if step.Command == ":tls" && s.plainNow() {
			const what = "the server does not start TLS now: nothing more is sent in plain text"
			if s.protected().required {
				return failure(TLSFailed, what, "")
			}
			s.view.note(what)
			return nil
		}
		if err := s.repeat(ctx, step); err != nil {
			return err
		}
	}
	return nil
}

// plainNow reports whether TLS cannot begin here and does not stand either.
func (s *Session) plainNow() bool {
	c := s.live()
	s.mu.Lock()
	defer s.mu.Unlock()
	return c != nil && c.TLS() == nil && s.dialect.CanSecure() != nil
}

// repeat does one step. A helper that fails is told of, and the rest goes on
// while there is a connection, but not in the clear where TLS was, nor without the
// answer that the server waits for.
func (s *Session) repeat(ctx context.Context, step replay.Step) error {
	if step.Command == "" {
		line := conn.Line{Text: step.Line, Ending: step.Ending}
		if step.Secret {
			secret, err := s.maskedPassword(ctx)
			if err != nil {
				return err
			}
			line.Text, line.Secret = append(slices.Clip(line.Text), secret...), len(secret)
		}
		if err := s.send(ctx, line); err != nil || step.Ending == "" || s.inMessage() {
			return err
		}
		return s.settleAfter(ctx, step.Line)
	}
	err := s.run(ctx, parse([]byte(step.Command)), prompt.Line{Text: []byte(step.Command)})
	var f *Failure
	if errors.As(err, &f) && f.Status != TLSFailed && f.Status != Usage && s.live() != nil {
		s.fail(f)
		return nil
	}
	return err
}

// maskedPassword is the password that a transcript masks in a line, as IMAP wants
// it written: quoted (RFC 3501 4.3).
func (s *Session) maskedPassword(ctx context.Context) (string, error) {
	if err := s.mayTell(ctx, false); err != nil {
		return "", err
	}
	secret, err := s.askForCredential(ctx, s.password(), "password", "password")
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.dialect.Name() == "imap" {
		secret = `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(secret) + `"`
	}
	return secret, err
}

// sayAgain connects anew and says what was said on the last connection, but for
// the QUIT that ended it.
func (s *Session) sayAgain(ctx context.Context) error {
	entries, dropped := s.opt.Recorder.Entries()
	if dropped > 0 {
		return failure(Usage, ":again: the session was too long to be kept whole", ":again alone connects anew")
	}
	for i := len(entries) - 1; i > 0; i-- {
		if entries[i].Kind == transcript.Opened {
			entries = entries[i:]
			break
		}
	}
	plan, err := replay.Steps(entries)
	if err != nil {
		return failure(Usage, ":again: "+err.Error(), ":again alone connects anew")
	}
	if n := len(plan.Steps); n > 0 && isQuit(plan.Steps[n-1]) {
		plan.Steps = plan.Steps[:n-1]
	}
	p := s.protected()
	replayed := p
	replayed.startTLS = false // the recorded lines have the STARTTLS
	err = s.reopen(ctx, s.target, replayed)
	if err == nil {
		err = s.rehearse(ctx, plan)
	}
	s.mu.Lock()
	s.secure.startTLS = p.startTLS
	s.mu.Unlock()
	if err != nil {
		return err
	}
	s.view.note("so far the last connection went")
	return nil
}

func isQuit(step replay.Step) bool {
	return !step.Text && answers("QUIT", step.Line)
}
