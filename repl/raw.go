package repl

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"

	"byhand/conn"
	"byhand/internal/raw"
)

// Raw runs --raw: it copies in to the server, and the server's bytes to opt.Out, unchanged.
// opt.Log records them. crlf: each LF is sent as CRLF. ctx ends it early.
func Raw(ctx context.Context, opt Options, in io.Reader, crlf bool) Status {
	opt.GreetingDelay = math.MaxInt64 // never report a missing greeting
	s := newSession(opt)
	s.narrator.raw = true
	ctx, cancel := s.withDeadline(ctx)
	defer cancel()
	if s.record() {
		if err := copyRaw(ctx, s, in, crlf); err != nil {
			s.reportFailure(err)
		}
	}
	return s.closeAll(ctx)
}

// copyRaw connects and copies until the input and the connection have ended.
func copyRaw(ctx context.Context, s *Session, in io.Reader, crlf bool) error {
	d := s.opt.Dialer
	d.Guard = s.opt.guard()
	stream, err := s.client.Stream(ctx, d)
	if err != nil {
		return connectFailure(s, err, s.opt.Target)
	}
	wire, log := raw.Wire(stream), (*rawRecorder)(nil)
	if s.opt.Log != "" {
		log = &rawRecorder{Wire: stream, client: s.client, out: s.out, stop: ctx.Done()}
		wire = log
	}
	r := raw.Copier{CRLF: crlf, Limit: s.replyLimit(true)}.Copy(ctx, wire, in, s.opt.Out)
	end := conn.End{How: conn.ClosedLocally}
	ours := []error{nil, raw.ErrSilent, raw.ErrUnread, errNoLog}
	if ctx.Err() == nil && !slices.Contains(ours, r.Wire) {
		end = stream.End(r.Wire)
	}
	if log != nil {
		log.ended(end)
		s.flush(ctx)
	}
	s.out.stdout.Note(r.Out)
	return rawFailure(ctx, s, r, &end)
}

// rawFailure returns a *Failure if copying did not succeed. It sets the exit status for how
// the connection ended.
func rawFailure(ctx context.Context, s *Session, r raw.Result, end *conn.End) error {
	switch lost, cause := s.out.firstUnwritable(), context.Cause(ctx); {
	case isFailure(cause):
		return cause
	case ctx.Err() != nil: // a signal
	case lost != nil:
		s.reportUnwritable(lost)
	case r.In != nil:
		return failure(Usage, fmt.Sprintf("the input cannot be read: %v", r.In), "")
	case errors.Is(r.Wire, raw.ErrSilent):
		return failure(TimedOut, fmt.Sprintf("the server kept the connection open for %v after the input had ended", s.replyLimit(true)), "--timeout sets this limit")
	case errors.Is(r.Wire, raw.ErrUnread):
		return unreadFailure(s.replyLimit(true))
	default:
		s.out.Note(end.String())
		s.out.queue.Do(func() { s.narrator.hintCertificate(end, s.opt.Target) })
		s.countStatus(exitStatus(end))
	}
	return nil
}
