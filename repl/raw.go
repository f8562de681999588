package repl

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"

	"byhand/conn"
	"byhand/internal/dialect"
	"byhand/internal/raw"
)

// Raw is --raw: in goes to the server and what it says to opt.Out, byte for
// byte, and nobody looks at it but opt.Log's file. crlf makes CRLF of each LF that goes up. ctx
// ends it early.
func Raw(ctx context.Context, opt Options, in io.Reader, crlf bool) Status {
	opt.Hush = math.MaxInt64 // nobody sees whether a greeting comes
	s := newSession(opt)
	ctx, cancel := s.withDeadline(ctx)
	defer cancel()
	if !s.record() {
		return s.ended()
	}
	s.target, s.dialect = opt.Target, dialect.Named(opt.Target.Protocol)
	d := opt.Dialer
	d.Tap = s.hear
	stream, err := d.Stream(ctx, opt.Target)
	if err != nil {
		s.fail(s.connectFailure(err, opt.Target))
		return s.ended()
	}
	wire, log := raw.Wire(stream), (*overheard)(nil)
	if opt.Log != "" {
		log = &overheard{Wire: stream, s: s}
		wire = log
	}
	r := raw.Copier{CRLF: crlf, Limit: s.limit(true)}.Copy(ctx, wire, in, opt.Out)
	end := conn.End{How: conn.Local}
	ours := []error{nil, raw.ErrSilent, raw.ErrUnread, errNoLog}
	if ctx.Err() == nil && !slices.Contains(ours, r.Wire) {
		end = stream.End(r.Wire)
	}
	if log != nil {
		log.ended(end)
	}
	s.out.Note(r.Out)
	s.judgeRaw(ctx, r, &end)
	return s.ended()
}

// judgeRaw turns how the bytes went into a status.
func (s *Session) judgeRaw(ctx context.Context, r raw.Result, end *conn.End) {
	var late *Failure
	switch {
	case errors.As(context.Cause(ctx), &late):
		s.fail(late)
	case ctx.Err() != nil: // a signal
	case s.lost() != nil:
		s.unwritable()
	case r.In != nil:
		s.fail(failure(Usage, fmt.Sprintf("the input cannot be read: %v", r.In), ""))
	case r.Wire == raw.ErrSilent:
		s.fail(failure(TimedOut, fmt.Sprintf("the server kept the connection open for %v after the input had ended", s.limit(true)), "--timeout sets how long it may"))
	case r.Wire == raw.ErrUnread:
		s.fail(unread(s.limit(true)))
	default:
		s.view.Note(end.String())
		s.hintClientCertificate(end)
		s.count(lossOf(end))
	}
}
