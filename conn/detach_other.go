//go:build !linux

package conn

import (
	"errors"
	"net"
)

// detach takes a socket away from Go's poller, where there is somebody to take it.
func detach(net.Conn) (net.Conn, int, error) { return nil, -1, errors.ErrUnsupported }
