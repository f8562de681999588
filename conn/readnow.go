package conn

import (
	"net"
	"time"
)

// readSoon is readNow for systems without non-blocking reads. It waits for a millisecond,
// because a read whose deadline has passed does not try at all.
func readSoon(c net.Conn, p []byte) (int, error) {
	c.SetReadDeadline(time.Now().Add(time.Millisecond))
	defer c.SetReadDeadline(time.Time{})
	return c.Read(p)
}
