package raw

import (
	"fmt"
	"os"
	"unsafe"

	"golang.org/x/sys/unix"
)

// end is a descriptor at one end of a lane.
type end struct {
	fd    int
	kind  uint32 // unix.S_IFIFO and so on
	waits bool   // a read or write may wait, so that one follows each poll
	piece int    // how much one write may be given
	own   bool   // fd is ours to close
}

const (
	wide  = 1 << 20 // what a pipe may hold in bulk: as much as anybody may ask for
	whole = 1 << 30 // no piece of a write
)

// atSocket is the end of a lane at a socket, which never waits (net has made it so).
func atSocket(fd int) end { return end{fd: fd, kind: unix.S_IFSOCK, piece: whole} }

// atFile is the end of a lane at a file that was given to us. Whether reading and
// writing wait belongs to all who have it open, so it is not ours to change: a pipe
// is opened once more, for ourselves. Where that is not possible each read and
// write follows a poll, and a write is no larger than what must then fit (pipe(7)).
func atFile(f *os.File, how int) (end, error) {
	e := end{waits: true, piece: 4096}
	file, err := f.SyscallConn()
	if err != nil {
		return e, err
	}
	var stat unix.Stat_t
	failed := file.Control(func(fd uintptr) {
		e.fd = int(fd)
		err = unix.Fstat(e.fd, &stat)
	})
	if failed != nil || err != nil {
		return e, unix.EBADF
	}
	switch e.kind = stat.Mode & unix.S_IFMT; e.kind {
	case unix.S_IFREG:
		e.waits, e.piece = false, whole
	case unix.S_IFIFO:
		if fd, err := unix.Open(fmt.Sprintf("/proc/self/fd/%d", e.fd), how|unix.O_NONBLOCK|unix.O_CLOEXEC, 0); err == nil {
			e.fd, e.waits, e.piece, e.own = fd, false, whole, true
		}
	}
	return e, nil
}

// read reads, and waits for nothing unless waits says so.
func (e end) read(p []byte) (int, error) {
	if e.quick() {
		return quickly(unix.SYS_READ, e.fd, p)
	}
	return unix.Read(e.fd, p)
}

// write writes likewise.
func (e end) write(p []byte) (int, error) {
	if e.quick() {
		return quickly(unix.SYS_WRITE, e.fd, p)
	}
	return unix.Write(e.fd, p)
}

// quick reports that the kernel answers at once. A disk may have to turn first.
func (e end) quick() bool { return e.own || e.kind == unix.S_IFSOCK }

// quickly is a system call that Go's scheduler does not hear of: it would take the
// processor away from a thread that it finds in one, and wake others to run there.
func quickly(call uintptr, fd int, p []byte) (int, error) {
	n, _, failed := unix.RawSyscall(call, uintptr(fd), uintptr(unsafe.Pointer(unsafe.SliceData(p))), uintptr(len(p)))
	if failed != 0 {
		return 0, failed
	}
	return int(n), nil
}

// close closes what atFile has opened.
func (e end) close() {
	if e.own {
		unix.Close(e.fd)
	}
}

// widen lets a pipe hold more, if it may.
func (e end) widen() {
	if e.kind == unix.S_IFIFO {
		unix.FcntlInt(uintptr(e.fd), unix.F_SETPIPE_SZ, wide)
	}
}

// between returns how the kernel moves bytes between two such ends, one of which is
// a socket; nil: it does not.
func between(from, to end) func(to, from int) (int, error) {
	switch {
	case from.kind == unix.S_IFIFO || to.kind == unix.S_IFIFO:
		return splice
	case from.kind == unix.S_IFREG && to.kind == unix.S_IFSOCK:
		return func(to, from int) (int, error) { return unix.Sendfile(to, from, nil, wide) }
	}
	return nil
}

// splice is unix.Splice, quickly: a socket of ours never waits, and no pipe does with
// this flag.
func splice(to, from int) (int, error) {
	n, _, failed := unix.RawSyscall6(unix.SYS_SPLICE, uintptr(from), 0, uintptr(to), 0, wide, unix.SPLICE_F_NONBLOCK|unix.SPLICE_F_MOVE)
	if failed != 0 {
		return 0, failed
	}
	return int(n), nil
}
