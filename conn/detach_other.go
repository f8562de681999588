//go:build !linux

package conn

import (
	"errors"
	"net"
)

// detach takes a socket away from Go's poller, where there is somebody to take it.
func detach(net.Conn) (free net.Conn, socket int, err error) { return nil, -1, errors.ErrUnsupported }
