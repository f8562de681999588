// Package target parses the arguments that name a server: hosts, ports, URLs and UNIX
// sockets.
package target

import (
	"errors"
	"fmt"
	"strings"
	"unicode"

	"byhand/conn"
)

// DefaultPort is the port if none is given: submission (RFC 6409).
const DefaultPort = 587

// An Error describes what is wrong with an address.
type Error struct {
	Part   string // "host", "port", "URL", "address" or "path"; "" for none
	Arg    string // that part as typed, but never a user name or password
	Reason string
	Hint   string // what to type instead, which is valid; "": nothing
}

// Error returns one line: bad port "25x": must be 1 to 65535 or a service name.
func (e *Error) Error() string {
	if e.Part == "" {
		return e.Reason
	}
	return fmt.Sprintf("bad %s %q: %s", e.Part, e.Arg, e.Reason)
}

// Parse parses these arguments, where PORT is a number or a service name:
//
//	HOST    HOST:PORT    HOST PORT    [IPV6]:PORT    IPV6 PORT
//	SCHEME://HOST    SCHEME://HOST:PORT    SCHEME://HOST PORT
//	unix:/PATH    unix:///PATH
//
// A port with TLS from the first byte implies it in a URL as well, except with tcp://. The
// path of a UNIX socket is used unchanged, without percent-decoding. The error is an
// *Error.
func Parse(args ...string) (conn.Target, error) {
	t, err := parse(args)
	var bad *Error
	if errors.As(err, &bad) {
		bad.Hint = hint(args)
	}
	return t, err
}

// parse is Parse without the hint.
func parse(args []string) (conn.Target, error) {
	switch {
	case len(args) == 0 || args[0] == "":
		return conn.Target{}, &Error{Reason: "no host: use HOST, HOST:PORT, HOST PORT or a URL"}
	case isUnix(args[0]):
		return parseUnix(args[0][len("unix:"):], args[1:])
	case strings.Contains(strings.Join(args, " "), "@"): // first, because other errors quote the arguments
		return conn.Target{}, &Error{Reason: `the server's address must not contain a user name or password ("@")`}
	case len(args) > 2:
		return conn.Target{}, &Error{Part: "address", Arg: args[2], Reason: "unexpected after HOST and PORT"}
	}
	where, scheme, err := cutScheme(args[0])
	if err != nil {
		return conn.Target{}, err
	}
	host, port, err := splitPort(where)
	if err != nil {
		return conn.Target{}, err
	}
	if len(args) == 2 {
		if port != "" {
			return conn.Target{}, &Error{Part: "port", Arg: args[1], Reason: fmt.Sprintf("%q contains a port already", args[0])}
		}
		port = ":" + args[1]
	}
	if host, err = parseHost(host); err != nil {
		return conn.Target{}, err
	}
	return complete(scheme, host, port)
}

// complete returns the Target for a scheme, a host, and a port, which is "" or starts with
// a colon.
func complete(scheme service, host, port string) (conn.Target, error) {
	number := scheme.port
	if port != "" {
		var err error
		if number, err = parsePort(port[1:]); err != nil {
			return conn.Target{}, err
		}
	}
	meant := serviceAt(number)
	t := conn.Target{Protocol: meant.protocol, Host: host, Port: number, TLS: meant.tls}
	switch {
	case number == 0:
		return conn.Target{}, &Error{Part: "URL", Arg: scheme.name + "://" + host, Reason: "needs a port"}
	case scheme.name != "":
		t.Protocol = scheme.protocol
		t.TLS = scheme.tls || meant.tls && scheme.name != "tcp"
	}
	return t, nil
}

// isUnix recognises unix:/path and unix:///path, but not a host called unix.
func isUnix(arg string) bool {
	const prefix = "unix:/"
	return len(arg) >= len(prefix) && strings.EqualFold(arg[:len(prefix)], prefix)
}

// parseUnix parses the path of a UNIX socket. After "//", it must start with "/".
func parseUnix(path string, more []string) (conn.Target, error) {
	const longest = 107 // on Linux; elsewhere a few bytes less
	file, authority := strings.CutPrefix(path, "//")
	if authority && !strings.HasPrefix(file, "/") {
		return conn.Target{}, &Error{Reason: "a UNIX socket has no host: use unix:/PATH or unix:///PATH"}
	}
	file = "/" + strings.TrimLeft(file, "/") // so that "unix:" and Path form a URL again
	bad := &Error{Part: "path", Arg: file}
	switch {
	case len(more) > 0:
		bad.Reason = "a UNIX socket has no port"
	case strings.ContainsFunc(file, unicode.IsControl):
		bad.Reason = "contains a control character"
	case len(file) > longest:
		bad.Reason = fmt.Sprintf("%d bytes is too long for a UNIX socket (at most %d)", len(file), longest)
	default:
		return conn.Target{Path: file}, nil
	}
	return conn.Target{}, bad
}

// cutScheme removes the scheme of a URL. Without one it returns a scheme that has no name,
// and the default port.
func cutScheme(arg string) (where string, scheme service, err error) {
	name, where, isURL := strings.Cut(arg, "://")
	if !isURL {
		return arg, service{port: DefaultPort}, nil
	}
	bad := &Error{Part: "URL", Arg: arg}
	scheme, ok := serviceNamed(name)
	if !ok {
		bad.Reason = fmt.Sprintf("unknown scheme %q", name)
		return "", scheme, bad
	}
	where = strings.TrimSuffix(where, "/")
	if i := strings.IndexAny(where, "/?#"); i >= 0 {
		bad.Reason = fmt.Sprintf("unexpected path, query or fragment %q", where[i:])
		return "", scheme, bad
	}
	if where = plainZone(where); isIP(where) && strings.Contains(where, ":") {
		bad.Reason = "an IPv6 address must be in brackets" // RFC 3986 3.2.2
		return "", scheme, bad
	}
	return where, scheme, nil
}

// plainZone replaces the "%25" before an IPv6 zone in a URL with "%" (RFC 6874 2).
func plainZone(where string) string {
	addr, zone, ok := strings.Cut(where, "%25")
	if !ok || zone == "" || zone[0] == ']' { // the zone is "25", not encoded
		return where
	}
	return addr + "%" + zone
}

// splitPort returns the host, without brackets, and the port, with its colon.
func splitPort(where string) (host, port string, err error) {
	bad := &Error{Part: "address", Arg: where}
	if inside, ok := strings.CutPrefix(where, "["); ok {
		host, port, closed := strings.Cut(inside, "]")
		switch {
		case !closed:
			bad.Reason = "missing ] after ["
		case !isIP(host):
			bad.Reason = "only an IP address may be in brackets"
		case port != "" && port[0] != ':':
			bad.Reason = "only :PORT may follow ]"
		default:
			return host, port, nil
		}
		return "", "", bad
	}
	i := strings.IndexByte(where, ':')
	if i < 0 || isIP(where) {
		return where, "", nil
	}
	if strings.Count(where, ":") > 1 {
		bad.Reason = "too many colons for HOST:PORT, but not an IPv6 address"
		return "", "", bad
	}
	return where[:i], where[i:], nil
}
