package conn

import (
	"net"
	"strconv"
)

// Target is a server to connect to, and how the connection starts.
type Target struct {
	// Protocol is "smtp", "lmtp", "imap", "pop3" or "sieve", from the URL or else the
	// port. "" means unknown until the greeting shows it. "tcp", from tcp:// and tls://,
	// means none of these: no greeting is expected.
	Protocol string
	Host     string // a name as A-labels (RFC 5890), in lower case, or an IP address without brackets
	Port     int    // 1 to 65535; 0 for a UNIX socket
	Path     string // of a UNIX socket, else ""
	TLS      bool   // TLS from the first byte
}

// Network returns the name of the network for net.Dial: "tcp" or "unix".
func (t Target) Network() string {
	if t.Path != "" {
		return "unix"
	}
	return "tcp"
}

// Address returns the address for net.Dial.
func (t Target) Address() string {
	if t.Path != "" {
		return t.Path
	}
	return net.JoinHostPort(t.Host, strconv.Itoa(t.Port))
}

// String returns host:port or unix:/path. It omits what only a URL can express.
func (t Target) String() string {
	if t.Path != "" {
		return "unix:" + t.Path
	}
	return t.Address()
}
