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

// A message that is no longer than this is shown line by line as it goes out.
const (
	fewLines  = 40
	fewOctets = 4 << 10
)

// delivery is a message on its way.
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

// deliver sends a message: DATA, its lines, the dot (RFC 5321 4.1.1.4).
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
		d.out.Note(`the file does not end the message; "." alone does, or the rest of it`)
	default:
		d.held.openGate() // no line of a message comes after this DATA
	}
	return nil
}

// pieces returns the message as it goes out, piece by piece.
func (m *mail) pieces() func() ([]byte, error) {
	if m.verbatim {
		return blocks(m)
	}
	return message.Frame(m).Next
}

// cut returns how a piece is shown.
func (m *mail) cut() func([]byte) []conn.Line {
	if m.short() || m.verbatim && m.report.Ends.Count > 0 { // commands may follow, and secrets
		return inLines
	}
	return client.InBulk
}

// blocks reads a message as it is.
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

// stopped says where a delivery that did not come to its end leaves the dialogue.
func (d delivery) stopped(e *client.StoppedError) error {
	switch {
	case e.Stage == client.Announced:
		return d.noteGaveUp(e.Err, `DATA is sent, and nothing behind it: if the server takes it, "." alone ends an empty message`)
	case e.Stage == client.Whole:
		return d.noteGaveUp(e.Err, "the message is sent to its end; its reply may still come")
	case e.Objected:
		return d.halfSent("the server did not let the message end")
	case errors.Is(e.Err, client.ErrInterrupted):
		return d.halfSent("interrupted")
	}
	return d.halfSent(notRead(d.name, e.Err))
}

// noteGaveUp tells a user who gave up waiting where that leaves the dialogue.
func (d delivery) noteGaveUp(err error, where string) error {
	if errors.Is(err, client.ErrGaveUp) {
		d.out.Note(where)
		return client.ErrGaveUp
	}
	return err
}

// halfSent says where a message that was not sent to its end leaves us. In a script
// nothing may follow half a text: it would be taken for more of it. After a refusal
// nothing may at all: the server may read what it has as commands.
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

// half says what became of half a message, and how to go on.
func (m *mail) half(open bool) (state, hint string) {
	state, hint = "no dot was sent: nothing of it is delivered", `Ctrl-C twice leaves and gives the message up; "." alone would deliver the half of it`
	switch {
	case m.chunked:
		state, hint = "the last chunk was not sent: nothing of it is delivered", "RSET starts a new message"
	case m.verbatim && m.report.Ends.Count > 0:
		state = "the file's own dot may have gone out"
	case open:
		state = "no dot was sent: the server still waits for the rest"
	}
	if !open {
		state, hint = "the connection is closed, and "+state, again
	}
	return state, hint
}

// tell says how long it took, if it did, and what LMTP answered for each
// recipient (RFC 2033 4.2).
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
