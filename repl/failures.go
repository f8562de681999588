package repl

import (
	"context"
	"errors"
	"fmt"
	"time"

	"byhand/conn"
	"byhand/internal/hint"
)

// again is what to type when a connection has ended.
const again = ":again connects anew"

// exitStatus maps how a connection ended to an exit status.
func exitStatus(end *conn.End) Status {
	switch end.How {
	case conn.Cut, conn.Reset, conn.Failed:
		return Lost
	case conn.Broken:
		return TLSFailed
	}
	return OK
}

// endStatus is exitStatus for a session whose server may have answered QUIT before.
func endStatus(end *conn.End, answered bool) Status {
	if end == nil || finished(end, answered) {
		return OK
	}
	return exitStatus(end)
}

// endFailure is the failure of what cannot be done because the connection has ended.
func endFailure(s *Session, what, hint string) error {
	if s.client.Now().Agreed {
		return failure(TLSFailed, errHungUp.Error(), "")
	}
	if status := endStatus(s.client.Now().End, s.client.Now().Finished); status != OK {
		return failure(status, what, hint)
	}
	return failure(Lost, what, hint)
}

// missing is the failure of a connection that ended while a reply was owed.
func missing(s *Session) error {
	return endFailure(s, "the connection ended, and a reply is missing", "")
}

func notSent(s *Session) error {
	const what = "not sent: the connection is closed"
	if s.policy.judges() {
		return failure(Usage, what, again) // what a person could see
	}
	return endFailure(s, what, again)
}

// writeFailed waits for what the server still said before it reports a write that
// failed: the reason is often on its way (a 552, a 421).
func writeFailed(s *Session, err error) error {
	select {
	case <-s.client.Conn().Ended():
	case <-time.After(grace):
	}
	if errors.Is(err, conn.ErrClosed) {
		return notSent(s)
	}
	return endFailure(s, fmt.Sprintf("the line could not be sent: %v", err), again)
}

// connectFailure says why there is no connection, and what to type instead.
func connectFailure(s *Session, err error, t conn.Target) error {
	var dial *conn.DialError
	var secure *conn.TLSError
	switch {
	case errors.As(err, &secure) && errors.Is(err, context.Canceled):
		return failure(TLSFailed, "the TLS handshake was interrupted", "")
	case errors.Is(err, context.Canceled):
		return failure(NoConnection, fmt.Sprintf("connecting to %s was interrupted", t), "")
	case errors.As(err, &secure):
		return tlsFailure(s, secure, t)
	case errors.As(err, &dial):
		return failure(NoConnection, dial.Error(), hint.Dial(dial, t))
	}
	return failure(NoConnection, err.Error(), "")
}

// tlsFailure says why a handshake with t failed, and what to type instead.
func tlsFailure(s *Session, e *conn.TLSError, t conn.Target) error {
	if e.Why == conn.Unlogged {
		return &Failure{Status: Unwritable, What: e.Error(), unprotected: true}
	}
	return failure(TLSFailed, e.Error(), s.reach().Handshake(e, t))
}

// errHungUp is the failure of a server that agreed to TLS and closed the connection, at
// whatever moment that was noticed.
var errHungUp = &conn.TLSError{Why: conn.HungUp}

// closedBeforeTLS is the failure of TLS that was to begin on a connection that has
// ended.
func closedBeforeTLS(s *Session) error {
	if end := s.client.Now().End; end == nil || end.How == conn.Local {
		return failure(TLSFailed, "TLS cannot start: the connection is closed", again)
	}
	return failure(TLSFailed, errHungUp.Error(), "")
}
