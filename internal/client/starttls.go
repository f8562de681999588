package client

import (
	"context"
	"errors"

	"byhand/internal/dialect"
)

// ErrNoStartTLS is a protocol whose way to begin TLS byhand does not know.
var ErrNoStartTLS = errors.New("byhand does not know how this protocol begins TLS")

// RefusedError is a refusal of a line on the way to TLS.
type RefusedError struct{ Reply dialect.Answer }

// Error names the line.
func (e *RefusedError) Error() string { return "the server refused " + e.Reply.To }

// StartTLS does what a user would type to begin TLS: the protocol's own command, the
// handshake, and in SMTP and LMTP an EHLO before (if there was none) and after it, with
// that name (RFC 3207 4.2). upgrade is Upgrade, or calls it. It returns ErrNoStartTLS, a
// *RefusedError, or what upgrade and t return.
func (c *Client) StartTLS(ctx context.Context, t Talk, name string, upgrade func(context.Context) error) error {
	ask := c.Now().TLSCommand
	if ask == "" {
		return ErrNoStartTLS
	}
	hello, greets := c.Hello(name)
	must := func(line string) error {
		if err := t.Ask(ctx, []byte(line)); err != nil {
			return err
		}
		if a := c.TakeRefusal(); a != nil {
			return &RefusedError{*a}
		}
		return nil
	}
	if state, _ := c.State(); greets && state.Hello == "" {
		if err := must(hello); err != nil {
			return err
		}
	}
	if err := must(ask); err != nil {
		return err
	}
	if err := upgrade(ctx); err != nil {
		return err
	}
	if err := t.Await(ctx, false); err != nil { // some servers greet again (RFC 5804 2.2)
		return err
	}
	if greets {
		return must(hello)
	}
	return nil
}
