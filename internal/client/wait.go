package client

import (
	"context"
	"errors"
	"time"

	"byhand/conn"
	"byhand/internal/smtp"
)

// Patience is how long to wait for a reply if the protocol does not say whether a line has one.
const Patience = 3 * time.Second

// Errors of a wait.
var (
	ErrLate  = errors.New("no reply in time")
	ErrEnded = errors.New("the connection ended before the reply arrived")
)

// Talk sends lines and waits for the replies. A Client implements it, and so does a session
// that its user can interrupt.
type Talk interface {
	// Send writes lines in one write.
	Send(ctx context.Context, lines ...conn.Line) error
	// Ask sends one line, with the session's line ending, and waits like Await.
	Ask(ctx context.Context, line []byte) error
	// Await waits until no reply is owed. final says that the reply to a whole message is
	// owed, which may take longer. If the connection ends first, Await returns an error,
	// except after a refusal.
	Await(ctx context.Context, final bool) error
	// Work calls do with a context that ends when the user interrupts it.
	Work(ctx context.Context, do func(context.Context) error) error
}

// Ask sends a line and CRLF, and waits like Await.
func (c *Client) Ask(ctx context.Context, line []byte) error {
	if err := c.Send(ctx, conn.Line{Text: line, Ending: "\r\n"}); err != nil {
		return err
	}
	return c.Await(ctx, false)
}

// Await waits until no reply is owed. It returns ErrLate after the Client's limit, ErrEnded
// unless the last line was refused, or the cause of ctx.
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
		case settled && c.Snapshot().ReplyMissing && !refusedLast(c):
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

// Work calls do.
func (c *Client) Work(ctx context.Context, do func(context.Context) error) error { return do(ctx) }

// Settled reports whether no reply is owed, or the connection has ended. If not, changed
// is closed at the next change, and look fires when silence may have ended a reply. If
// silence ends replies, patience without a reply also settles the dialogue.
func (c *Client) Settled(patience time.Duration) (ok bool, changed <-chan struct{}, look <-chan time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.d.end != nil {
		return true, nil, nil
	}
	quiet := c.d.dialect.QuietPeriod()
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
