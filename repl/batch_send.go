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

// send sends the batch in one write and shows the reply to each line. Lines after DATA are
// an exception: they wait for its reply. If DATA is refused, its message is not sent (RFC 2920
// 3.1). If the first write fails, the batch stays complete.
func (b *batch) send(ctx context.Context) error {
	b.warnAboutGroup()
	if b.opt.NoWait {
		return b.sendAtOnce(ctx)
	}
	b.client.StartGathering()
	defer b.client.StopGathering()
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
		if b.held.prepareWithholding(group); err == nil && isDATA(group[len(group)-1]) && !b.client.InMessage() {
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
	b.showReplies(b.client.StopGathering())
	if err == nil && b.client.InMessage() {
		err = b.policy.checkRefusals() // message text comes next, so no :expect can follow
	}
	return err
}

// sendAtOnce sends the batch without waiting for any reply (--no-wait).
func (b *batch) sendAtOnce(ctx context.Context) error {
	err := b.Send(ctx, b.group...)
	if err == nil || errors.Is(err, client.ErrGaveUp) {
		b.dropBatch()
		b.assumed = nil
		if isDATA(b.group[len(b.group)-1]) {
			b.assumed = dialect.Text()
		}
	}
	return err
}

// groupEnd returns how many lines can be sent in one write: those up to DATA, whose reply
// decides what the next line means, or all. inMessage: the first line is message text.
func groupEnd(all []conn.Line, inMessage bool) int {
	for i, l := range all {
		if !inMessage && isDATA(l) {
			return i + 1
		}
		inMessage = inMessage && string(l.Text) != "."
	}
	return len(all)
}

// withoutMessage drops the message after a refused DATA and returns the lines after it. If
// the batch does not contain the final dot, byhand withholds the next lines of input too.
func (b *batch) withoutMessage(all []conn.Line) []conn.Line {
	if len(all) == 0 {
		return nil
	}
	end := slices.IndexFunc(all, func(l conn.Line) bool { return string(l.Text) == "." })
	if end >= 0 {
		b.held.unrequested.count = end + 1
		b.held.endWithholding()
		return all[end+1:]
	}
	b.held.unrequested.begun, b.held.unrequested.count = true, len(all)
	for _, l := range all {
		b.held.unrequested.message = append(b.held.unrequested.message, newLine(prompt.Line{Text: l.Text}))
	}
	return nil
}
