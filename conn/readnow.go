package conn

import (
	"net"
	"time"
)

// readBriefly is readAvailable for systems without non-blocking reads. It waits for up to a
// millisecond, because a read with an expired deadline fails without trying.
func readBriefly(c net.Conn, p []byte) (int, error) {
	c.SetReadDeadline(time.Now().Add(time.Millisecond))
	defer c.SetReadDeadline(time.Time{})
	return c.Read(p)
}
