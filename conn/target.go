package conn

import (
	"net"
	"strconv"
)

// Target says where to connect and how the connection starts.
type Target struct {
	// Protocol is "smtp", "lmtp", "imap", "pop3" or "sieve", as the URL names
	// it, else the port. "" is unknown: the greeting will tell. "tcp" comes
	// from tcp:// and tls://: no protocol, and no greeting is awaited.
	Protocol string
	Host     string // name in A-labels (RFC 5890), lower case, or an IP address without brackets
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

// String shows the target to people: host:port or unix:/path. ParseTarget
// takes it back, though not what only a URL can say.
func (t Target) String() string {
	if t.Path != "" {
		return "unix:" + t.Path
	}
	return t.Address()
}
