package repl

import (
	"context"
	"errors"
	"fmt"

	"byhand/conn"
	"byhand/internal/dialect"
)

// open connects to t and makes it the session's conversation. What fails comes
// back in words, with a hint.
func (s *Session) open(ctx context.Context, t conn.Target) *Failure {
	s.mu.Lock()
	s.dialect, s.end, s.conn = dialect.Named(t.Protocol), nil, nil
	s.last, s.refusal, s.unasked, s.seen, s.offset = nil, nil, nil, 0, 0
	s.spoken, s.why, s.caps = nil, nil, nil
	s.mu.Unlock()
	s.stays = false
	if t.Host != s.target.Host {
		s.derived = nil
	}
	s.target, s.login, s.user = t, nil, ""

	d := s.opt.Dialer
	d.Tap, d.Guard, d.Security = s.hear, s.guard, s.protected().security
	if s.opt.Typed {
		d.Security.Confirm = s.confirm
	}
	ctx, cancel := s.interruptible(ctx)
	defer cancel()
	c, err := d.Dial(ctx, t)
	if err != nil {
		return s.connectFailure(err, t)
	}
	s.mu.Lock()
	s.conn = c
	s.mu.Unlock()
	s.tellProvider()
	return nil
}

// connectFailure says why there is no connection, and what to type instead.
func (s *Session) connectFailure(err error, t conn.Target) *Failure {
	var dial *conn.DialError
	var secure *conn.TLSError
	switch {
	case errors.As(err, &secure) && errors.Is(err, context.Canceled):
		return failure(TLSFailed, "the TLS handshake was interrupted", "")
	case errors.Is(err, context.Canceled):
		return failure(NoConnection, fmt.Sprintf("connecting to %s was interrupted", t), "")
	case errors.As(err, &secure):
		return s.tlsFailure(secure, t)
	case errors.As(err, &dial):
		return failure(NoConnection, dial.Error(), dialHint(dial, t))
	}
	return failure(NoConnection, err.Error(), "")
}

func dialHint(e *conn.DialError, t conn.Target) string {
	switch e.Cause {
	case conn.NotFound:
		return "check the name; for a domain's own mail server look up its MX"
	case conn.NoResolver:
		return "the name server does not answer; an address works without it"
	case conn.Refused:
		return fmt.Sprintf("the host is there, but nothing listens on port %d; mail servers use 587, 465, 25 and 2525", t.Port)
	case conn.NoAnswer:
		return fmt.Sprintf("many networks block port %d on the way out; try 587 or 2525 (STARTTLS), or 465 (TLS)", t.Port)
	case conn.Unreachable:
		return "no route leads there; -4 or -6 picks the kind of address"
	}
	return ""
}
