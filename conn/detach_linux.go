package conn

import (
	"errors"
	"net"
	"sync"
	"syscall"

	"golang.org/x/sys/unix"
)

// detached is a socket that Go's poller knows nothing of. A descriptor that it
// watches wakes a thread for whatever comes, also when somebody else is the one who
// reads: on one processor that costs more than the reading.
type detached struct {
	net.Conn // closed; what is left of it is the addresses
	fd       int
	closing  sync.Once
}

// detach takes a socket away from the poller. free is what is left to close it by.
func detach(c net.Conn) (free net.Conn, socket int, err error) {
	watched, ok := c.(syscall.Conn)
	if !ok {
		return nil, -1, errors.ErrUnsupported
	}
	raw, err := watched.SyscallConn()
	if err != nil {
		return nil, -1, err
	}
	d := &detached{Conn: c}
	if failed := raw.Control(func(fd uintptr) { d.fd, err = unix.FcntlInt(fd, unix.F_DUPFD_CLOEXEC, 0) }); failed != nil {
		err = failed
	}
	if err != nil {
		return nil, -1, err
	}
	c.Close() // and the poller forgets it; the socket itself lives on
	return d, d.fd, nil
}

// CloseWrite ends our half.
func (d *detached) CloseWrite() error { return unix.Shutdown(d.fd, unix.SHUT_WR) }

// Close closes the socket.
func (d *detached) Close() (err error) {
	d.closing.Do(func() { err = unix.Close(d.fd) })
	return err
}
