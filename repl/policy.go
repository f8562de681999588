package repl

import (
	"context"
	"time"

	"byhand/conn"
)

// policy is the difference between a user at a prompt and a script. A session has one
// policy throughout.
type policy interface {
	// judges reports whether a user sees the replies and decides what to do. A script
	// has to be protected from its own lines after a refusal.
	judges() bool
	// await waits for the replies that are owed.
	await(ctx context.Context, limit time.Duration) error
	// greeted is called when the wait for the greeting is over.
	greeted(ctx context.Context) error
	// next waits for the next line of input. It returns io.EOF at the end of input.
	next(ctx context.Context) (line, error)
	// decide waits for the reply that decides what a line means.
	decide(ctx context.Context, l line) error
	// bound limits how long a write may take.
	bound(ctx context.Context) (context.Context, context.CancelFunc)
	// replied is called when the wait for the reply to a line is over.
	replied() error
	// unjudged is called before the next line, if a refusal was not expected.
	unjudged() error
	// goesOn reports whether the session goes on after a failure.
	goesOn(f *Failure) bool
	// status returns the exit status for a failure; OK if it does not count.
	status(Status) Status
	// mistake returns the status of a command that came at the wrong moment.
	mistake(Status) Status
	// protects returns a *Failure if the lines must not be sent unencrypted.
	protects(lines []conn.Line) error
	// confirm returns the function that asks about a certificate that does not verify;
	// nil: none is accepted.
	confirm() func(context.Context, *conn.TLS) bool
	// connectionEnded is called on the queue's goroutine when a connection has ended.
	// answered: the server had answered QUIT.
	connectionEnded(end *conn.End, answered bool)
	// tell shows a note that only a user at a prompt needs.
	tell(text string)
	// keep adds a typed line, which contains no secret, to the history.
	keep(text string)
	// finish completes the session when its input has ended.
	finish(ctx context.Context)
}

// policyFor returns the policy that fits the options.
func policyFor(s *Session) policy {
	if s.opt.Typed {
		return atPrompt{s}
	}
	return inScript{s}
}
