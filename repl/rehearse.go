package repl

import (
	"context"
	"errors"
	"iter"
	"slices"

	"byhand/internal/client"
	"byhand/internal/replay"
	"byhand/internal/smtp"
	"byhand/internal/transcript"
)

// Rehearse holds one session that says what a plan has, each line behind the
// reply to the one before, and judges no reply. What was said opt.Recorder has.
func Rehearse(ctx context.Context, opt Options, plan replay.Plan) Status {
	s := newSession(opt)
	ctx, cancel := s.withDeadline(ctx)
	defer cancel()
	if s.record() && s.begin(ctx) {
		reportStop(s, rehearse(ctx, s, plan))
	}
	s.client.TakeRefusal() // the caller compares the replies
	s.client.TakeUnsolicited()
	s.finish(ctx)
	return s.ended(ctx)
}

// reportStop tells why a rehearsal went no further.
func reportStop(s *Session, err error) {
	switch {
	case isFailure(err):
		s.fail(err)
	case errors.Is(err, client.ErrInterrupted), errors.Is(err, client.ErrGaveUp):
		s.fail(failure(Refused, "interrupted: the replay went no further", ""))
	}
}

// sayAgain connects anew and says what was said on the last connection, but for
// the QUIT that ended it.
func sayAgain(ctx context.Context, s *Session) error {
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
	p := s.secure
	replayed := p
	replayed.startTLS = false // the recorded lines have the STARTTLS
	err = s.reopen(ctx, s.client.Target(), replayed)
	if err == nil {
		err = rehearse(ctx, s, plan)
	}
	if r := (rehearsal{Session: s}); err == nil && !s.policy.judges() { // a person sees what the server waits for
		_, err = r.fits(replay.Step{Phase: plan.End})
	}
	s.secure.startTLS = p.startTLS
	if err != nil {
		return err
	}
	s.out.Note("so far the last connection went")
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
