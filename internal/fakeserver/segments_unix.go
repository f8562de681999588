//go:build unix

package fakeserver

import (
	"net"
	"syscall"
)

// SmallSegments makes the clients of l send segments of at most 536 bytes (RFC 9293
// 3.7.1). A client's send buffer holds several segments, and those of loopback are
// 64 KiB, so Choke has only a fiftieth to fill.
func SmallSegments(l *net.TCPListener) {
	raw, err := l.SyscallConn()
	if err == nil {
		raw.Control(func(fd uintptr) { syscall.SetsockoptInt(int(fd), syscall.IPPROTO_TCP, syscall.TCP_MAXSEG, 536) })
	}
}
