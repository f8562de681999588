// Package raw is the straight way: bytes go to a server and come back as they
// are, and nobody looks at them. It is what --raw does, for whoever wants a pipe
// that speaks TLS; what makes the rest of byhand (lines, replies, one tap for
// all that crosses the wire) would only cost here.
package raw

import (
	"bytes"
	"errors"
	"io"
	"sync/atomic"
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
	Limit time.Duration // how long the server may be silent once the input has ended; 0: for ever
}

// Result is how it went.
type Result struct {
	In   error // the input could not be read
	Out  error // the output could not be written
	Wire error // what ended the wire: io.EOF if the server did; ErrSilent
}

// ErrSilent is what ends a wire on which nothing came for Limit.
var ErrSilent = errors.New("the server is silent")

// size is how much is moved at a time: more than a socket takes at once, and
// more than a record of TLS holds.
const size = 128 << 10

// Copy copies in to the wire and the wire to out until the server ends it or
// out cannot be written. When in ends, our half of the wire does. Copy closes
// the wire; it does not wait for a Read of in.
func (c Copier) Copy(w Wire, in io.Reader, out io.Writer) Result {
	up := make(chan error, 1)
	var silent atomic.Bool
	watch := time.AfterFunc(1<<62, func() {
		silent.Store(true)
		w.Close()
	})
	defer watch.Stop()
	var ended atomic.Bool
	go func() {
		up <- c.up(w, in)
		w.CloseWrite()
		if ended.Store(true); c.Limit > 0 {
			watch.Reset(c.Limit)
		}
	}()
	var r Result
	r.Wire, r.Out = down(w, out, func() {
		if c.Limit > 0 && ended.Load() {
			watch.Reset(c.Limit)
		}
	})
	w.Close()
	if silent.Load() {
		r.Wire = ErrSilent
	}
	select {
	case r.In = <-up:
	default: // somebody may never type on
	}
	return r
}

// up copies the input. It returns the input's error; the wire's is heard below.
func (c Copier) up(w io.Writer, in io.Reader) error {
	buf := make([]byte, size)
	var lines crlf
	for {
		n, err := in.Read(buf)
		p := buf[:n]
		if c.CRLF {
			p = lines.translate(p)
		}
		if len(p) > 0 {
			if _, failed := w.Write(p); failed != nil {
				return nil
			}
		}
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
	}
}

// down copies the wire, and tells each time that something came.
func down(w io.Reader, out io.Writer, came func()) (wire, failed error) {
	buf := make([]byte, size)
	for {
		n, err := w.Read(buf)
		if n > 0 {
			came()
			if _, failed := out.Write(buf[:n]); failed != nil {
				return nil, failed
			}
		}
		if err != nil {
			return err, nil
		}
	}
}

// crlf makes line ends of LFs, across reads.
type crlf struct {
	cr  bool // the last byte was a CR
	out []byte
}

// translate returns p with CRLF for each LF that has no CR; good until the next
// call.
func (c *crlf) translate(p []byte) []byte {
	c.out = c.out[:0]
	for len(p) > 0 {
		i := bytes.IndexByte(p, '\n')
		if i < 0 {
			break
		}
		c.out = append(c.out, p[:i]...)
		if i == 0 && !c.cr || i > 0 && p[i-1] != '\r' {
			c.out = append(c.out, '\r')
		}
		c.out = append(c.out, '\n')
		p, c.cr = p[i+1:], false
	}
	if len(p) > 0 {
		c.out = append(c.out, p...)
		c.cr = p[len(p)-1] == '\r'
	}
	return c.out
}
