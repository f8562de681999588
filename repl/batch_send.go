package repl

import (
	"context"
	"errors"
	"slices"

	"byhand/conn"
	"byhand/internal/client"
	"byhand/internal/describe"
	"byhand/internal/dialect"
	"byhand/internal/prompt"
)

// sendBatch sends the batch and reports the reply to each line. It is one write, but
// for DATA: what follows waits for the reply, and a message that is refused is
// not sent (RFC 2920 3.1). A batch that could not be sent stays.
func (s *Session) sendBatch(ctx context.Context) error {
	b := s.batch
	s.adviseOnGroup(b)
	if s.opt.NoWait {
		return s.sendAtOnce(ctx, b)
	}
	s.client.Gather()
	defer s.client.Harvest()
	rest := b.lines
	b.lines = nil
	var err error
	for len(rest) > 0 && err == nil {
		group := rest[:groupEnd(rest, s.client.InMessage())]
		err = s.Send(ctx, group...)
		if err != nil && !errors.Is(err, client.ErrGaveUp) { // which comes too late for the lines
			break
		}
		b.lines, rest = append(b.lines, group...), rest[len(group):]
		if err == nil {
			err = s.Await(ctx, true)
		}
		if s.closeGate(group); err == nil && isDATA(group[len(group)-1]) && !s.client.InMessage() {
			rest = s.withoutMessage(rest)
		}
	}
	if len(b.lines) == 0 {
		b.lines = rest
		return err
	}
	s.dropBatch()
	if len(rest) > 0 {
		s.out.Note(describe.Lines(len(rest)) + " of the batch not sent")
	}
	s.tellAnswers(b, s.client.Harvest())
	if err == nil && s.client.InMessage() {
		err = s.policy.unjudged() // what follows is text, and judges nothing
	}
	return err
}

// sendAtOnce is sendBatch with --no-wait.
func (s *Session) sendAtOnce(ctx context.Context, b *batch) error {
	err := s.Send(ctx, b.lines...)
	if err == nil || errors.Is(err, client.ErrGaveUp) {
		s.dropBatch()
		s.ahead = nil
		if isDATA(b.lines[len(b.lines)-1]) {
			s.ahead = dialect.Text()
		}
	}
	return err
}

// groupEnd returns how many lines may be sent before a reply decides what the next
// one is: those up to DATA. text tells that a message comes first.
func groupEnd(all []conn.Line, text bool) int {
	for i, l := range all {
		if !text && isDATA(l) {
			return i + 1
		}
		text = text && string(l.Text) != "."
	}
	return len(all)
}

// withoutMessage returns what follows the message of a refused DATA. If its end is
// not in the batch, more of it comes, and the gate stays closed.
func (s *Session) withoutMessage(all []conn.Line) []conn.Line {
	if len(all) == 0 {
		return nil
	}
	end := slices.IndexFunc(all, func(l conn.Line) bool { return string(l.Text) == "." })
	if end >= 0 {
		s.gate.count = end + 1
		s.openGate()
		return all[end+1:]
	}
	s.gate.begun, s.gate.count = true, len(all)
	for _, l := range all {
		s.gate.held = append(s.gate.held, newLine(prompt.Line{Text: l.Text}))
	}
	return nil
}
