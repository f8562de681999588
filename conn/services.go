package conn

import (
	"strconv"
	"strings"
)

// A service is a row of registry data: a name that may stand for a port or be
// a URL's scheme, and what its port means. Nothing here says how a protocol
// behaves.
type service struct {
	name     string
	port     int    // 0: a scheme that needs a port of its own
	protocol string // as in Target
	tls      bool   // from the first byte
}

// services holds IANA's names (RFC 6335 registry) and those in daily use. The
// first row of a port says what a bare port number means.
var services = []service{
	{"lmtp", 24, "lmtp", false}, // IANA: "any private mail system"
	{"smtp", 25, "smtp", false},
	{"submissions", 465, "smtp", true}, // RFC 8314 3.3
	{"smtps", 465, "smtp", true},
	{"submission", 587, "smtp", false}, // RFC 6409
	{"", 2465, "smtp", true},           // where providers answer when 25, 465 and 587 are blocked
	{"", 2525, "smtp", false},
	{"", 2587, "smtp", false},
	{"pop3", 110, "pop3", false},
	{"pop3s", 995, "pop3", true},
	{"imap", 143, "imap", false},
	{"imaps", 993, "imap", true},
	{"sieve", 4190, "sieve", false}, // RFC 5804 1.8

	// Servers of these greet, or the client speaks first ("tcp").
	{"ftp", 21, "ftp", false},
	{"telnet", 23, "tcp", false},
	{"whois", 43, "tcp", false},
	{"gopher", 70, "tcp", false},
	{"finger", 79, "tcp", false},
	{"http", 80, "tcp", false},
	{"nntp", 119, "nntp", false},
	{"https", 443, "tcp", true},
	{"nntps", 563, "nntp", true},
	{"ftps", 990, "ftp", true},
	{"telnets", 992, "tcp", true},
	{"sip", 5060, "tcp", false},
	{"sips", 5061, "tcp", true},
	{"irc", 6667, "tcp", false}, // IANA's irc is 194, where no server listens
	{"ircs", 6697, "tcp", true}, // RFC 7194

	{"tcp", 0, "tcp", false},
	{"tls", 0, "tcp", true},
}

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
func parsePort(s string) (int, *TargetError) {
	if strings.Trim(s, "0123456789") == "" {
		if port, err := strconv.Atoi(s); err == nil && port > 0 && port <= 65535 {
			return port, nil
		}
	} else if named, ok := serviceNamed(s); ok && named.port > 0 {
		return named.port, nil
	}
	return 0, &TargetError{Part: "port", Arg: s, Reason: "want 1 to 65535 or a service name"}
}
