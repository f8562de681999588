package prompt

import (
	"bytes"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// gate is a terminal that accepts a write only while it is open.
type gate struct {
	mu     sync.Mutex
	open   *sync.Cond
	closed bool
	got    bytes.Buffer
}

func newGate() *gate {
	g := &gate{closed: true}
	g.open = sync.NewCond(&g.mu)
	return g
}

func (g *gate) Write(p []byte) (int, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for g.closed {
		g.open.Wait()
	}
	return g.got.Write(p)
}

func (g *gate) set(closed bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.closed = closed
	g.open.Broadcast()
}

// stuckOutput returns an output whose terminal accepts nothing and whose queue is
// full.
func stuckOutput() (o *output, g *gate) {
	g = newGate()
	o = newOutput(g, func() {})
	for range 2 { // one is being written
		o.put(bytes.Repeat([]byte("x"), queueLimit))
		synctest.Wait()
	}
	return o, g
}

// took returns how long do took.
func took(do func()) time.Duration {
	began := time.Now()
	do()
	return time.Since(began)
}

// A terminal that accepts nothing delays a caller once, for the time limit. After that, text is
// dropped, and a notice reports it when the terminal accepts output again.
func TestOutputGivesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o, g := stuckOutput()
		write := func(text string) time.Duration {
			return took(func() { o.write([]byte(text), o.put) })
		}
		if got := write("lost"); got != writeLimit {
			t.Errorf("the first text took %v", got)
		}
		if got := write("lost too"); got != 0 {
			t.Errorf("the second text took %v", got)
		}
		if got := took(o.drain); got != 0 {
			t.Errorf("drain took %v", got)
		}
		g.set(false)
		synctest.Wait()
		write("shown")
		synctest.Wait()
		_, end, _ := strings.Cut(g.got.String(), "\n")
		if !strings.Contains(end, " 12 bytes ") || !strings.HasSuffix(end, "\nshown") {
			t.Errorf("after the queue the terminal got %q", end)
		}
		if got := strings.Count(g.got.String(), "x"); got != 2*queueLimit {
			t.Errorf("%d bytes of the queue", got)
		}
	})
}

// A slow terminal is not stuck: nothing is dropped.
func TestOutputIsSlow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slow := &pausing{pauses: slices.Repeat([]time.Duration{writeLimit - 1}, 4*queueLimit/chunkSize)}
		o := newOutput(slow, func() {})
		for range 4 {
			o.write(bytes.Repeat([]byte("x"), queueLimit), o.put)
		}
		for o.isBusy() {
			time.Sleep(time.Minute)
		}
		if slow.got.Len() != 4*queueLimit || o.dropped != 0 {
			t.Errorf("%d bytes, %d lost", slow.got.Len(), o.dropped)
		}
	})
}

// pausing is a terminal that pauses before it accepts a write.
type pausing struct {
	pauses []time.Duration // one for each write
	got    bytes.Buffer
}

func (p *pausing) Write(b []byte) (int, error) {
	time.Sleep(p.pauses[0])
	p.pauses = p.pauses[1:]
	return p.got.Write(b)
}

// Ctrl-C shortens the wait, and calls stuck once.
func TestOutputAfterInterrupt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o, g := stuckOutput()
		calls := 0
		o.stuck = func() { calls++ }
		o.shortenLimit()
		time.Sleep(time.Second)
		o.shortenLimit() // not later than the first
		if got := took(func() { o.write([]byte("lost"), o.put) }); got != interruptLimit-time.Second {
			t.Errorf("the text took %v", got)
		}
		synctest.Wait()
		if calls != 1 {
			t.Errorf("stuck was called %d times", calls)
		}
		g.set(false)
		synctest.Wait()
		o.shortenLimit()
		time.Sleep(2 * interruptLimit)
		if calls != 1 {
			t.Error("stuck was called though the terminal accepts output")
		}
	})
}

// After Ctrl-C, the short limit applies until the queue is empty.
func TestOutputLimitUntilEmpty(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOutput(&pausing{pauses: []time.Duration{interruptLimit - 1, 2 * interruptLimit}}, func() {})
		began, called := time.Now(), make(chan time.Duration, 1)
		o.stuck = func() { called <- time.Since(began) }
		o.put(bytes.Repeat([]byte("x"), 2*chunkSize))
		o.shortenLimit()
		if got := <-called; got != 2*interruptLimit-1 {
			t.Errorf("stuck was called after %v", got)
		}
		time.Sleep(2 * interruptLimit)
	})
}

// Close gives up on a stuck terminal, and so do writes after it. The rest is
// written when the terminal accepts it.
func TestOutputCloses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o, g := stuckOutput()
		written := make(chan time.Duration, 1)
		go func() { written <- took(func() { o.write([]byte("lost"), o.put) }) }()
		synctest.Wait()
		if got := took(o.close); got != closeLimit {
			t.Errorf("close took %v", got)
		}
		if got := <-written; got != closeLimit {
			t.Errorf("a write took %v", got)
		}
		g.set(false)
		synctest.Wait()
		o.write([]byte("last"), o.put)
		if !strings.HasSuffix(g.got.String(), "last") {
			t.Error("a write after close was not waited for")
		}
	})
}

// While it is paused nothing is written, and callers wait.
func TestOutputPauses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGate()
		g.set(false)
		o := newOutput(g, func() {})
		o.put([]byte("before "))
		o.pause()
		o.put([]byte("meanwhile "))
		go o.write([]byte("after"), o.put)
		synctest.Wait()
		if got := g.got.String(); got != "before " {
			t.Errorf("while it is paused: %q", got)
		}
		o.resume()
		synctest.Wait()
		if got := g.got.String(); got != "before meanwhile after" {
			t.Errorf("at the end: %q", got)
		}
	})
}
