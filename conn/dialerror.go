package conn

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
)

// Cause is the reason why connecting failed.
type Cause int

// The causes that a user would act on differently.
const (
	Unknown     Cause = iota // see DialError.Err
	NotFound                 // the name has no address
	Refused                  // the host answered, but nothing listens on the port
	NoAnswer                 // no answer: often a firewall, or a provider that blocks the port
	Unreachable              // no route to the network or host
	NoResolver               // the name could not be looked up; a retry may help
	Interrupted              // the context was cancelled
)

// DialError is returned when connecting failed. If several addresses were tried, Cause is
// the most informative one: Refused is preferred to NoAnswer.
type DialError struct {
	Target  Target
	Opening Opening // what was tried
	Cause   Cause
	Err     error
}

// Error describes the failure. If a proxy was used, it names the proxy as the host that
// refused or did not answer.
func (e *DialError) Error() string {
	where := e.Target.String()
	if e.Opening.Proxy != "" {
		where = "proxy " + e.Opening.Proxy
	}
	switch e.Cause {
	case NotFound:
		return fmt.Sprintf("name not found: %q", e.name())
	case Refused:
		return fmt.Sprintf("%s: connection refused", where)
	case NoAnswer:
		return fmt.Sprintf("%s: no answer (blocked?)", where)
	case Unreachable:
		return fmt.Sprintf("%s: network unreachable", where)
	case NoResolver:
		return fmt.Sprintf("cannot look up %q at the moment: %v", e.name(), e.Err)
	case Interrupted:
		return fmt.Sprintf("%s: interrupted", e.Target)
	}
	return fmt.Sprintf("%s: %v", e.Target, e.Err)
}

// name returns the name that could not be looked up: that of the target, of the proxy, or
// of the address to connect from.
func (e *DialError) name() string {
	var dns *net.DNSError
	if errors.As(e.Err, &dns) {
		return dns.Name
	}
	return e.Target.Host
}

// Unwrap returns the underlying error.
func (e *DialError) Unwrap() error { return e.Err }

// dialError returns a *DialError with the most informative cause.
func dialError(t Target, o Opening, err error) error {
	e := &DialError{Target: t, Opening: o, Cause: causeOf(err), Err: err}
	for _, a := range o.Attempts {
		if c := causeOf(a.Err); weight[c] > weight[e.Cause] {
			e.Cause, e.Err = c, a.Err
		}
	}
	return e
}

// weight orders causes by how informative they are.
var weight = map[Cause]int{Interrupted: 4, Refused: 3, NoAnswer: 2, Unreachable: 1}

func causeOf(err error) Cause {
	var dns *net.DNSError
	var call *os.SyscallError
	switch {
	case errors.Is(err, context.Canceled): // first: a *net.DNSError may wrap it
		return Interrupted
	case errors.As(err, &dns) && dns.IsNotFound:
		return NotFound
	case errors.As(err, &dns):
		return NoResolver
	case errors.As(err, &call) && call.Syscall == "bind": // the problem is the address to connect from
		return Unknown
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
