//go:build !unix

package conn

import "net"

// readAvailable reads what the socket has received already. A timeout error means that no data had arrived.
func readAvailable(c net.Conn, p []byte) (int, error) { return readBriefly(c, p) }
