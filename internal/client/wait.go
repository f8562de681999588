package client

import (
	"context"
	"errors"
	"time"

	"byhand/conn"
	"byhand/internal/smtp"
)

// Patience is how long a reply may be missing in a protocol where nothing says that
// there will be one.
const Patience = 3 * time.Second

// What ends a wait without a reply.
var (
	ErrLate  = errors.New("no reply in time")
	ErrEnded = errors.New("the connection ended before the reply arrived")
)

// Talk sends lines and waits for the replies. A Client is one, and so is a session
// whose user can interrupt it.
type Talk interface {
	// Send writes lines in one write.
	Send(ctx context.Context, lines ...conn.Line) error
	// Ask sends one line, with the line ending that the user chose, and waits for its
	// reply as Await does.
	Ask(ctx context.Context, line []byte) error
	// Await waits until nothing is owed; final: for the reply to a whole message. It
	// returns an error if the connection ends first, unless a refusal came.
	Await(ctx context.Context, final bool) error
	// Work does something that takes long and may be interrupted.
	Work(ctx context.Context, do func(context.Context) error) error
}

// Ask sends a line that ends in CRLF and waits for its reply.
func (c *Client) Ask(ctx context.Context, line []byte) error {
	if err := c.Send(ctx, conn.Line{Text: line, Ending: "\r\n"}); err != nil {
		return err
	}
	return c.Await(ctx, false)
}

// Await waits until nothing is owed. It returns ErrLate after the Client's limit,
// ErrEnded, or why ctx ended.
func (c *Client) Await(ctx context.Context, _ bool) error {
	limit := c.limits.Reply
	if c.Phase() == smtp.Greeting {
		limit = c.limits.Greeting
	}
	late := time.NewTimer(limit)
	defer late.Stop()
	for {
		settled, changed, look := c.Settled(limit)
		switch {
		case settled && c.Now().Missing && !refusedLast(c):
			return ErrEnded
		case settled:
			return nil
		}
		select {
		case <-changed:
		case <-look:
		case <-late.C:
			return ErrLate
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// refusedLast reports whether the last line was refused. A refusal from before it was
// sent does not count.
func refusedLast(c *Client) bool {
	a := c.Last()
	return a != nil && (a.Refused() || a.Verdict() == smtp.Broken)
}

// Work does it.
func (c *Client) Work(ctx context.Context, do func(context.Context) error) error { return do(ctx) }

// Settled reports whether nothing is owed any more, or the connection has ended. If
// something is owed, changed is closed at the next change; look fires where silence
// ends a reply. There a reply that does not begin is given up after patience.
func (c *Client) Settled(patience time.Duration) (ok bool, changed <-chan struct{}, look <-chan time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.d.end != nil {
		return true, nil, nil
	}
	quiet := c.d.dialect.Quiet()
	if quiet == 0 {
		return c.d.dialect.Owed() == 0, c.changed, nil
	}
	wait := quiet - time.Since(c.d.heardAt)
	switch {
	case c.d.dialect.Owed() > 0 && c.d.dialect.Phase() == smtp.Greeting:
		return false, c.changed, nil
	case c.d.dialect.Owed() > 0:
		wait = patience - time.Since(c.d.askedAt)
	}
	return wait <= 0, c.changed, time.After(wait)
}

// Changed is closed at the next change of the dialogue.
func (c *Client) Changed() <-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.changed
}
