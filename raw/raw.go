// Package raw is the straight way: bytes go to a server and come back as they
// are, and nobody looks at them. It is what --raw does, for whoever wants a pipe
// that speaks TLS; what makes the rest of byhand (lines, replies, one tap for
// all that crosses the wire) would only cost here.
//
// There are two ways to do it, held by the same tests. Copier.portable has a
// goroutine each way and runs everywhere. Copier.relay (Linux) has one thread that
// waits for both in poll(2): two goroutines wake each other for each byte, which
// costs a talk on one processor several times what the talk itself does, and a
// thread that knows the descriptors can have the kernel move bulk (splice) without
// seeing it.
package raw

import (
	"context"
	"errors"
	"io"
	"time"
)

// Wire is a connection.
type Wire interface {
	io.ReadWriteCloser
	CloseWrite() error // the server sees the end of input, and may go on
}

// Copier copies both ways.
type Copier struct {
	CRLF  bool          // each LF without a CR before it becomes CRLF on its way up
	Limit time.Duration // how long the server may be silent once the input has ended, or not read what is sent; 0: for ever
}

// Result is how it went.
type Result struct {
	In   error // the input could not be read
	Out  error // the output could not be written
	Wire error // what ended the wire: io.EOF if the server did; ErrSilent, ErrUnread; that of ctx
}

// ErrSilent is what ends a wire on which nothing came for Limit.
var ErrSilent = errors.New("the server is silent")

// ErrUnread is what ends a wire of which the server read nothing for Limit.
var ErrUnread = errors.New("the server does not read")

// Sizes of what is moved at a time: little until a read fills it, then more than a
// socket takes at once, and more than a record of TLS holds.
const (
	talkSize = 16 << 10
	bulkSize = 128 << 10
)

// Copy copies in to the wire and the wire to out until the server ends it, out
// cannot be written, or ctx is done. When in ends, our half of the wire does. Copy
// closes the wire; it does not wait for a Read of in.
func (c Copier) Copy(ctx context.Context, w Wire, in io.Reader, out io.Writer) Result {
	defer w.Close()
	if r, ok := c.relay(ctx, w, in, out); ok {
		return r
	}
	return c.portable(ctx, w, in, out)
}
