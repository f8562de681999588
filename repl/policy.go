package repl

import (
	"context"
	"time"

	"byhand/conn"
)

// policy is what differs between a person at a prompt and a script. A session has one
// for its whole life.
type policy interface {
	// judges reports whether a person sees the replies and decides what follows from
	// them. A script has to be protected from what comes after a refusal.
	judges() bool
	// await waits for what is owed.
	await(ctx context.Context, limit time.Duration) error
	// greeted is called when the wait for the greeting is over.
	greeted(ctx context.Context) error
	// next waits for a line of the input. It returns io.EOF when there are no more.
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
	// status returns what a failure is worth as the exit status.
	status(Status) Status
	// mistake returns the status of a command that was given too early or too late.
	mistake(Status) Status
	// protects returns why a line must not go out unencrypted, a *Failure; nil: it may.
	protects(lines []conn.Line) error
	// confirm returns what is asked about a certificate that does not verify.
	confirm() func(context.Context, *conn.TLS) bool
	// connectionEnded hears how a connection ended, and whether QUIT was answered
	// before. It is called on the queue's goroutine.
	connectionEnded(end *conn.End, answered bool)
	// tell says something that only a person needs to know.
	tell(text string)
	// keep lets a typed line be called up again. It holds no secret.
	keep(text string)
	// finish ends the session when its input has ended.
	finish(ctx context.Context)
}

// policyFor chooses.
func policyFor(s *Session) policy {
	if s.opt.Typed {
		return atPrompt{s}
	}
	return inScript{s}
}
