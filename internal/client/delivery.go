package client

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"byhand/conn"
	"byhand/internal/dialect"
	"byhand/internal/smtp"
)

// How a user stops something that takes long.
var (
	ErrInterrupted = errors.New("interrupted") // before it was sent
	ErrGaveUp      = errors.New("gave up")     // after it was sent: the reply may still come
)

// Delivery is a message on its way to the server.
type Delivery struct {
	Next func() ([]byte, error)         // returns the next piece of it, and io.EOF after the last
	Cut  func(piece []byte) []conn.Line // how a piece is shown; nil: InBulk
	Sent func(octets int)               // hears of each piece that was sent
}

// Stage is how far a delivery came before it stopped.
type Stage int

// The stages.
const (
	Announced Stage = iota // DATA was sent, and its reply is missing
	Half                   // a part of the message was sent, and not its end
	Whole                  // all of it was sent, and the reply is missing
)

// StoppedError is a delivery that did not come to its end.
type StoppedError struct {
	Stage    Stage
	Objected bool  // the server refused, or left, before the end
	Err      error // ErrGaveUp, ErrInterrupted, or what failed; nil: nothing but the server
}

// Error says how far it came.
func (e *StoppedError) Error() string {
	return fmt.Sprintf("delivery stopped at stage %d: %v", e.Stage, e.Err)
}

// Unwrap returns what failed.
func (e *StoppedError) Unwrap() error { return e.Err }

// Deliver sends DATA and, if the server asks for it, a message (RFC 5321 4.1.1.4). It
// returns sent false if the server did not ask for the message, or the message did not
// end; the replies say more. The error is a *StoppedError, or that of the connection.
func Deliver(ctx context.Context, c *Client, t Talk, d Delivery) (sent bool, err error) {
	before := c.refusals()
	if err := t.Ask(ctx, []byte("DATA")); err != nil {
		return false, gaveUp(Announced, err)
	}
	if !c.InMessage() {
		return false, nil
	}
	c.Gather()
	if err := pour(ctx, c, t, d, before); err != nil {
		return false, err
	}
	if c.InMessage() {
		return false, nil
	}
	if err := t.Await(ctx, true); err != nil {
		return true, gaveUp(Whole, err)
	}
	return true, nil
}

// gaveUp says at which stage the user gave up waiting.
func gaveUp(stage Stage, err error) error {
	if errors.Is(err, ErrGaveUp) {
		return &StoppedError{Stage: stage, Err: err}
	}
	return err
}

// pour sends a message piece by piece. It never ends half a message. before is the
// refusals from before DATA.
func pour(ctx context.Context, c *Client, t Talk, d Delivery, before refusals) error {
	if d.Cut == nil {
		d.Cut = InBulk
	}
	for {
		piece, err := d.Next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return &StoppedError{Stage: Half, Err: err}
		case c.objected(before):
			return &StoppedError{Stage: Half, Objected: true}
		}
		err = t.Send(ctx, d.Cut(piece)...)
		if err == nil || errors.Is(err, ErrGaveUp) { // which came too late for the piece
			d.Sent(len(piece))
		}
		switch {
		case errors.Is(err, ErrGaveUp) && c.Phase() == smtp.Command:
			return &StoppedError{Stage: Whole, Err: err}
		case errors.Is(err, ErrInterrupted), errors.Is(err, ErrGaveUp):
			return &StoppedError{Stage: Half, Err: ErrInterrupted}
		case err != nil && c.objected(before):
			return &StoppedError{Stage: Half, Objected: true, Err: err}
		case err != nil:
			return err
		}
	}
}

// InBulk leaves a piece whole, but for the final dot, which is shown. Framed text has
// no other line like it.
func InBulk(piece []byte) []conn.Line {
	const dot = ".\r\n"
	text, ends := bytes.CutSuffix(piece, []byte(dot))
	if !ends || len(text) > 0 && !bytes.HasSuffix(text, []byte("\r\n")) {
		return []conn.Line{{Text: piece, Bulk: true}}
	}
	return []conn.Line{{Text: text, Bulk: true}, {Text: []byte("."), Ending: "\r\n"}}
}

// refusals are those that were not taken yet.
type refusals struct{ solicited, unsolicited *dialect.Answer }

func (c *Client) refusals() refusals {
	c.mu.Lock()
	defer c.mu.Unlock()
	return refusals{c.d.refusal, c.d.unsolicited}
}

// objected reports whether the server refused since before, or left, while a message is
// not at its end.
func (c *Client) objected(before refusals) bool {
	phase, now := c.Phase(), c.refusals()
	return c.Now().Left || phase != smtp.Command && now != before
}

// Chunk sends one chunk and waits for its reply (RFC 3030 2). unread reports whether
// the reply shows that the server did not read the chunk: it reads its octets as
// commands.
func Chunk(ctx context.Context, c *Client, t Talk, chunk []byte, last bool, ending string) (unread bool, err error) {
	line := fmt.Sprintf("BDAT %d", len(chunk))
	if last {
		line += " LAST"
	}
	err = t.Send(ctx, conn.Line{Text: []byte(line), Ending: ending}, conn.Line{Text: chunk, Bulk: true})
	if err == nil {
		err = t.Await(ctx, last)
	}
	a := c.Last()
	return err == nil && a != nil && a.Verdict() != smtp.Accepted && len(chunk) > 0 && !c.ReadChunk(a.Reply), err
}

// ReadChunk reports whether a server that answered BDAT like this has read the chunk.
// A server that knows BDAT reads the chunk before it refuses the message (RFC 3030 2),
// and refuses it with x5z, which is about mail and not about the command (RFC 5321
// 4.2.1).
func (c *Client) ReadChunk(r smtp.Reply) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return r.Refused() && r.Code/10%10 == 5 && c.d.unsolicited == nil
}
