package conn

import (
	"net"
	"time"
)

// readSoon is readNow where there is nothing better: it waits a moment, for with a
// time limit in the past a read would not even try.
func readSoon(c net.Conn, p []byte) (int, error) {
	c.SetReadDeadline(time.Now().Add(time.Millisecond))
	defer c.SetReadDeadline(time.Time{})
	return c.Read(p)
}
