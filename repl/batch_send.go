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

// send sends the batch and reports the reply to each line. It is one write, but
// for DATA: what follows waits for the reply, and a message that is refused is
// not sent (RFC 2920 3.1). A batch that could not be sent stays.
func (b *batch) send(ctx context.Context) error {
	b.adviseOnGroup()
	if b.opt.NoWait {
		return b.sendAtOnce(ctx)
	}
	b.client.Gather()
	defer b.client.Harvest()
	rest := b.group
	b.group = nil
	var err error
	for len(rest) > 0 && err == nil {
		group := rest[:groupEnd(rest, b.client.InMessage())]
		err = b.Send(ctx, group...)
		if err != nil && !errors.Is(err, client.ErrGaveUp) { // which comes too late for the lines
			break
		}
		b.group, rest = append(b.group, group...), rest[len(group):]
		if err == nil {
			err = b.Await(ctx, true)
		}
		if b.held.closeGate(group); err == nil && isDATA(group[len(group)-1]) && !b.client.InMessage() {
			rest = b.withoutMessage(rest)
		}
	}
	if len(b.group) == 0 {
		b.group = rest
		return err
	}
	b.dropBatch()
	if len(rest) > 0 {
		b.out.Note(describe.Lines(len(rest)) + " of the batch not sent")
	}
	b.tellAnswers(b.client.Harvest())
	if err == nil && b.client.InMessage() {
		err = b.policy.unjudged() // what follows is text, and judges nothing
	}
	return err
}

// sendAtOnce is send with --no-wait.
func (b *batch) sendAtOnce(ctx context.Context) error {
	err := b.Send(ctx, b.group...)
	if err == nil || errors.Is(err, client.ErrGaveUp) {
		b.dropBatch()
		b.ahead = nil
		if isDATA(b.group[len(b.group)-1]) {
			b.ahead = dialect.Text()
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
func (b *batch) withoutMessage(all []conn.Line) []conn.Line {
	if len(all) == 0 {
		return nil
	}
	end := slices.IndexFunc(all, func(l conn.Line) bool { return string(l.Text) == "." })
	if end >= 0 {
		b.held.gate.count = end + 1
		b.held.openGate()
		return all[end+1:]
	}
	b.held.gate.begun, b.held.gate.count = true, len(all)
	for _, l := range all {
		b.held.gate.held = append(b.held.gate.held, newLine(prompt.Line{Text: l.Text}))
	}
	return nil
}
