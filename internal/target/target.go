// Package target reads where to connect from the words of a command line: hosts,
// ports, URLs and UNIX sockets.
package target

import (
	"fmt"
	"strings"
	"unicode"

	"byhand/conn"
)

// DefaultPort is where a Target leads that names none: submission (RFC 6409).
const DefaultPort = 587

// An Error says what about an address is not understood.
type Error struct {
	Part   string // "host", "port", "URL", "address" or "path"; "" if it is about no part
	Arg    string // that part as it was typed, but never a user or a password
	Reason string
	Hint   string // what to type instead, which does parse; "" if nobody can tell
}

// Error says it in one line: bad port "25x": want 1 to 65535 or a service name.
func (e *Error) Error() string {
	if e.Part == "" {
		return e.Reason
	}
	return fmt.Sprintf("bad %s %q: %s", e.Part, e.Arg, e.Reason)
}

// Parse understands these, with a service's name wherever a PORT stands:
//
//	HOST    HOST:PORT    HOST PORT    [IPV6]:PORT    IPV6 PORT
//	SCHEME://HOST    SCHEME://HOST:PORT    SCHEME://HOST PORT
//	unix:/PATH    unix:///PATH
//
// A port that means TLS from the first byte means it in a URL too, but for
// tcp://. The path of a UNIX socket is taken as it is, without percent-encoding.
// The error is a *Error.
func Parse(args ...string) (conn.Target, error) {
	t, err := parse(args)
	if err != nil {
		err.Hint = hint(args)
		return conn.Target{}, err
	}
	return t, nil
}

// parse is Parse without the hint.
func parse(args []string) (conn.Target, *Error) {
	switch {
	case len(args) == 0 || args[0] == "":
		return conn.Target{}, &Error{Reason: "no host: want HOST, HOST:PORT, HOST PORT or a URL"}
	case isUnix(args[0]):
		return parseUnix(args[0][len("unix:"):], args[1:])
	case strings.Contains(strings.Join(args, " "), "@"): // before any error that quotes them
		return conn.Target{}, &Error{Reason: `"@" in an address: no user and no password belong there`}
	case len(args) > 2:
		return conn.Target{}, &Error{Part: "address", Arg: args[2], Reason: "one word too many after HOST and PORT"}
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
			return conn.Target{}, &Error{Part: "port", Arg: args[1], Reason: fmt.Sprintf("one too many after %q", args[0])}
		}
		port = ":" + args[1]
	}
	if host, err = parseHost(host); err != nil {
		return conn.Target{}, err
	}
	return begin(scheme, host, port)
}

// begin completes a Target by what the scheme and the port, which is "" or
// begins with a colon, say about how the connection starts.
func begin(scheme service, host, port string) (conn.Target, *Error) {
	number := scheme.port
	if port != "" {
		var err *Error
		if number, err = parsePort(port[1:]); err != nil {
			return conn.Target{}, err
		}
	}
	meant := serviceAt(number)
	t := conn.Target{Protocol: meant.protocol, Host: host, Port: number, TLS: meant.tls}
	switch {
	case number == 0:
		return conn.Target{}, &Error{Part: "URL", Arg: scheme.name + "://" + host, Reason: "a port is needed here"}
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

// parseUnix takes the path of a UNIX socket; after // a host would come first.
func parseUnix(path string, more []string) (conn.Target, *Error) {
	const longest = 107 // on Linux; elsewhere a few bytes less
	file, authority := strings.CutPrefix(path, "//")
	if authority && !strings.HasPrefix(file, "/") {
		return conn.Target{}, &Error{Reason: "a UNIX socket has no host: want unix:/PATH or unix:///PATH"}
	}
	file = "/" + strings.TrimLeft(file, "/") // so that unix: and Path make a URL again
	bad := &Error{Part: "path", Arg: file}
	switch {
	case len(more) > 0:
		bad.Reason = "a UNIX socket has no port"
	case strings.ContainsFunc(file, unicode.IsControl):
		bad.Reason = "a control character"
	case len(file) > longest:
		bad.Reason = fmt.Sprintf("%d bytes, and a UNIX socket's path has %d at most", len(file), longest)
	default:
		return conn.Target{Path: file}, nil
	}
	return conn.Target{}, bad
}

// cutScheme takes a URL's scheme off. What is not a URL has a scheme without a
// name, and the default port.
func cutScheme(arg string) (where string, scheme service, err *Error) {
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
		bad.Reason = fmt.Sprintf("no path, query or fragment here: %q", where[i:])
		return "", scheme, bad
	}
	if where = plainZone(where); isIP(where) && strings.Contains(where, ":") {
		bad.Reason = "an IPv6 address goes in brackets here" // RFC 3986 3.2.2: else where does it end?
		return "", scheme, bad
	}
	return where, scheme, nil
}

// plainZone undoes the percent-encoding that RFC 6874 2 asks of a URL before
// an IPv6 zone.
func plainZone(where string) string {
	addr, zone, ok := strings.Cut(where, "%25")
	if !ok || zone == "" || zone[0] == ']' { // interface 25, written plainly
		return where
	}
	return addr + "%" + zone
}

// splitPort splits the port off, with its colon, and takes the brackets from
// an IP address.
func splitPort(where string) (host, port string, err *Error) {
	bad := &Error{Part: "address", Arg: where}
	if inside, ok := strings.CutPrefix(where, "["); ok {
		host, port, closed := strings.Cut(inside, "]")
		switch {
		case !closed:
			bad.Reason = "no ] after the ["
		case !isIP(host):
			bad.Reason = "only an IP address belongs in brackets"
		case port != "" && port[0] != ':':
			bad.Reason = "want a colon and a port after the ]"
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
		bad.Reason = "too many colons for HOST:PORT, and not an IPv6 address"
		return "", "", bad
	}
	return where[:i], where[i:], nil
}
