package repl

import (
	"errors"
	"sync"

	"byhand/internal/transcript"
)

// Status is the exit status of a session. After a signal, byhand exits with 128 plus the
// signal's number instead.
type Status int

// The exit statuses. The first failure of a session decides.
const (
	OK           Status = iota // everything succeeded
	Refused                    // the server refused something, or a reply was not the expected one
	Usage                      // wrong usage, or a file that cannot be read
	NoConnection               // no connection: name not found, connection refused, or timed out
	TLSFailed                  // TLS failed or was refused
	TimedOut                   // timed out waiting for a reply
	Lost                       // the connection was lost, or the server broke the protocol
	Unwritable                 // output could not be written
)

// Failure is an error to show to the user. It may contain text from outside, which the view
// makes safe to show.
type Failure struct {
	Status Status
	What   string // what happened
	Hint   string // what to do next, with the exact line to type; "": no hint

	unprotected bool // ends a script even with --keep-going: its next lines were meant for another connection, or for an encrypted one
}

// Error returns What.
func (f *Failure) Error() string { return f.What }

// endsScript marks a failure that ends a script even with --keep-going.
func endsScript(err error) error {
	var f *Failure
	if errors.As(err, &f) {
		f.unprotected = true
	}
	return err
}

func failure(status Status, what, hint string) error {
	return &Failure{Status: status, What: what, Hint: hint}
}

// isFailure reports whether an error is a *Failure.
func isFailure(err error) bool { return errors.As(err, new(*Failure)) }

// outcome keeps the exit status of the first failure.
type outcome struct {
	mu     sync.Mutex // guards status
	status Status
}

func (o *outcome) get() Status {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.status
}

func (o *outcome) keep(status Status) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.status == OK {
		o.status = status
	}
}

// reportFailure shows a *Failure with the script line that caused it, records it, and sets the
// exit status. byhand then holds the rest of a paste.
func (s *Session) reportFailure(err error) {
	var f *Failure
	if !errors.As(err, &f) {
		return
	}
	s.held.paste.refuse()
	what := f.What
	if s.place != "" {
		what += " (" + s.place + ")"
	}
	s.out.Answer(what)
	s.out.recordNote(transcript.Notice, what)
	if f.Hint != "" {
		s.out.Answer("hint: " + f.Hint)
	}
	s.countStatus(f.Status)
}

// countStatus sets the exit status, unless an earlier failure has set it or the policy ignores
// this one.
func (s *Session) countStatus(status Status) { s.outcome.keep(s.policy.status(status)) }
