package client

import (
	"context"
	"errors"

	"byhand/internal/dialect"
)

// ErrNoStartTLS is returned if byhand does not know how the protocol starts TLS.
var ErrNoStartTLS = errors.New("byhand does not know how this protocol starts TLS")

// RefusedError is returned if the server refuses a line of StartTLS.
type RefusedError struct{ Reply dialect.Reply }

// Error names the line that was refused.
func (e *RefusedError) Error() string { return "the server refused " + e.Reply.Verb }

// StartTLS sends the command of the protocol that asks for TLS, and performs the
// handshake. In SMTP and LMTP it sends EHLO with name after the handshake (RFC 3207 4.2),
// and before it if no EHLO was accepted yet. upgrade must be or call c.Upgrade. The errors
// are ErrNoStartTLS, a *RefusedError, and those of upgrade and t.
func (c *Client) StartTLS(ctx context.Context, t Talk, name string, upgrade func(context.Context) error) error {
	ask := c.Snapshot().TLSCommand
	if ask == "" {
		return ErrNoStartTLS
	}
	hello, isMail := c.Hello(name)
	must := func(line string) error {
		if err := t.Ask(ctx, []byte(line)); err != nil {
			return err
		}
		if a := c.TakeRefusal(); a != nil {
			return &RefusedError{*a}
		}
		return nil
	}
	if state, _ := c.State(); isMail && state.Hello == "" {
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
	if err := t.Await(ctx, false); err != nil { // ManageSieve greets again (RFC 5804 2.2)
		return err
	}
	if isMail {
		return must(hello)
	}
	return nil
}
