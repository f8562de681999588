package client

import (
	"sync"
)

// A Queue hands events and notes to those who write them, in order, on a goroutine of
// its own. Whoever puts something into it does not wait for a terminal, a file or a
// pipe. Its memory is bounded by Room, which who reads from the server asks first.
type Queue struct {
	hear func(Event)

	mu      sync.Mutex // guards what follows
	waiting batch
	busy    bool          // a batch is being handed on
	more    chan struct{} // closed when waiting gets its first item; nil: nobody waits for one
	room    chan struct{} // closed when waiting is taken; nil: nobody waits for room
	closed  bool
	done    chan struct{} // closed when the goroutine has ended
}

// batch is what waits to be handed on.
type batch struct {
	items []item
	bytes []byte // the lines of the events
}

// item is an event, or something to do.
type item struct {
	event Event
	do    func() // nil: hear event
}

// What a Queue holds before who reads must wait.
const (
	manyBytes = 1 << 20
	manyItems = 8 << 10
)

// NewQueue returns a Queue that hands events to hear. guard is deferred in its
// goroutine. Close ends it.
func NewQueue(hear func(Event), guard func()) *Queue {
	q := &Queue{hear: hear, done: make(chan struct{})}
	go func() {
		defer guard()
		defer close(q.done)
		q.run()
	}()
	return q
}

// Hear puts an event into the queue, with a copy of its line.
func (q *Queue) Hear(e Event) {
	q.mu.Lock()
	defer q.mu.Unlock()
	from := len(q.waiting.bytes)
	q.waiting.bytes = append(q.waiting.bytes, e.Line...)
	e.Line = q.waiting.bytes[from:len(q.waiting.bytes):len(q.waiting.bytes)]
	q.put(item{event: e})
}

// Do has do called after what is in the queue.
func (q *Queue) Do(do func()) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.put(item{do: do})
}

// put adds an item. The lock is held.
func (q *Queue) put(i item) {
	q.waiting.items = append(q.waiting.items, i)
	if q.more != nil {
		close(q.more)
		q.more = nil
	}
}

// Flushed is closed once all that is in the queue now has been handed on.
func (q *Queue) Flushed() <-chan struct{} {
	q.mu.Lock()
	defer q.mu.Unlock()
	flushed := make(chan struct{})
	if !q.busy && len(q.waiting.items) == 0 {
		close(flushed)
	} else {
		q.put(item{do: func() { close(flushed) }})
	}
	return flushed
}

// Room waits until the queue has room, or stop is closed.
func (q *Queue) Room(stop <-chan struct{}) {
	for {
		q.mu.Lock()
		if len(q.waiting.bytes) < manyBytes && len(q.waiting.items) < manyItems {
			q.mu.Unlock()
			return
		}
		if q.room == nil {
			q.room = make(chan struct{})
		}
		room := q.room
		q.mu.Unlock()
		select {
		case <-room:
		case <-stop:
			return
		}
	}
}

// Close hands on what is in the queue, and ends it. Done is closed then.
func (q *Queue) Close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	if q.more != nil {
		close(q.more)
		q.more = nil
	}
}

// Done is closed when the queue has ended.
func (q *Queue) Done() <-chan struct{} { return q.done }

// run hands on one batch after the other.
func (q *Queue) run() {
	var b batch
	for q.next(&b) {
		for i := range b.items {
			if do := b.items[i].do; do != nil {
				do()
			} else {
				q.hear(b.items[i].event)
			}
			b.items[i] = item{}
		}
	}
}

// next swaps b, which is done with, for what waits. It waits until there is something,
// and returns false when the queue is closed and empty.
func (q *Queue) next(b *batch) bool {
	*b = batch{items: b.items[:0], bytes: b.bytes[:0]}
	for {
		q.mu.Lock()
		if len(q.waiting.items) > 0 {
			q.waiting, *b = *b, q.waiting
			q.busy = true
			if q.room != nil {
				close(q.room)
				q.room = nil
			}
			q.mu.Unlock()
			return true
		}
		q.busy = false
		if q.closed {
			q.mu.Unlock()
			return false
		}
		if q.more == nil {
			q.more = make(chan struct{})
		}
		more := q.more
		q.mu.Unlock()
		<-more
	}
}
