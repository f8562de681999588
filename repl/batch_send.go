package repl

import (
	"context"
	"errors"
	"slices"

	"byhand/conn"
	"byhand/internal/dialect"
	"byhand/internal/prompt"
)

// flush sends the batch and reports the reply to each line. It is one write, but
// for DATA: what follows waits for the reply, and a message that is refused is
// not sent (RFC 2920 3.1). A batch that could not be sent stays.
func (s *Session) flush(ctx context.Context) error {
	b := s.batch
	s.adviseOnGroup(b)
	if s.opt.NoWait {
		return s.flushAtOnce(ctx, b)
	}
	s.gather()
	defer s.harvest()
	rest := b.lines
	b.lines = nil
	var err error
	for len(rest) > 0 && err == nil {
		group := rest[:groupEnd(rest, s.inMessage())]
		err = s.send(ctx, group...)
		if err != nil && !errors.Is(err, errGaveUp) { // which comes too late for the lines
			break
		}
		b.lines, rest = append(b.lines, group...), rest[len(group):]
		if err == nil {
			err = s.replied(ctx, s.limit(true))
		}
		if s.closeGate(group); err == nil && isDATA(group[len(group)-1]) && !s.inMessage() {
			rest = s.withoutMessage(rest)
		}
	}
	if len(b.lines) == 0 {
		b.lines = rest
		return err
	}
	s.dropBatch()
	if len(rest) > 0 {
		s.view.Note(lines(len(rest)) + " of the batch not sent")
	}
	s.tellAnswers(b, s.harvest())
	if err == nil && s.inMessage() {
		err = s.unjudged() // what follows is text, and judges nothing
	}
	return err
}

// flushAtOnce is flush with --no-wait.
func (s *Session) flushAtOnce(ctx context.Context, b *batch) error {
	err := s.send(ctx, b.lines...)
	if err == nil || errors.Is(err, errGaveUp) {
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
		s.gate.held = append(s.gate.held, prompt.Line{Text: l.Text})
	}
	return nil
}
