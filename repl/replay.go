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

// Replay runs a session that sends the lines of a plan, each after the reply to the previous
// one. A refusal does not stop it. The caller finds the replies in opt.Recorder.
func Replay(ctx context.Context, opt Options, plan replay.Plan) Status {
	s := newSession(opt)
	ctx, cancel := s.withDeadline(ctx)
	defer cancel()
	if s.record() && s.begin(ctx) {
		reportStop(s, play(ctx, s, plan))
	}
	s.client.TakeRefusal() // the caller compares the replies
	s.client.TakeUnsolicited()
	s.finish(ctx)
	return s.closeAll(ctx)
}

// reportStop reports why a replay stopped early.
func reportStop(s *Session, err error) {
	switch {
	case isFailure(err):
		s.reportFailure(err)
	case errors.Is(err, client.ErrInterrupted), errors.Is(err, client.ErrGaveUp):
		s.reportFailure(failure(Refused, "replay interrupted", ""))
	}
}

// replayPrevious reconnects and sends the lines of the previous connection again, except a
// final QUIT.
func replayPrevious(ctx context.Context, s *Session) error {
	entries, dropped := s.opt.Recorder.Entries()
	if dropped > 0 {
		return failure(Usage, ":again: the session was too long to record completely", ":again without --replay only reconnects")
	}
	for i := len(entries) - 1; i > 0; i-- {
		if entries[i].Kind == transcript.Opened {
			entries = entries[i:]
			break
		}
	}
	plan, err := replay.Steps(slices.Values(entries), "")
	if err != nil {
		return failure(Usage, ":again: "+err.Error(), ":again without --replay only reconnects")
	}
	plan.Steps = withoutQuit(plan.Steps)
	p := s.secure
	replayed := p
	replayed.startTLS = false // the recorded lines contain STARTTLS
	err = s.reopen(ctx, s.client.Target(), replayed)
	if err == nil {
		err = play(ctx, s, plan)
	}
	if r := (playback{Session: s}); err == nil && !s.policy.hasUser() { // a user at a prompt sees what the server waits for
		_, err = r.checkPhase(replay.Step{Phase: plan.End})
	}
	s.secure.startTLS = p.startTLS
	if err != nil {
		return err
	}
	s.out.Note("replayed everything from the previous connection")
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
		if last != nil && (last.Phase != smtp.Command || !isCommand("QUIT", last.Line)) {
			yield(*last)
		}
	}
}
