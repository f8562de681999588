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

// send sends the batch in one write and reports the reply to each line. Lines after DATA
// are an exception: they wait for its reply. If DATA is refused, its message is not sent
// (RFC 2920 3.1). If the first write fails, the batch is kept.
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
		if err != nil && !errors.Is(err, client.ErrGaveUp) { // after ErrGaveUp, the lines were already sent
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
	b.tellReplies(b.client.Harvest())
	if err == nil && b.client.InMessage() {
		err = b.policy.unjudged() // message text comes next, so no :expect can follow
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

// groupEnd returns how many lines can be sent together. The last is DATA, whose reply
// decides what the next line means. inMessage says that the first line is message text.
func groupEnd(all []conn.Line, inMessage bool) int {
	for i, l := range all {
		if !inMessage && isDATA(l) {
			return i + 1
		}
		inMessage = inMessage && string(l.Text) != "."
	}
	return len(all)
}

// withoutMessage drops the message of a refused DATA and returns the lines after it. If the
// batch does not contain the final dot, the next lines of input are withheld too.
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
