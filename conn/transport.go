package conn

import (
	"net"
	"sync"
	"sync/atomic"
)

// transport is the socket below TLS. It remembers two things that crypto/tls
// hides: that the stream itself ended (so a plain io.EOF from TLS without
// close_notify can be told from a clean end), and the first bytes that came in
// answer to a ClientHello (so plain text can be shown instead of "first record
// does not look like a TLS handshake"). And one that the kernel hides: it tells
// of a reset once, so when a write heard of it the read gets a plain io.EOF.
type transport struct {
	net.Conn
	ended   atomic.Bool
	record  bool   // remember what is read, up to keepFirst bytes
	first   []byte // what was read while record was set
	writing sync.Mutex
	reset   error // what a write heard; guarded by writing
	hasty   bool  // a read gets what came already, and waits for nothing
}

const keepFirst = 512

func (t *transport) Read(p []byte) (int, error) {
	var n int
	var err error
	if t.hasty {
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

// wasReset is asked when the stream has ended: it closes the transport, so that
// a write which is under way returns, and tells what that heard of a reset.
func (t *transport) wasReset() error {
	t.Close()
	t.writing.Lock()
	defer t.writing.Unlock()
	return t.reset
}

// CloseWrite ends our half of the stream; the server sees end of input.
func (t *transport) CloseWrite() error {
	if half, ok := t.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return nil
}
