//go:build unix

package conn

import (
	"io"
	"net"
	"syscall"
)

// readNow reads what the socket has received already. EAGAIN means nothing. It does not
// wait: even a millisecond is long compared with a handshake on a local network.
func readNow(c net.Conn, p []byte) (n int, err error) {
	socket, ok := c.(syscall.Conn)
	if !ok {
		return readSoon(c, p)
	}
	raw, err := socket.SyscallConn()
	if err != nil {
		return 0, err
	}
	if ended := raw.Read(func(fd uintptr) bool {
		n, err = syscall.Read(int(fd), p)
		return true
	}); ended != nil {
		return 0, ended
	}
	if n == 0 && err == nil {
		return 0, io.EOF
	}
	return max(n, 0), err
}
