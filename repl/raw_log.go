package repl

import (
	"bytes"
	"errors"
	"net"
	"sync"
	"time"

	"byhand/conn"
	"byhand/internal/client"
	"byhand/internal/raw"
)

// maxHeld is how many bytes of an incomplete line are kept before they are recorded.
const maxHeld = 64 << 10

// errNoLog ends the copying if the log cannot be written.
var errNoLog = errors.New("the log cannot be written")

// rawRecorder is a raw.Wire that records all bytes, for --raw --log. It does not change them.
type rawRecorder struct {
	raw.Wire
	client *client.Client
	out    *output
	stop   <-chan struct{} // closed when the session has ended

	mu             sync.Mutex // guards the fields below
	held           []byte     // the incomplete line to the server: its end decides how much of it is secret
	sent, received int64      // bytes
	over           bool       // the end was recorded; a Read may still be in progress
}

// Read reads from the wire and records the bytes.
func (o *rawRecorder) Read(p []byte) (int, error) {
	o.out.queue.WaitForRoom(o.stop)
	n, err := o.Wire.Read(p)
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.over {
		return 0, net.ErrClosed
	}
	o.received += int64(n)
	o.recordLines(conn.Received, p[:n])
	if o.out.firstUnwritable() != nil {
		err = errNoLog
	}
	return n, err
}

// Write records the bytes and writes them to the wire.
func (o *rawRecorder) Write(p []byte) (int, error) {
	o.out.queue.WaitForRoom(o.stop)
	if err := o.recordSent(p); err != nil {
		return 0, err
	}
	return o.Wire.Write(p)
}

func (o *rawRecorder) recordSent(p []byte) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.over {
		return net.ErrClosed
	}
	o.sent += int64(len(p))
	o.held = append(o.held, p...)
	whole := bytes.LastIndexByte(o.held, '\n') + 1
	if len(o.held) > maxHeld {
		whole = len(o.held)
	}
	o.recordLines(conn.Sent, o.held[:whole])
	o.held = append(o.held[:0], o.held[whole:]...)
	if o.out.firstUnwritable() != nil {
		return errNoLog
	}
	return nil
}

// recordLines records bytes line by line.
func (o *rawRecorder) recordLines(kind conn.Kind, p []byte) {
	for len(p) > 0 {
		line, rest := p, []byte(nil)
		if i := bytes.IndexByte(p, '\n'); i >= 0 {
			line, rest = p[:i+1], p[i+1:]
		}
		e := conn.Event{Kind: kind, Time: time.Now(), Secure: o.client.Target().TLS, Line: line, More: len(rest) > 0}
		for _, ending := range []string{"\r\n", "\n"} {
			if bare, ok := bytes.CutSuffix(line, []byte(ending)); ok {
				e.Line, e.Ending = bare, ending
				break
			}
		}
		o.client.ReportStreamed(e)
		p = rest
	}
}

// ended records the incomplete line and the end of the connection.
func (o *rawRecorder) ended(end conn.End) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.recordLines(conn.Sent, o.held)
	o.held, o.over = nil, true
	end.Sent, end.Received = o.sent, o.received
	o.client.ReportStreamed(conn.Event{Kind: conn.Ended, Time: time.Now(), Secure: o.client.Target().TLS, End: &end})
}
