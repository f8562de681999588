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

// maxHeld is how much of a line that does not end is held before it is recorded.
const maxHeld = 64 << 10

// errNoLog ends a wire whose log cannot be written.
var errNoLog = errors.New("the log cannot be written")

// overheard is a wire whose bytes are recorded on their way, for --raw --log. It
// changes none and holds none back.
type overheard struct {
	raw.Wire
	client *client.Client
	out    *output
	stop   <-chan struct{} // closed when nobody waits for the log any more

	mu             sync.Mutex // guards what follows
	held           []byte     // of a line to the server: what of it is secret shows at its end
	sent, received int64
	over           bool // the end is recorded: Copy does not wait for a Read that was under way
}

// Read reads and records.
func (o *overheard) Read(p []byte) (int, error) {
	o.out.queue.Room(o.stop)
	n, err := o.Wire.Read(p)
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.over {
		return 0, net.ErrClosed
	}
	o.received += int64(n)
	o.each(conn.Received, p[:n])
	if o.out.lost() != nil {
		err = errNoLog
	}
	return n, err
}

// Write records and writes.
func (o *overheard) Write(p []byte) (int, error) {
	o.out.queue.Room(o.stop)
	if err := o.recordSent(p); err != nil {
		return 0, err
	}
	return o.Wire.Write(p)
}

func (o *overheard) recordSent(p []byte) error {
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
	o.each(conn.Sent, o.held[:whole])
	o.held = append(o.held[:0], o.held[whole:]...)
	if o.out.lost() != nil {
		return errNoLog
	}
	return nil
}

// each records the lines of what crosses.
func (o *overheard) each(kind conn.Kind, p []byte) {
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
		o.client.Overheard(e)
		p = rest
	}
}

// ended records what is held yet, and how it ended.
func (o *overheard) ended(end conn.End) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.each(conn.Sent, o.held)
	o.held, o.over = nil, true
	end.Sent, end.Received = o.sent, o.received
	o.client.Overheard(conn.Event{Kind: conn.Ended, Time: time.Now(), Secure: o.client.Target().TLS, End: &end})
}
