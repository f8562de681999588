package client

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"byhand/conn"
)

// lineEvent returns an event with a line.
func lineEvent(line string) Event {
	return Event{Event: conn.Event{Kind: conn.Received, Line: []byte(line)}}
}

// blockedQueue returns a queue whose listener blocks until release is closed. Read the
// events that the listener got only after the queue is done.
func blockedQueue() (q *Queue, release chan struct{}, heard *[]string) {
	release, heard = make(chan struct{}), new([]string)
	q = NewQueue(func(e *Event) {
		<-release
		*heard = append(*heard, string(e.Line))
	}, func() {})
	return q, release, heard
}

// isClosed reports whether a channel is closed.
func isClosed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

// TestQueueOrder: events and functions are processed in order, each line as it was when
// it was put into the queue.
func TestQueueOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var got, want []string
		q := NewQueue(func(e *Event) { got = append(got, string(e.Line)) }, func() {})
		buf := make([]byte, 100)
		for i := range 1000 {
			line := fmt.Appendf(buf[:0], "line %d", i)
			want = append(want, string(line))
			q.Hear(lineEvent(string(line)))
			if i%3 == 0 {
				note := fmt.Sprintf("note %d", i)
				want = append(want, note)
				q.Do(func() { got = append(got, note) })
			}
			if i%100 == 0 {
				synctest.Wait() // a batch is processed
			}
		}
		q.Close()
		<-q.Done()
		if strings.Join(got, "|") != strings.Join(want, "|") {
			t.Errorf("got %q", got)
		}
	})
}

// TestQueueCopies: the line may change once Hear has returned.
func TestQueueCopies(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q, release, heard := blockedQueue()
		buf := []byte("first")
		for _, line := range []string{"first", "other", "third"} {
			copy(buf, line)
			e := lineEvent("")
			e.Line = buf
			q.Hear(e)
		}
		copy(buf, "xxxxx")
		close(release)
		q.Close()
		<-q.Done()
		if got := strings.Join(*heard, " "); got != "first other third" {
			t.Errorf("heard %q", got)
		}
	})
}

// TestQueueNeverBlocks: while the listener blocks, only WaitForRoom waits. (If another method
// did, the test would end in a deadlock.)
func TestQueueNeverBlocks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q, release, heard := blockedQueue()
		for range maxItems + 1 {
			q.Hear(lineEvent("x"))
		}
		called := false
		q.Do(func() { called = true })
		flushed := q.Flushed()
		synctest.Wait()
		if isClosed(flushed) || called {
			t.Error("flushed although nothing was processed")
		}
		close(release)
		<-flushed
		if !called || len(*heard) != maxItems+1 {
			t.Errorf("flushed after %d events", len(*heard))
		}
		q.Close()
		<-q.Done()
	})
}

// TestQueueWaitForRoom: WaitForRoom waits while a queue is full: of items or of bytes.
func TestQueueWaitForRoom(t *testing.T) {
	const long = maxBytes / 4
	for name, c := range map[string]struct {
		count int
		line  string
		waits bool
	}{
		"empty":              {0, "", false},
		"almost full":        {maxItems - 1, "", false},
		"full of items":      {maxItems, "", true},
		"almost enough text": {3, strings.Repeat("x", long), false},
		"full of text":       {4, strings.Repeat("x", long), true},
	} {
		for _, by := range []string{"room", "stop", "close"} {
			if !c.waits && by != "room" {
				continue
			}
			t.Run(name+", ended by "+by, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					q, release, heard := blockedQueue()
					q.Hear(lineEvent("being processed"))
					synctest.Wait()
					for range c.count {
						q.Hear(lineEvent(c.line))
					}
					stop, returned := make(chan struct{}), make(chan struct{})
					go func() {
						defer close(returned)
						q.WaitForRoom(stop)
					}()
					synctest.Wait()
					if isClosed(returned) == c.waits {
						t.Errorf("waits: %v, want %v", !c.waits, c.waits)
					}
					switch by {
					case "stop":
						close(stop)
						<-returned
						close(release)
					case "room":
						close(release)
						<-returned
					case "close": // what is in the queue is still processed
						q.Close()
						synctest.Wait()
						close(release)
						<-returned
					}
					q.Close()
					<-q.Done()
					if len(*heard) != 1+c.count {
						t.Errorf("%d events were processed", len(*heard))
					}
				})
			})
		}
	}
}

// TestQueueFlushed: the channel is closed at once if nothing waits and nothing is being
// processed.
func TestQueueFlushed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q, release, _ := blockedQueue()
		if !isClosed(q.Flushed()) {
			t.Error("an empty queue is not flushed")
		}
		q.Hear(lineEvent("x"))
		synctest.Wait() // taken out, and being processed
		first := q.Flushed()
		if isClosed(first) {
			t.Error("flushed although an event is being processed")
		}
		close(release)
		<-first
		q.Close()
		<-q.Done()
		if !isClosed(q.Flushed()) {
			t.Error("a queue that ended is not flushed")
		}
	})
}

// TestQueueClose: items in the queue are processed. Items added after its end are dropped,
// and nothing waits for them.
func TestQueueClose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		guarded := false
		heard := 0
		q := NewQueue(func(*Event) { heard++ }, func() { guarded = true })
		q.Hear(lineEvent("x"))
		q.Close()
		q.Hear(lineEvent("x"))
		<-q.Done()
		synctest.Wait()
		q.Close()
		if heard == 0 || !guarded {
			t.Errorf("heard %d, guarded %v", heard, guarded)
		}
		for range maxItems + 1 {
			q.Hear(lineEvent("late"))
		}
		q.Do(func() { t.Error("called after the end") })
		q.WaitForRoom(nil)
		<-q.Flushed()
	})
}

// TestQueueIsConcurrent: many goroutines use a queue at once; the events of each stay in
// order. It is of use with -race.
func TestQueueIsConcurrent(t *testing.T) {
	next := map[string]int{}
	q := NewQueue(func(e *Event) {
		from, n, _ := strings.Cut(string(e.Line), " ")
		if n != fmt.Sprint(next[from]) {
			t.Errorf("%s: %s, want %d", from, n, next[from])
		}
		next[from]++
	}, func() {})
	var all sync.WaitGroup
	for from := range 8 {
		all.Go(func() {
			for n := range 500 {
				q.WaitForRoom(nil)
				q.Hear(lineEvent(fmt.Sprintf("%d %d", from, n)))
				switch n % 50 {
				case 0:
					<-q.Flushed()
				case 25:
					q.Do(func() { next["done"]++ })
				}
			}
		})
	}
	all.Wait()
	q.Close()
	<-q.Done()
	if next["7"] != 500 || next["done"] != 8*500/50 {
		t.Errorf("%v", next)
	}
}
