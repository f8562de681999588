//go:build unix

package conn

import (
	"io"
	"net"
	"syscall"
)

// readAvailable reads what the socket has already received. If there is nothing, it returns
// EAGAIN without waiting: on a local network, even a millisecond would delay a handshake
// noticeably.
func readAvailable(c net.Conn, p []byte) (n int, err error) {
	socket, ok := c.(syscall.Conn)
	if !ok {
		return readBriefly(c, p)
	}
	raw, err := socket.SyscallConn()
	if err != nil {
		return 0, err
	}
	if rawErr := raw.Read(func(fd uintptr) bool {
		n, err = syscall.Read(int(fd), p)
		return true
	}); rawErr != nil {
		return 0, rawErr
	}
	if n == 0 && err == nil {
		return 0, io.EOF
	}
	return max(n, 0), err
}
