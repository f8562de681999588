package e2e

import (
	"net"
	"strconv"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/sys/unix"
)

// cmdBlackHole puts in $PORT a port that answers no connection: its accept queue is full.
func cmdBlackHole(ts *testscript.TestScript, _ bool, _ []string) {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	ts.Check(err)
	ts.Defer(func() { unix.Close(fd) })
	ts.Check(unix.Bind(fd, &unix.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}}))
	ts.Check(unix.Listen(fd, 0))
	at, err := unix.Getsockname(fd)
	ts.Check(err)
	port := strconv.Itoa(at.(*unix.SockaddrInet4).Port)
	ts.Setenv("PORT", port)
	for range 100 {
		c, err := net.DialTimeout("tcp", "127.0.0.1:"+port, time.Second)
		if err != nil {
			return // it is full
		}
		ts.Defer(func() { c.Close() })
	}
	ts.Fatalf("the accept queue does not fill up")
}
