//go:build !unix

package fakeserver

import "net"

// SmallSegments does nothing here: Choke takes longer.
func SmallSegments(*net.TCPListener) {}
