package target

import (
	"strconv"
	"strings"

	"byhand/internal/dialect"
)

// service is a name for a port or for the scheme of a URL, and what the port implies.
type service struct {
	name     string
	port     int    // 0: the scheme has no default port
	protocol string // as in conn.Target
	tls      bool   // from the first byte
}

// services lists the services of all protocols. If several have the same port, serviceAt
// returns the first.
var services = func() (all []service) {
	for protocol, s := range dialect.Services() {
		all = append(all, service{s.Name, s.Port, protocol, s.TLS})
	}
	return all
}()

// serviceNamed returns the service of that name, in upper or lower case.
func serviceNamed(name string) (service, bool) {
	for _, s := range services {
		if name != "" && strings.EqualFold(s.name, name) {
			return s, true
		}
	}
	return service{}, false
}

// serviceAt returns the service of a port, or the zero service.
func serviceAt(port int) service {
	for _, s := range services {
		if s.port == port {
			return s
		}
	}
	return service{}
}

// parsePort parses a port number or a service name.
func parsePort(s string) (int, error) {
	if strings.Trim(s, "0123456789") == "" {
		if port, err := strconv.Atoi(s); err == nil && port > 0 && port <= 65535 {
			return port, nil
		}
	} else if named, ok := serviceNamed(s); ok && named.port > 0 {
		return named.port, nil
	}
	return 0, &Error{Part: "port", Arg: s, Reason: "must be 1 to 65535 or a service name"}
}
