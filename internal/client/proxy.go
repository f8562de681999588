package client

import "bytes"

// A port behind a load balancer can want a header that names the client before it
// greets: version 1 of HAProxy's PROXY protocol, a line such as
//
//	PROXY TCP4 192.0.2.1 192.0.2.2 12345 25
//
// It is not a command of the protocol that follows, and has no reply.
const proxyHeader = "PROXY "

// IsProxyHeader reports whether a line is a PROXY header, if it comes first.
func IsProxyHeader(line []byte) bool { return bytes.HasPrefix(line, []byte(proxyHeader)) }
