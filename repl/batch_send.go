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

// send sends the batch in one write and reports the reply to each line. Only the lines
// after DATA wait for its reply, and are not sent if it is refused (RFC 2920 3.1). A batch
// that could not be sent is kept.
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
		if err != nil && !errors.Is(err, client.ErrGaveUp) { // the lines were sent before
			break
		}
		b.group, rest = append(b.group, group...), rest[len(group):]
		if err == nil {
			err = b.Await(ctx, true)
		}
		if b.held.awaitUnrequested(group); err == nil && isDATA(group[len(group)-1]) && !b.client.InMessage() {
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
		err = b.policy.unjudged() // the next lines are text, so no :expect follows
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

// groupEnd returns how many lines can be sent before a reply decides the meaning of the
// next one: those up to DATA. text: message text comes first.
func groupEnd(all []conn.Line, text bool) int {
	for i, l := range all {
		if !text && isDATA(l) {
			return i + 1
		}
		text = text && string(l.Text) != "."
	}
	return len(all)
}

// withoutMessage returns the lines after the message of a refused DATA. If the end of the
// message is not in the batch, the next lines of input are withheld too.
func (b *batch) withoutMessage(all []conn.Line) []conn.Line {
	if len(all) == 0 {
		return nil
	}
	end := slices.IndexFunc(all, func(l conn.Line) bool { return string(l.Text) == "." })
	if end >= 0 {
		b.held.unrequested.count = end + 1
		b.held.endUnrequested()
		return all[end+1:]
	}
	b.held.unrequested.begun, b.held.unrequested.count = true, len(all)
	for _, l := range all {
		b.held.unrequested.held = append(b.held.unrequested.held, newLine(prompt.Line{Text: l.Text}))
	}
	return nil
}
