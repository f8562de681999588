package repl

import (
	"context"
	"errors"
	"fmt"
	"io"

	"byhand/raw"
)

// Raw is --raw: in goes to the server and what it says to opt.Out, byte for
// byte, and nobody looks at it. crlf makes CRLF of each LF that goes up. ctx
// ends it early.
func Raw(ctx context.Context, opt Options, in io.Reader, crlf bool) Status {
	s := newSession(opt)
	ctx, cancel := s.withDeadline(ctx)
	defer cancel()
	d := opt.Dialer
	d.Tap = s.hear
	stream, err := d.Stream(ctx, opt.Target)
	if err != nil {
		s.fail(connectFailure(err, opt.Target))
		return s.status
	}
	defer context.AfterFunc(ctx, func() { stream.Close() })()
	r := raw.Copier{CRLF: crlf, Limit: s.limit(true)}.Copy(stream, in, opt.Out)
	var late *Failure
	switch end := stream.End(r.Wire); {
	case errors.As(context.Cause(ctx), &late):
		s.fail(late)
	case ctx.Err() != nil: // a signal
	case r.Out != nil:
		s.out.err = r.Out
		s.unwritable()
	case r.In != nil:
		s.fail(failure(Usage, fmt.Sprintf("the input cannot be read: %v", r.In), ""))
	case r.Wire == raw.ErrSilent:
		s.fail(failure(TimedOut, fmt.Sprintf("the server kept the connection open for %v after the input had ended", s.limit(true)), "--timeout sets how long it may"))
	default:
		s.view.note(end.String())
		s.count(lossOf(&end))
	}
	return s.status
}
