package conn

import (
	"io"
	"net"
	"os"
	"sync"
	"testing"
	"time"
)

// mock is a net.Conn whose other end is the test.
type mock struct {
	net.Conn               // nil: nothing else may be called
	say      chan string   // the result of one Read; sending "" after it waits until it was reported
	wrote    func() error  // each Write
	out      []string      // what was written
	gone     chan struct{} // Close
	once     sync.Once
	freed    chan struct{} // the write deadline is past
	mu       sync.Mutex
	late     bool  // the write deadline is still past
	last     error // what Read returns when closed
}

func newMock() *mock {
	return &mock{say: make(chan string), gone: make(chan struct{}), freed: make(chan struct{}, 9), last: io.EOF}
}

func (m *mock) Read(p []byte) (int, error) {
	select {
	case s := <-m.say:
		return copy(p, s), nil
	case <-m.gone:
		return 0, m.last
	}
}

func (m *mock) Write(p []byte) (int, error) {
	m.mu.Lock()
	late := m.late
	m.mu.Unlock()
	if late {
		return 0, os.ErrDeadlineExceeded
	}
	m.out = append(m.out, string(p))
	if m.wrote != nil {
		return len(p), m.wrote()
	}
	return len(p), nil
}

func (m *mock) Close() error { m.once.Do(func() { close(m.gone) }); return nil }

func (m *mock) SetWriteDeadline(d time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.late = !d.IsZero() && d.Before(time.Now()); m.late {
		m.freed <- struct{}{}
	}
	return nil
}

// talk returns a Conn on a mock, with its reader running.
func talk(t testing.TB) (*mock, *Conn, *tape) {
	m, tape := newMock(), newTape(t)
	c := over(t, m, Security{}, tape)
	c.startReader()
	t.Cleanup(func() { c.Close() })
	return m, c, tape
}
