package repl

import (
	"context"
	"errors"
	"iter"
	"slices"

	"byhand/internal/replay"
	"byhand/internal/smtp"
	"byhand/internal/transcript"
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
	plan, err := replay.Steps(slices.Values(entries))
	if err != nil {
		return failure(Usage, ":again: "+err.Error(), ":again alone connects anew")
	}
	plan.Steps = withoutQuit(plan.Steps)
	p := s.protected()
	replayed := p
	replayed.startTLS = false // the recorded lines have the STARTTLS
	err = s.reopen(ctx, s.target, replayed)
	if err == nil {
		err = s.rehearse(ctx, plan)
	}
	if r := (rehearsal{Session: s}); err == nil && !s.opt.Typed { // a person sees what the server waits for
		_, err = r.fits(replay.Step{Phase: plan.End})
	}
	s.mu.Lock()
	s.secure.startTLS = p.startTLS
	s.mu.Unlock()
	if err != nil {
		return err
	}
	s.view.Note("so far the last connection went")
	return nil
}

// withoutQuit returns the steps without the QUIT that ends them.
func withoutQuit(steps iter.Seq[replay.Step]) iter.Seq[replay.Step] {
	return func(yield func(replay.Step) bool) {
		var last *replay.Step
		for step := range steps {
			if last != nil && !yield(*last) {
				return
			}
			last = &step
		}
		if last != nil && (last.Phase != smtp.Command || !answers("QUIT", last.Line)) {
			yield(*last)
		}
	}
}
