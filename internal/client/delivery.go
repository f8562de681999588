package client

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"byhand/conn"
	"byhand/internal/dialect"
	"byhand/internal/smtp"
)

// Errors when a user stops something.
var (
	ErrInterrupted = errors.New("interrupted") // nothing was sent
	ErrGaveUp      = errors.New("gave up")     // the line was sent, and its reply may still arrive
)

// Delivery is a message to deliver.
type Delivery struct {
	Next  func() ([]byte, error)         // returns the next piece, and io.EOF after the last one
	Split func(piece []byte) []conn.Line // splits a piece into lines to show; nil: BulkLines
	Sent  func(octets int)               // called after each piece that was sent
}

// Stage is how much of a message was sent before the delivery stopped.
type Stage int

// The stages.
const (
	Announced Stage = iota // DATA was sent; its reply has not arrived
	PartSent               // a part of the message
	AllSent                // the whole message was sent; its reply has not arrived
)

// StoppedError is returned when a delivery stops before its end.
type StoppedError struct {
	Stage    Stage
	Objected bool  // the server refused the message, or closed the connection, before its end
	Err      error // ErrGaveUp, ErrInterrupted, or the error of Next or a write; nil: none
}

// Error describes the stage and the cause.
func (e *StoppedError) Error() string {
	return fmt.Sprintf("delivery stopped at stage %d: %v", e.Stage, e.Err)
}

// Unwrap returns the cause, or nil.
func (e *StoppedError) Unwrap() error { return e.Err }

// Deliver sends DATA and, if the server asks for it, a message (RFC 5321 4.1.1.4). sent is
// false if the server did not ask for the message, or if the pieces do not end it. The
// error is a *StoppedError or an error returned by t.
func Deliver(ctx context.Context, c *Client, t Talk, d Delivery) (sent bool, err error) {
	before := c.refusals()
	if err := t.Ask(ctx, []byte("DATA")); err != nil {
		return false, stoppedAt(Announced, err)
	}
	if !c.InMessage() {
		return false, nil
	}
	c.StartGathering()
	if err := sendPieces(ctx, c, t, d, before); err != nil {
		return false, err
	}
	if c.InMessage() {
		return false, nil
	}
	if err := t.Await(ctx, true); err != nil {
		return true, stoppedAt(AllSent, err)
	}
	return true, nil
}

// stoppedAt adds the stage to ErrGaveUp.
func stoppedAt(stage Stage, err error) error {
	if errors.Is(err, ErrGaveUp) {
		return &StoppedError{Stage: stage, Err: err}
	}
	return err
}

// sendPieces sends a message piece by piece. It never ends a message that is incomplete.
// before holds the refusals from before DATA.
func sendPieces(ctx context.Context, c *Client, t Talk, d Delivery, before refusals) error {
	if d.Split == nil {
		d.Split = BulkLines
	}
	for {
		piece, err := d.Next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return &StoppedError{Stage: PartSent, Err: err}
		case c.hasObjected(before):
			return &StoppedError{Stage: PartSent, Objected: true}
		}
		lines := d.Split(piece)
		err = t.Send(ctx, lines...)
		if err == nil && isBulk(lines) {
			err = t.Work(ctx, func(ctx context.Context) error { return drain(ctx, c) }) // Next reuses the buffer
		}
		if err == nil || errors.Is(err, ErrGaveUp) { // the piece was sent
			d.Sent(len(piece))
		}
		switch {
		case errors.Is(err, ErrGaveUp) && c.Phase() == smtp.Command:
			return &StoppedError{Stage: AllSent, Err: err}
		case errors.Is(err, ErrInterrupted), errors.Is(err, ErrGaveUp):
			return &StoppedError{Stage: PartSent, Err: ErrInterrupted}
		case err != nil && c.hasObjected(before):
			return &StoppedError{Stage: PartSent, Objected: true, Err: err}
		case err != nil:
			return err
		}
	}
}

// isBulk reports whether one of the lines is a piece of something long.
func isBulk(lines []conn.Line) bool {
	return slices.ContainsFunc(lines, func(l conn.Line) bool { return l.Bulk })
}

// drain waits until the listener no longer needs the memory of Bulk lines. It returns why
// ctx ended before that.
func drain(ctx context.Context, c *Client) error {
	c.listener.Drain(ctx.Done())
	return context.Cause(ctx)
}

// BulkLines returns a piece as one Bulk line, which need not be shown. If the piece ends
// with the final dot, the dot is a separate line. In framed text, only the final dot is
// alone on its line.
func BulkLines(piece []byte) []conn.Line {
	const dot = ".\r\n"
	text, ends := bytes.CutSuffix(piece, []byte(dot))
	if !ends || len(text) > 0 && !bytes.HasSuffix(text, []byte("\r\n")) {
		return []conn.Line{{Text: piece, Bulk: true}}
	}
	return []conn.Line{{Text: text, Bulk: true}, {Text: []byte("."), Ending: "\r\n"}}
}

// refusals are those that TakeRefusal and TakeUnsolicited have not returned yet.
type refusals struct{ solicited, unsolicited *dialect.Reply }

func (c *Client) refusals() refusals {
	c.mu.Lock()
	defer c.mu.Unlock()
	return refusals{c.d.refusal, c.d.unsolicited}
}

// hasObjected reports whether the server has closed the connection, or sent a refusal that is
// not in before, although the message is incomplete.
func (c *Client) hasObjected(before refusals) bool {
	phase, now := c.Phase(), c.refusals()
	return c.Snapshot().Lost || phase != smtp.Command && now != before
}

// SendChunk sends one chunk with BDAT and waits for its reply (RFC 3030 2). unread means that
// the server did not read the octets as a chunk, and may read them as commands.
func SendChunk(ctx context.Context, c *Client, t Talk, chunk []byte, last bool, ending string) (unread bool, err error) {
	line := fmt.Sprintf("BDAT %d", len(chunk))
	if last {
		line += " LAST"
	}
	err = t.Send(ctx, conn.Line{Text: []byte(line), Ending: ending}, conn.Line{Text: chunk, Bulk: true})
	if err == nil {
		err = t.Await(ctx, last)
	}
	a := c.Last()
	return err == nil && a != nil && a.Verdict() != smtp.Accepted && len(chunk) > 0 && !c.HasReadChunk(a.Reply), err
}

// HasReadChunk reports whether a server that refused BDAT with r has read the chunk. A server
// that supports BDAT reads the chunk before it refuses the message (RFC 3030 2). It refuses
// it with x5z, which is about mail and not about the command (RFC 5321 4.2.1).
func (c *Client) HasReadChunk(r smtp.Reply) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return r.Refused() && r.Code/10%10 == 5 && c.d.unsolicited == nil
}
