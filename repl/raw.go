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

// Raw runs --raw: it copies in to the server and the server's bytes to opt.Out, unchanged.
// Only opt.Log records them. crlf turns each LF that is sent into CRLF. ctx ends it early.
func Raw(ctx context.Context, opt Options, in io.Reader, crlf bool) Status {
	opt.Hush = math.MaxInt64 // the greeting is not awaited
	s := newSession(opt)
	s.narrator.raw = true
	ctx, cancel := s.withDeadline(ctx)
	defer cancel()
	if s.record() {
		if err := copyRaw(ctx, s, in, crlf); err != nil {
			s.fail(err)
		}
	}
	return s.ended(ctx)
}

// copyRaw connects and copies until both sides have ended.
func copyRaw(ctx context.Context, s *Session, in io.Reader, crlf bool) error {
	d := s.opt.Dialer
	d.Guard = s.opt.guard()
	stream, err := s.client.Stream(ctx, d)
	if err != nil {
		return connectFailure(s, err, s.opt.Target)
	}
	wire, log := raw.Wire(stream), (*overheard)(nil)
	if s.opt.Log != "" {
		log = &overheard{Wire: stream, client: s.client, out: s.out, stop: ctx.Done()}
		wire = log
	}
	r := raw.Copier{CRLF: crlf, Limit: s.limit(true)}.Copy(ctx, wire, in, s.opt.Out)
	end := conn.End{How: conn.Local}
	ours := []error{nil, raw.ErrSilent, raw.ErrUnread, errNoLog}
	if ctx.Err() == nil && !slices.Contains(ours, r.Wire) {
		end = stream.End(r.Wire)
	}
	if log != nil {
		log.ended(end)
		s.flush(ctx)
	}
	s.out.stdout.Note(r.Out)
	return judgeRaw(ctx, s, r, &end)
}

// judgeRaw returns a failure if copying did not succeed.
func judgeRaw(ctx context.Context, s *Session, r raw.Result, end *conn.End) error {
	switch lost, cause := s.out.lost(), context.Cause(ctx); {
	case isFailure(cause):
		return cause
	case ctx.Err() != nil: // a signal
	case lost != nil:
		s.unwritable(lost)
	case r.In != nil:
		return failure(Usage, fmt.Sprintf("the input cannot be read: %v", r.In), "")
	case errors.Is(r.Wire, raw.ErrSilent):
		return failure(TimedOut, fmt.Sprintf("the server kept the connection open for %v after the input had ended", s.limit(true)), "--timeout sets this limit")
	case errors.Is(r.Wire, raw.ErrUnread):
		return unread(s.limit(true))
	default:
		s.out.Note(end.String())
		s.out.queue.Do(func() { s.narrator.hintCertificate(end, s.opt.Target) })
		s.count(exitStatus(end))
	}
	return nil
}
