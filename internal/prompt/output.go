package prompt

import (
	"fmt"
	"io"
	"slices"
	"sync"
	"time"
)

// output writes to a terminal on its own goroutine, which runs while bytes are queued. No
// goroutine holds a lock while the terminal is written. If the terminal accepts no output, only
// the callers of reserve and drain wait, at most as long as their time limits.
type output struct {
	to    io.Writer
	idle  func() // called, without a lock, each time the queue has become empty
	stuck func() // called if the terminal accepts nothing after shortenLimit; may be nil

	mu          sync.Mutex    // guards the fields below; no other lock is taken while it is held
	changed     *sync.Cond    // signals a change of queued, busy, held or gaveUp
	queued      []byte        // not yet being written
	busy        bool          // the goroutine runs
	paused      bool          // nothing is written until resume
	closed      bool          // write waits until its text is written
	limit       time.Duration // how long a caller waits while the terminal accepts nothing
	deadline    time.Time     // of the write in progress
	timer       *time.Timer   // calls giveUp at the deadline
	isShortened bool          // Ctrl-C was pressed since the queue was last empty
	gaveUp      bool          // the terminal accepts nothing: no caller waits for it
	dropped     int           // how many bytes were dropped since the last notice
	err         error         // of a write, until a caller takes it
}

const (
	// queueLimit is how many bytes may be queued before callers have to wait.
	queueLimit = 64 << 10
	// chunkSize is how many bytes are written at once. The time limits are for one chunk.
	chunkSize = 4 << 10

	writeLimit     = time.Minute            // how long callers wait for a terminal that accepts nothing
	interruptLimit = 3 * time.Second        // how long they wait after Ctrl-C
	closeLimit     = 500 * time.Millisecond // how long Close waits
)

func newOutput(to io.Writer, idle func()) *output {
	o := &output{to: to, idle: idle, limit: writeLimit}
	o.changed = sync.NewCond(&o.mu)
	o.timer = time.AfterFunc(time.Hour, o.giveUp)
	o.timer.Stop()
	return o
}

// write waits for room in the queue and calls show, which queues p. It drops p if the terminal
// accepts nothing. It returns the error of an earlier write, and does not show p then.
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

// reserve waits for room in the queue, until the terminal has accepted nothing for the time
// limit. It then returns false and counts n bytes as dropped.
func (o *output) reserve(n int) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	for (o.paused || len(o.queued) >= queueLimit) && !o.gaveUp {
		o.changed.Wait()
	}
	if len(o.queued) < queueLimit {
		return true
	}
	o.dropped += n
	return false
}

// put queues p and returns at once.
func (o *output) put(p []byte) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.queued = append(o.queued, p...)
	o.start()
}

// start starts the goroutine if bytes are queued. The caller holds the lock.
func (o *output) start() {
	if !o.busy && !o.paused && len(o.queued) > 0 {
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

// next returns the queued bytes. It reuses the written buffer for the queue.
func (o *output) next(written []byte) (p []byte) {
	if cap(written) > 1<<20 {
		written = nil
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	p, o.queued = o.queued, written[:0]
	if o.busy = len(p) > 0; o.busy {
		o.setDeadline(o.limit)
	} else {
		o.isShortened = false
	}
	o.changed.Broadcast()
	return p
}

// wrote is called after a chunk was written, with its error.
func (o *output) wrote(err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if err != nil {
		o.err = err
	}
	o.gaveUp = false
	o.setDeadline(o.limit)
}

// setDeadline sets the deadline of the write in progress. The caller holds the lock.
func (o *output) setDeadline(limit time.Duration) {
	if o.isShortened {
		limit = min(limit, interruptLimit)
	}
	o.deadline = time.Now().Add(limit)
	o.timer.Reset(limit)
}

// giveUp releases the callers that wait for the terminal, if the deadline has passed.
func (o *output) giveUp() {
	o.mu.Lock()
	if !o.busy || time.Now().Before(o.deadline) {
		o.mu.Unlock()
		return
	}
	hurried := o.isShortened
	o.gaveUp, o.isShortened = true, false
	o.changed.Broadcast()
	o.mu.Unlock()
	if hurried && o.stuck != nil {
		o.stuck()
	}
}

// shortenLimit is called when the user presses Ctrl-C. It limits writes to interruptLimit until
// the queue is empty. If a write takes longer, the callback stuck is called.
func (o *output) shortenLimit() {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.busy && !o.isShortened {
		o.isShortened = true
		o.setDeadline(o.limit)
	}
}

// isBusy reports whether bytes are queued or being written, or the output is paused.
func (o *output) isBusy() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.busy || o.paused
}

// drain waits until all bytes are written, or the terminal has accepted nothing for closeLimit.
func (o *output) drain() {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.limit = closeLimit; o.busy {
		o.setDeadline(closeLimit)
	}
	for o.busy && !o.gaveUp {
		o.changed.Wait()
	}
}

// pause drains the queue. Bytes that are queued later are not written until resume.
func (o *output) pause() {
	o.mu.Lock()
	o.paused = true
	o.mu.Unlock()
	o.drain()
}

func (o *output) resume() {
	o.mu.Lock()
	defer o.mu.Unlock()
	if !o.closed {
		o.limit = writeLimit
	}
	o.paused = false
	o.start()
	o.changed.Broadcast()
}

// close drains the queue. If that takes too long, the rest is written when the terminal accepts
// it.
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

// takeNotice returns a notice about dropped bytes. It returns nil if none were dropped, or the
// terminal still accepts nothing.
func (o *output) takeNotice() []byte {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.dropped == 0 || o.gaveUp {
		return nil
	}
	n := o.dropped
	o.dropped = 0
	return fmt.Appendf(nil, "\nbyhand: %d bytes are missing here: the terminal accepted no output\n", n)
}
