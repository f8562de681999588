//go:build !unix

package fakeserver

import "net"

// SmallSegments does nothing on this system, so Choke takes longer.
func SmallSegments(*net.TCPListener) {}
