package prompt

import (
	"fmt"
	"io"
	"slices"
	"sync"
	"time"
)

// output writes to a terminal in a goroutine of its own, which runs while
// something is queued. So no lock is held while the terminal is written, and a
// terminal that accepts nothing delays only the callers of reserve and drain,
// and those no longer than their time limits.
type output struct {
	to    io.Writer
	idle  func() // called without a lock each time the queue has become empty
	stuck func() // see hurry; may be nil

	mu       sync.Mutex // guards the fields below; no other lock is taken while it is held
	changed  *sync.Cond // signals a change of queued, busy, held or gaveUp
	queued   []byte     // not yet being written
	busy     bool       // the goroutine runs
	held     bool       // by pause: nothing is written until resume
	closed   bool       // write waits until its text is written
	patience time.Duration
	deadline time.Time   // for the write in progress
	late     *time.Timer // calls giveUp at the deadline
	hurried  bool        // Ctrl-C was pressed since the queue was empty
	gaveUp   bool        // the terminal accepts nothing: no caller waits for it
	lost     int         // how many bytes were dropped since the last notice
	err      error       // from a write, until a caller takes it
}

const (
	// queueLimit is how many bytes may be queued before callers have to wait.
	queueLimit = 64 << 10
	// chunkSize is how many bytes one write has. A terminal that accepts them
	// within a time limit is not stuck.
	chunkSize = 4 << 10

	writePatience = time.Minute            // how long callers wait for a terminal that accepts nothing
	stuckTime     = 3 * time.Second        // how long they wait once Ctrl-C was pressed
	closeTime     = 500 * time.Millisecond // how long Close waits
)

func newOutput(to io.Writer, idle func()) *output {
	o := &output{to: to, idle: idle, patience: writePatience}
	o.changed = sync.NewCond(&o.mu)
	o.late = time.AfterFunc(time.Hour, o.giveUp)
	o.late.Stop()
	return o
}

// write calls show, which queues p, as soon as there is room. It drops p if the
// terminal is stuck. It returns the error of an earlier write; p is not shown
// then.
func (o *output) write(p []byte, show func(p []byte)) (int, error) {
	if err := o.takeError(); err != nil {
		return 0, err
	}
	if o.reserve(len(p)) {
		if notice := o.takeNotice(); notice != nil {
			show(notice)
		}
		show(p)
	}
	o.mu.Lock()
	closed := o.closed
	o.mu.Unlock()
	if closed {
		o.drain()
	}
	return len(p), nil
}

// reserve waits for room in the queue, but no longer than the terminal may accept
// nothing. If there is none, n bytes count as lost.
func (o *output) reserve(n int) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	for (o.held || len(o.queued) >= queueLimit) && !o.gaveUp {
		o.changed.Wait()
	}
	if len(o.queued) < queueLimit {
		return true
	}
	o.lost += n
	return false
}

// put queues p and returns at once.
func (o *output) put(p []byte) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.queued = append(o.queued, p...)
	o.start()
}

// start runs the goroutine if there is something to write. The lock is held.
func (o *output) start() {
	if !o.busy && !o.held && len(o.queued) > 0 {
		o.busy = true
		go o.run()
	}
}

func (o *output) run() {
	for p := o.next(nil); len(p) > 0; p = o.next(p) {
		for chunk := range slices.Chunk(p, chunkSize) {
			_, err := o.to.Write(chunk)
			o.wrote(err)
		}
	}
	o.idle()
}

// next returns what is queued, and reuses the buffer that was written for what
// comes next.
func (o *output) next(written []byte) (p []byte) {
	if cap(written) > 1<<20 {
		written = nil
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	p, o.queued = o.queued, written[:0]
	if o.busy = len(p) > 0; o.busy {
		o.allow(o.patience)
	} else {
		o.hurried = false
	}
	o.changed.Broadcast()
	return p
}

// wrote notes that the terminal accepted or refused a chunk.
func (o *output) wrote(err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if err != nil {
		o.err = err
	}
	o.gaveUp = false
	o.allow(o.patience)
}

// allow sets the time limit of the write in progress. The lock is held.
func (o *output) allow(limit time.Duration) {
	if o.hurried {
		limit = min(limit, stuckTime)
	}
	o.deadline = time.Now().Add(limit)
	o.late.Reset(limit)
}

// giveUp releases the callers that wait for the terminal.
func (o *output) giveUp() {
	o.mu.Lock()
	if !o.busy || time.Now().Before(o.deadline) {
		o.mu.Unlock()
		return
	}
	hurried := o.hurried
	o.gaveUp, o.hurried = true, false
	o.changed.Broadcast()
	o.mu.Unlock()
	if hurried && o.stuck != nil {
		o.stuck()
	}
}

// hurry shortens the time limit until the queue is empty: the user pressed
// Ctrl-C. If a write does not end in time, the callback stuck is called.
func (o *output) hurry() {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.busy && !o.hurried {
		o.hurried = true
		o.allow(o.patience)
	}
}

// isBusy reports whether something is queued or being written.
func (o *output) isBusy() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.busy || o.held
}

// drain waits until everything is written, or until the terminal has accepted
// nothing for closeTime.
func (o *output) drain() {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.patience = closeTime; o.busy {
		o.allow(closeTime)
	}
	for o.busy && !o.gaveUp {
		o.changed.Wait()
	}
}

// pause drains the queue. What is queued later is not written until resume.
func (o *output) pause() {
	o.mu.Lock()
	o.held = true
	o.mu.Unlock()
	o.drain()
}

func (o *output) resume() {
	o.mu.Lock()
	defer o.mu.Unlock()
	if !o.closed {
		o.patience = writePatience
	}
	o.held = false
	o.start()
	o.changed.Broadcast()
}

// close drains the queue. The rest of it is written when the terminal accepts it.
func (o *output) close() {
	o.resume()
	o.mu.Lock()
	o.closed = true
	o.mu.Unlock()
	o.drain()
}

// takeError returns the last error of a write, once.
func (o *output) takeError() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	err := o.err
	o.err = nil
	return err
}

// takeNotice returns a text that reports what was dropped, once the terminal
// accepts output again; or nil.
func (o *output) takeNotice() []byte {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.lost == 0 || o.gaveUp {
		return nil
	}
	n := o.lost
	o.lost = 0
	return fmt.Appendf(nil, "\nbyhand: %d bytes are missing here: the terminal accepted no output\n", n)
}
