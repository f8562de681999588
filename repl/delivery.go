package repl

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"byhand/conn"
	"byhand/internal/client"
	"byhand/internal/describe"
	"byhand/internal/dialect"
	"byhand/internal/message"
	"byhand/internal/view"
)

// A message up to this size is shown line by line as it is sent.
const (
	fewLines  = 40
	fewOctets = 4 << 10
)

// delivery sends one message.
type delivery struct {
	*Session
	*mail
	*progress
}

func newDelivery(s *Session, m *mail) delivery {
	state, _ := s.client.State()
	m.to = state.Envelope.To
	return delivery{s, m, newProgress(s, m)}
}

// deliver sends DATA, the message and the final dot (RFC 5321 4.1.1.4).
func (d delivery) deliver(ctx context.Context) error {
	defer d.client.StopGathering()
	sent, err := client.Deliver(ctx, d.client, d.Session, client.Delivery{Next: d.pieces(), Split: d.splitter(), Sent: d.sent})
	d.removeBar()
	var stopped *client.StoppedError
	switch {
	case errors.As(err, &stopped):
		return d.reportStopped(stopped)
	case err != nil:
		return err
	case sent:
		d.reportDelivery(d.elapsed())
	case d.client.InMessage():
		d.out.Note(`the file did not end the message: type the rest, or "." on its own line`)
	default:
		d.held.endWithholding() // the message comes from the file, so the input is not its text
	}
	return nil
}

// pieces returns a function that returns the next piece of the message in the form in which
// it is sent.
func (m *mail) pieces() func() ([]byte, error) {
	if m.verbatim {
		return blocks(m)
	}
	return message.Frame(m).Next
}

// splitter returns the function that splits a piece of the message into lines.
func (m *mail) splitter() func([]byte) []conn.Line {
	if m.short() || m.verbatim && m.report.Ends.Count > 0 { // commands and secrets may follow
		return splitLines
	}
	return client.BulkLines
}

// blocks returns a function that returns the next block of a message, unchanged.
func blocks(r io.Reader) func() ([]byte, error) {
	buf := make([]byte, 64<<10)
	return func() ([]byte, error) {
		n, err := io.ReadFull(r, buf)
		if errors.Is(err, io.ErrUnexpectedEOF) {
			err = nil
		}
		return buf[:n], err
	}
}

// reportStopped reports the state after a delivery that stopped early.
func (d delivery) reportStopped(e *client.StoppedError) error {
	switch {
	case e.Stage == client.Announced:
		return d.noteInterrupted(e.Err, `DATA was sent but the message was not; if the server accepts it, "." ends an empty message`)
	case e.Stage == client.AllSent:
		return d.noteInterrupted(e.Err, "the whole message was sent; the reply may still arrive")
	case e.Objected:
		return d.halfSent("the server refused the message or disconnected")
	case errors.Is(e.Err, client.ErrInterrupted):
		return d.halfSent("interrupted")
	}
	return d.halfSent(readErrorText(d.name, e.Err))
}

// noteInterrupted tells a user who pressed Ctrl-C what was sent: where. It returns err.
func (d delivery) noteInterrupted(err error, where string) error {
	if errors.Is(err, client.ErrGaveUp) {
		d.out.Note(where)
		return client.ErrGaveUp
	}
	return err
}

// halfSent returns the failure of a message that was sent in part. It closes the connection
// of a script, because the server would read the next lines as message text. After a refusal
// it closes any connection, because the server may read the message text as commands.
func (d delivery) halfSent(why string) error {
	status := Usage
	if d.client.Snapshot().Lost {
		status = Lost
	}
	if d.client.HasRefusal() {
		status = Refused
	}
	if (!d.policy.hasUser() || status == Refused) && !d.chunked {
		d.client.Close()
	}
	state, hint := d.halfSentState(d.client.Live() != nil)
	return failure(status, fmt.Sprintf("%s after %s; %s", why, d.amount(), state), hint)
}

// halfSentState returns what happened to a message that was sent in part, and how to continue.
// open: the connection is open.
func (m *mail) halfSentState(open bool) (state, hint string) {
	state, hint = "the final dot was not sent: nothing is delivered", `press Ctrl-C twice to quit without delivering it; "." would deliver the part that was sent`
	switch {
	case m.chunked:
		state, hint = "the last chunk was not sent: nothing is delivered", "RSET starts a new message"
	case m.verbatim && m.report.Ends.Count > 0:
		state = "the final dot in the file may have been sent, and the message delivered"
	case open:
		state = "the final dot was not sent: the server still waits for the rest of the message"
	}
	if !open {
		state, hint = "the connection is closed, and "+state, hintAgain
	}
	return state, hint
}

// reportDelivery notes how long a delivery took if it was longer than longWait. For LMTP it
// notes the reply for each recipient (RFC 2033 4.2).
func (d delivery) reportDelivery(took time.Duration) {
	all := d.client.StopGathering()
	if took >= longWait {
		d.out.Note(fmt.Sprintf("%s: %s in %s, %s", d.name, describe.Octets(d.report.Octets), view.Span(took), describe.Rate(d.report.Octets, took)))
	}
	all = slices.DeleteFunc(all, func(a dialect.Reply) bool { return a.Verb != "." && a.Verb != "BDAT" })
	if len(all) < 2 || len(all) != len(d.to) {
		return
	}
	for i, a := range all {
		d.out.Note(fmt.Sprintf("%s: %s", view.Quoted([]byte(d.to[i])), view.Reply(a.Reply)))
	}
}
