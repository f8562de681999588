package conn

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
)

// Cause says why there is no connection, as far as the network tells.
type Cause int

// The causes that a person would act on differently.
const (
	Unknown     Cause = iota // DialError.Err has all there is
	NotFound                 // the name has no address
	Refused                  // the host is there, nobody listens on the port
	NoAnswer                 // nothing came back: often a firewall, or a provider that blocks the port
	Unreachable              // no route to the network or host
	NoResolver               // the name could not be looked up now
	Interrupted              // the caller gave up
)

// DialError says that no connection came about. Of several addresses it names
// the cause that says most: one that refused outweighs one that kept silent.
type DialError struct {
	Target  Target
	Opening Opening // what was tried
	Cause   Cause
	Err     error
}

// Error says what happened and to whom.
func (e *DialError) Error() string {
	switch e.Cause {
	case NotFound:
		return fmt.Sprintf("name not found: %q", e.Target.Host)
	case Refused:
		return fmt.Sprintf("%s: connection refused", e.Target)
	case NoAnswer:
		return fmt.Sprintf("%s: no answer (blocked?)", e.Target)
	case Unreachable:
		return fmt.Sprintf("%s: network unreachable", e.Target)
	case NoResolver:
		return fmt.Sprintf("cannot look up %q now: %v", e.Target.Host, e.Err)
	case Interrupted:
		return fmt.Sprintf("%s: interrupted", e.Target)
	}
	return fmt.Sprintf("%s: %v", e.Target, e.Err)
}

// Unwrap returns what the network said.
func (e *DialError) Unwrap() error { return e.Err }

// dialError is nil when err is.
func dialError(t Target, o Opening, err error) error {
	if err == nil {
		return nil
	}
	e := &DialError{Target: t, Opening: o, Cause: causeOf(err), Err: err}
	for _, a := range o.Attempts {
		if c := causeOf(a.Err); weight[c] > weight[e.Cause] {
			e.Cause, e.Err = c, a.Err
		}
	}
	return e
}

// weight orders causes by how much they tell.
var weight = map[Cause]int{Refused: 3, Unreachable: 1, NoAnswer: 2}

func causeOf(err error) Cause {
	var dns *net.DNSError
	switch {
	case errors.As(err, &dns) && dns.IsNotFound:
		return NotFound
	case errors.As(err, &dns):
		return NoResolver
	case errors.Is(err, context.Canceled):
		return Interrupted
	case isRefused(err):
		return Refused
	case isUnreachable(err):
		return Unreachable
	case isNoAnswer(err), errors.Is(err, os.ErrDeadlineExceeded), errors.Is(err, context.DeadlineExceeded), isNetTimeout(err):
		return NoAnswer
	}
	return Unknown
}

func isNetTimeout(err error) bool {
	var n net.Error
	return errors.As(err, &n) && n.Timeout()
}
