package client

import "bytes"

// IsProxyHeader reports whether the first line of a connection is a header of HAProxy's
// PROXY protocol, version 1:
//
//	PROXY TCP4 192.0.2.1 192.0.2.2 12345 25
//
// A server after a load balancer may expect one before it greets. The header names the
// original client. It is not a command, and has no reply.
func IsProxyHeader(line []byte) bool { return bytes.HasPrefix(line, []byte("PROXY ")) }
