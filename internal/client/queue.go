package client

import "sync"

// Queue passes events to a function, and calls other functions, in order and on its own
// goroutine. Adding to it never waits for a terminal, a file or a pipe. WaitForRoom bounds its
// memory: a goroutine that reads from the server calls it before each read.
type Queue struct {
	hear func(*Event)
	done chan struct{} // closed when the goroutine has ended

	mu      sync.Mutex // guards the fields below
	added   *sync.Cond // signals an item, or Close
	waiting batch
	busy    bool          // a batch is being processed
	room    chan struct{} // closed when run takes waiting; nil: WaitForRoom is not waiting
	closed  bool          // Close was called
	ended   bool          // closed, and all items were processed; new items are dropped
}

// batch is a list of items.
type batch struct {
	items []item
	bytes []byte // the lines of their events
}

// item is an event, or a function to call.
type item struct {
	event Event
	do    func() // nil: pass event to hear
}

// How much a Queue holds before WaitForRoom waits.
const (
	maxBytes = 256 << 10
	maxItems = 2 << 10
)

// NewQueue returns a Queue that passes events to hear, which must not keep the pointer.
// guard is deferred in its goroutine. Close ends it.
func NewQueue(hear func(*Event), guard func()) *Queue {
	q := &Queue{hear: hear, done: make(chan struct{})}
	q.added = sync.NewCond(&q.mu)
	go func() {
		defer guard()
		defer close(q.done)
		q.run()
	}()
	return q
}

// Hear adds an event, with a copy of its line. A Bulk line is not copied: it must not
// change before Drain returns. An event with More does not wake the goroutine: the next one
// follows at once, and to wake it for each line of a read costs more than showing the line.
func (q *Queue) Hear(e Event) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.put(item{event: e})
	if !e.More {
		q.added.Signal()
	}
}

// Do adds a function to call.
func (q *Queue) Do(do func()) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.put(item{do: do})
	q.added.Signal()
}

// put adds an item. The caller holds the lock.
func (q *Queue) put(i item) {
	if q.ended {
		return
	}
	if !i.event.Bulk {
		from := len(q.waiting.bytes)
		q.waiting.bytes = append(q.waiting.bytes, i.event.Line...)
		i.event.Line = q.waiting.bytes[from:len(q.waiting.bytes):len(q.waiting.bytes)]
	}
	q.waiting.items = append(q.waiting.items, i)
}

// Flushed returns a channel that is closed when all items added so far have been
// processed.
func (q *Queue) Flushed() <-chan struct{} {
	q.mu.Lock()
	defer q.mu.Unlock()
	flushed := make(chan struct{})
	if !q.busy && len(q.waiting.items) == 0 {
		close(flushed)
	} else {
		q.put(item{do: func() { close(flushed) }})
		q.added.Signal()
	}
	return flushed
}

// Drain waits until all items added so far have been processed, or stop is closed.
func (q *Queue) Drain(stop <-chan struct{}) {
	select {
	case <-q.Flushed():
	case <-stop:
	}
}

// WaitForRoom waits until the queue has room, or stop is closed.
func (q *Queue) WaitForRoom(stop <-chan struct{}) {
	for room := q.roomSignal(); room != nil; room = q.roomSignal() {
		select {
		case <-room:
		case <-stop:
			return
		}
	}
}

// roomSignal returns nil if the queue has room, otherwise a channel that is closed when it may
// have room.
func (q *Queue) roomSignal() <-chan struct{} {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.waiting.bytes) < maxBytes && len(q.waiting.items) < maxItems {
		return nil
	}
	if q.room == nil {
		q.room = make(chan struct{})
	}
	return q.room
}

// Close ends the queue once all its items are processed. It does not wait for that.
func (q *Queue) Close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	q.added.Signal()
}

// Done returns a channel that is closed when the queue has ended.
func (q *Queue) Done() <-chan struct{} { return q.done }

// run processes one batch after another.
func (q *Queue) run() {
	var b batch
	for q.next(&b) {
		for i := range b.items {
			if do := b.items[i].do; do != nil {
				do()
			} else {
				q.hear(&b.items[i].event)
			}
			b.items[i] = item{}
		}
	}
}

// next replaces b, the processed batch, with the next one, and waits for one if necessary.
// It returns false once the queue is closed and empty.
func (q *Queue) next(b *batch) bool {
	*b = batch{items: b.items[:0], bytes: b.bytes[:0]}
	if cap(b.items) > 4*maxItems || cap(b.bytes) > 4*maxBytes {
		*b = batch{} // release the memory of an unusually large batch
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	for q.busy = false; len(q.waiting.items) == 0; q.added.Wait() {
		if q.closed {
			q.ended = true
			return false
		}
	}
	q.waiting, *b, q.busy = *b, q.waiting, true
	if q.room != nil {
		close(q.room)
		q.room = nil
	}
	return true
}
