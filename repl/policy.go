package repl

import (
	"context"
	"time"

	"byhand/conn"
)

// policy is the difference between a user at a prompt and a script. A session has one
// policy throughout.
type policy interface {
	// hasUser reports whether a user sees the replies and decides what to send next. In a
	// script byhand must not send the lines that follow a refusal.
	hasUser() bool
	// await waits until each line has its reply.
	await(ctx context.Context, limit time.Duration) error
	// holdUntilGreeting holds the lines that a user types before the greeting.
	holdUntilGreeting(ctx context.Context) error
	// next waits for the next line of input. It returns io.EOF at the end of input.
	next(ctx context.Context) (line, error)
	// awaitMeaning waits if the meaning of l depends on a reply that has not arrived yet,
	// such as the reply to DATA.
	awaitMeaning(ctx context.Context, l line) error
	// limitWrite returns a context that limits how long a write may take.
	limitWrite(ctx context.Context) (context.Context, context.CancelFunc)
	// checkReply is called after the wait for the reply to a line. In a script it returns a
	// *Failure if the connection ended first.
	checkReply() error
	// checkRefusals is called before the next line. In a script it reports a refusal that no
	// :expect accepted, and returns errStop, unless --keep-going is set.
	checkRefusals() error
	// canContinue reports whether the session continues after a failure.
	canContinue(f *Failure) bool
	// status returns the exit status for a failure; OK if it does not count.
	status(Status) Status
	// mistakeStatus returns the status of a command that cannot run in this phase. inScript
	// is its status in a script.
	mistakeStatus(inScript Status) Status
	// checkProtection returns a *Failure if the lines must not be sent unencrypted.
	checkProtection(lines []conn.Line) error
	// confirm returns a function that asks the user whether to accept a certificate that does
	// not verify; nil: no such certificate is accepted.
	confirm() func(context.Context, *conn.TLS) bool
	// connectionEnded is called on the output queue's goroutine when a connection has ended.
	// finished: the server had accepted QUIT.
	connectionEnded(end *conn.End, finished bool)
	// noteAtPrompt shows a note that only a user at a prompt needs.
	noteAtPrompt(text string)
	// addToHistory adds a typed line to the history. text contains no secret.
	addToHistory(text string)
	// finish is called when the input has ended. A script waits for missing replies and
	// reports refusals.
	finish(ctx context.Context)
}

// policyFor returns the policy that fits the options.
func policyFor(s *Session) policy {
	if s.opt.Interactive {
		return atPrompt{s}
	}
	return inScript{s}
}
