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

// A message up to this size is shown line by line while it is sent.
const (
	fewLines  = 40
	fewOctets = 4 << 10
)

// delivery is the sending of one message.
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
	defer d.client.Harvest()
	sent, err := client.Deliver(ctx, d.client, d.Session, client.Delivery{Next: d.pieces(), Cut: d.cut(), Sent: d.sent})
	d.stop()
	var stopped *client.StoppedError
	switch {
	case errors.As(err, &stopped):
		return d.stopped(stopped)
	case err != nil:
		return err
	case sent:
		d.tell(d.elapsed())
	case d.client.InMessage():
		d.out.Note(`the file did not end the message: type the rest, or "." on its own line`)
	default:
		d.held.endUnrequested() // the message is not in the input
	}
	return nil
}

// pieces returns a function that returns the message as it is sent, piece by piece.
func (m *mail) pieces() func() ([]byte, error) {
	if m.verbatim {
		return blocks(m)
	}
	return message.Frame(m).Next
}

// cut returns the function that divides a piece into the lines to show.
func (m *mail) cut() func([]byte) []conn.Line {
	if m.short() || m.verbatim && m.report.Ends.Count > 0 { // commands and secrets may follow
		return inLines
	}
	return client.InBulk
}

// blocks reads a message unchanged.
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

// stopped reports the state after a delivery that stopped early.
func (d delivery) stopped(e *client.StoppedError) error {
	switch {
	case e.Stage == client.Announced:
		return d.noteGaveUp(e.Err, `DATA was sent but the message was not; if the server accepts it, "." ends an empty message`)
	case e.Stage == client.Whole:
		return d.noteGaveUp(e.Err, "the whole message was sent; the reply may still arrive")
	case e.Objected:
		return d.halfSent("the server refused or disconnected before the end of the message")
	case errors.Is(e.Err, client.ErrInterrupted):
		return d.halfSent("interrupted")
	}
	return d.halfSent(notRead(d.name, e.Err))
}

// noteGaveUp tells a user who pressed Ctrl-C what state the exchange is in.
func (d delivery) noteGaveUp(err error, where string) error {
	if errors.Is(err, client.ErrGaveUp) {
		d.out.Note(where)
		return client.ErrGaveUp
	}
	return err
}

// halfSent returns the failure of a message that was sent in part. A script's connection
// is closed, because its next lines would be read as message text. After a refusal any
// connection is closed, because the server may read the text as commands.
func (d delivery) halfSent(why string) error {
	status := Usage
	if d.client.Now().Left {
		status = Lost
	}
	if d.client.HasRefusal() {
		status = Refused
	}
	if (!d.policy.judges() || status == Refused) && !d.chunked {
		d.client.Close()
	}
	state, hint := d.half(d.client.Live() != nil)
	return failure(status, fmt.Sprintf("%s after %s; %s", why, d.words(), state), hint)
}

// half says what happened to a message that was sent in part, and how to continue.
func (m *mail) half(open bool) (state, hint string) {
	state, hint = "the final dot was not sent: nothing is delivered", `press Ctrl-C twice to quit without delivering it; "." would deliver the part that was sent`
	switch {
	case m.chunked:
		state, hint = "the last chunk was not sent: nothing is delivered", "RSET starts a new message"
	case m.verbatim && m.report.Ends.Count > 0:
		state = "the final dot in the file may have been sent"
	case open:
		state = "the final dot was not sent: the server still waits for the rest"
	}
	if !open {
		state, hint = "the connection is closed, and "+state, again
	}
	return state, hint
}

// tell notes how long a long delivery took, and the LMTP reply for each recipient
// (RFC 2033 4.2).
func (d delivery) tell(took time.Duration) {
	all := d.client.Harvest()
	if took >= longWait {
		d.out.Note(fmt.Sprintf("%s: %s in %s, %s", d.name, describe.Octets(d.report.Octets), view.Span(took), describe.Rate(d.report.Octets, took)))
	}
	all = slices.DeleteFunc(all, func(a dialect.Answer) bool { return a.To != "." && a.To != "BDAT" })
	if len(all) < 2 || len(all) != len(d.to) {
		return
	}
	for i, a := range all {
		d.out.Note(fmt.Sprintf("%s: %s", view.Quoted([]byte(d.to[i])), view.Reply(a.Reply)))
	}
}
