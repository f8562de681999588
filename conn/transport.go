package conn

import (
	"net"
	"sync"
	"sync/atomic"
)

// transport is the socket, below TLS. It remembers what crypto/tls and the kernel hide:
//
//   - that the socket itself ended, which shows that an io.EOF from TLS came without
//     close_notify
//   - the first bytes after a ClientHello, to show plain text instead of "first record does
//     not look like a TLS handshake"
//   - a reset that a write returned: the kernel reports it once, so that the read then gets
//     io.EOF
type transport struct {
	net.Conn
	ended   atomic.Bool
	record  bool   // remember what is read, up to keepFirst bytes
	first   []byte // the bytes read while record was set
	writing sync.Mutex
	reset   error // a reset that a write returned; guarded by writing
	noWait  bool  // a read returns only what has arrived already
}

const keepFirst = 512

func (t *transport) Read(p []byte) (int, error) {
	var n int
	var err error
	if t.noWait {
		n, err = readNow(t.Conn, p)
	} else {
		n, err = t.Conn.Read(p)
	}
	if t.record && len(t.first) < keepFirst {
		t.first = append(t.first, p[:min(n, keepFirst-len(t.first))]...)
	}
	if err != nil && !isTimeout(err) {
		t.ended.Store(true)
	}
	return n, err
}

func (t *transport) Write(p []byte) (int, error) {
	t.writing.Lock()
	defer t.writing.Unlock()
	n, err := t.Conn.Write(p)
	if isReset(err) {
		t.reset = err
	}
	return n, err
}

// wasReset returns the reset that a write returned, or nil. Call it once the stream has
// ended: it closes the transport, so that a write in progress returns.
func (t *transport) wasReset() error {
	t.Close()
	t.writing.Lock()
	defer t.writing.Unlock()
	return t.reset
}

// CloseWrite ends the sending direction: the server gets end of file.
func (t *transport) CloseWrite() error {
	if half, ok := t.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return nil
}
