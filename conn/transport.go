package conn

import (
	"net"
	"sync"
	"sync/atomic"
)

// transport is the socket, below TLS. It remembers what crypto/tls and the kernel hide:
//
//   - whether the socket itself ended: then an io.EOF from TLS means that close_notify is
//     missing
//   - the first bytes after a ClientHello, to show plain text instead of "first record does
//     not look like a TLS handshake"
//   - a reset that a write returned: the kernel reports a reset only once, so the next read
//     returns io.EOF
type transport struct {
	net.Conn
	ended         atomic.Bool
	recording     bool   // remember what is read, up to maxFirst bytes
	first         []byte // the bytes read while record was set
	writeMu       sync.Mutex
	writeReset    error // a reset that a write returned; guarded by writing
	availableOnly bool  // a read returns only what has arrived already
}

const maxFirst = 512

func (t *transport) Read(p []byte) (int, error) {
	var n int
	var err error
	if t.availableOnly {
		n, err = readAvailable(t.Conn, p)
	} else {
		n, err = t.Conn.Read(p)
	}
	if t.recording && len(t.first) < maxFirst {
		t.first = append(t.first, p[:min(n, maxFirst-len(t.first))]...)
	}
	if err != nil && !isTimeout(err) {
		t.ended.Store(true)
	}
	return n, err
}

func (t *transport) Write(p []byte) (int, error) {
	t.writeMu.Lock()
	defer t.writeMu.Unlock()
	n, err := t.Conn.Write(p)
	if isReset(err) {
		t.writeReset = err
	}
	return n, err
}

// resetDuringWrite returns the reset that a write returned, or nil. Call it once the stream has
// ended: it closes the transport, so that a write in progress returns.
func (t *transport) resetDuringWrite() error {
	t.Close()
	t.writeMu.Lock()
	defer t.writeMu.Unlock()
	return t.writeReset
}

// CloseWrite ends the sending direction: the server gets end of file.
func (t *transport) CloseWrite() error {
	if half, ok := t.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return nil
}
