package repl

import (
	"context"
	"errors"
	"fmt"
	"time"

	"byhand/conn"
	"byhand/internal/hint"
)

// again is the hint when a connection has ended.
const again = ":again reconnects"

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

// endStatus is exitStatus, but OK if the connection is open or the server answered QUIT.
func endStatus(end *conn.End, answered bool) Status {
	if end == nil || finished(end, answered) {
		return OK
	}
	return exitStatus(end)
}

// endFailure returns the failure of a command that the end of the connection prevented.
func endFailure(s *Session, what, hint string) error {
	if s.client.Now().Agreed {
		return failure(TLSFailed, errHungUp.Error(), "")
	}
	if status := endStatus(s.client.Now().End, s.client.Now().Finished); status != OK {
		return failure(status, what, hint)
	}
	return failure(Lost, what, hint)
}

// missing returns the failure of a connection that ended while a reply was owed.
func missing(s *Session) error {
	return endFailure(s, "the connection ended before the reply arrived", "")
}

func notSent(s *Session) error {
	const what = "not sent: the connection is closed"
	if s.policy.judges() {
		return failure(Usage, what, again) // the prompt already showed that
	}
	return endFailure(s, what, again)
}

// writeFailed returns the failure of a write. It first waits briefly for the end of the
// connection, because the server's reason (a 552 or 421 reply) often arrives late.
func writeFailed(s *Session, err error) error {
	select {
	case <-s.client.Conn().Ended():
	case <-time.After(reasonTimeout):
	}
	if errors.Is(err, conn.ErrClosed) {
		return notSent(s)
	}
	return endFailure(s, fmt.Sprintf("the line could not be sent: %v", err), again)
}

// connectFailure returns the failure of a connection that did not open, with a hint.
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

// tlsFailure returns the failure of a handshake with t, with a hint.
func tlsFailure(s *Session, e *conn.TLSError, t conn.Target) error {
	if e.Why == conn.Unlogged {
		return &Failure{Status: Unwritable, What: e.Error(), unprotected: true}
	}
	return failure(TLSFailed, e.Error(), s.reach().Handshake(e, t))
}

// errHungUp reports that the server agreed to TLS and then closed the connection, whether
// byhand notices before or during the handshake.
var errHungUp = &conn.TLSError{Why: conn.HungUp}

// closedBeforeTLS returns the failure of starting TLS on a connection that has ended.
func closedBeforeTLS(s *Session) error {
	if end := s.client.Now().End; end == nil || end.How == conn.Local {
		return failure(TLSFailed, "TLS cannot start: the connection is closed", again)
	}
	return failure(TLSFailed, errHungUp.Error(), "")
}
