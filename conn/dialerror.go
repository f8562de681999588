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

// Error says what happened and to whom: behind a proxy it is the proxy that
// refuses or keeps silent.
func (e *DialError) Error() string {
	who := e.Target.String()
	if e.Opening.Proxy != "" {
		who = "proxy " + e.Opening.Proxy
	}
	switch e.Cause {
	case NotFound:
		return fmt.Sprintf("name not found: %q", e.name())
	case Refused:
		return fmt.Sprintf("%s: connection refused", who)
	case NoAnswer:
		return fmt.Sprintf("%s: no answer (blocked?)", who)
	case Unreachable:
		return fmt.Sprintf("%s: network unreachable", who)
	case NoResolver:
		return fmt.Sprintf("cannot look up %q now: %v", e.name(), e.Err)
	case Interrupted:
		return fmt.Sprintf("%s: interrupted", e.Target)
	}
	return fmt.Sprintf("%s: %v", e.Target, e.Err)
}

// name is the one that was looked up: the target's, else a proxy's, or that of
// the address to connect from.
func (e *DialError) name() string {
	var dns *net.DNSError
	if errors.As(e.Err, &dns) {
		return dns.Name
	}
	return e.Target.Host
}

// Unwrap returns what the network said.
func (e *DialError) Unwrap() error { return e.Err }

// dialError returns a DialError with the cause that says most.
func dialError(t Target, o Opening, err error) error {
	e := &DialError{Target: t, Opening: o, Cause: causeOf(err), Err: err}
	for _, a := range o.Attempts {
		if c := causeOf(a.Err); weight[c] > weight[e.Cause] {
			e.Cause, e.Err = c, a.Err
		}
	}
	return e
}

// weight orders causes by how much they tell.
var weight = map[Cause]int{Interrupted: 4, Refused: 3, NoAnswer: 2, Unreachable: 1}

func causeOf(err error) Cause {
	var dns *net.DNSError
	var call *os.SyscallError
	switch {
	case errors.Is(err, context.Canceled): // a look-up's error may wrap it too
		return Interrupted
	case errors.As(err, &dns) && dns.IsNotFound:
		return NotFound
	case errors.As(err, &dns):
		return NoResolver
	case errors.As(err, &call) && call.Syscall == "bind": // the address to connect from is at fault
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
