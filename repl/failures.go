package repl

import (
	"context"
	"errors"
	"fmt"
	"time"

	"byhand/conn"
	"byhand/internal/describe"
	"byhand/internal/hint"
)

// hintAgain is the hint after a connection has ended.
const hintAgain = ":again reconnects"

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

// endStatus returns the exit status for the end of a connection. It is OK if the connection is
// open (nil), or if it was lost after the server had accepted QUIT (finished).
func endStatus(end *conn.End, finished bool) Status {
	if end == nil || endedAfterQuit(end, finished) {
		return OK
	}
	return exitStatus(end)
}

// endFailure returns the failure of a line or a command that could not complete because the
// connection ended.
func endFailure(s *Session, what, hint string) error {
	if s.client.Snapshot().EndedBeforeTLS {
		return failure(TLSFailed, errHungUp.Error(), "")
	}
	if status := endStatus(s.client.Snapshot().End, s.client.Snapshot().Finished); status != OK {
		return failure(status, what, hint)
	}
	return failure(Lost, what, hint)
}

// missingReply returns the failure of a connection that ended before a reply arrived.
func missingReply(s *Session) error {
	return endFailure(s, "the connection ended before the reply arrived", "")
}

// notSentFailure returns the failure of a line or a command after the connection has ended.
func notSentFailure(s *Session) error {
	const what = "not sent: the connection is closed"
	if s.policy.hasUser() {
		return failure(Usage, what, hintAgain) // the prompt showed that it is closed
	}
	return endFailure(s, what, hintAgain)
}

// writeFailed returns the failure of a write. It first waits briefly for the end of the
// connection, because the server's reason (a 552 or 421 reply) often arrives late.
func writeFailed(s *Session, err error) error {
	select {
	case <-s.client.Conn().Ended():
	case <-time.After(reasonTimeout):
	}
	if errors.Is(err, conn.ErrClosed) {
		return notSentFailure(s)
	}
	return endFailure(s, fmt.Sprintf("the line could not be sent: %v", err), hintAgain)
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
		keepFailure(s, describe.DialFailure(dial, hint.Dial(dial, t)))
		return failure(NoConnection, dial.Error(), hint.Dial(dial, t))
	}
	return failure(NoConnection, err.Error(), "")
}

// tlsFailure returns the failure of a handshake with t, with a hint.
func tlsFailure(s *Session, e *conn.TLSError, t conn.Target) error {
	if e.Why == conn.KeyLogFailed {
		return &Failure{Status: Unwritable, What: e.Error(), unprotected: true}
	}
	way := s.reach().Handshake(e, t)
	keepFailure(s, describe.TLSFailure(e, way))
	return failure(TLSFailed, e.Error(), way)
}

// keepFailure keeps rows for :why. The memory is cleared on the output queue's goroutine when a
// connection opens, so this must come after that.
func keepFailure(s *Session, rows []string) {
	s.out.queue.Do(func() { s.memory.keepFailure(rows) })
}

// errHungUp means that the server agreed to TLS and then closed the connection. byhand may
// notice that before or during the handshake.
var errHungUp = &conn.TLSError{Why: conn.HungUp}

// closedBeforeTLS returns the failure of a connection that ended before TLS could start.
func closedBeforeTLS(s *Session) error {
	if end := s.client.Snapshot().End; end == nil || end.How == conn.ClosedLocally {
		return failure(TLSFailed, "TLS cannot start: the connection is closed", hintAgain)
	}
	return failure(TLSFailed, errHungUp.Error(), "")
}
