package target

import (
	"strconv"
	"strings"

	"byhand/internal/dialect"
)

// A service is a name that may stand for a port or be a URL's scheme, and what its
// port means.
type service struct {
	name     string
	port     int    // 0: a scheme that needs a port of its own
	protocol string // as in conn.Target
	tls      bool   // from the first byte
}

// services lists those of all protocols. The first one of a port says what a bare
// port number means.
var services = func() (all []service) {
	for protocol, s := range dialect.Services() {
		all = append(all, service{s.Name, s.Port, protocol, s.TLS})
	}
	return all
}()

// serviceNamed finds the row of a name, in any case.
func serviceNamed(name string) (service, bool) {
	for _, s := range services {
		if name != "" && strings.EqualFold(s.name, name) {
			return s, true
		}
	}
	return service{}, false
}

// serviceAt returns what a port means: the zero service if that is not known.
func serviceAt(port int) service {
	for _, s := range services {
		if s.port == port {
			return s
		}
	}
	return service{}
}

// parsePort reads a port's number or a service's name.
func parsePort(s string) (int, *Error) {
	if strings.Trim(s, "0123456789") == "" {
		if port, err := strconv.Atoi(s); err == nil && port > 0 && port <= 65535 {
			return port, nil
		}
	} else if named, ok := serviceNamed(s); ok && named.port > 0 {
		return named.port, nil
	}
	return 0, &Error{Part: "port", Arg: s, Reason: "want 1 to 65535 or a service name"}
}
