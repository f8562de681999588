package prompt

import (
	"os"
	"sync"
)

// Columns is how wide a terminal is; 80 if it does not say.
func Columns(terminal *os.File) int {
	cols, _ := sizeOf(terminal)
	return cols
}

// mode is the terminal's: raw while an editor owns it. It has a lock of its
// own, so that whatever else is stuck the terminal can be given back.
type mode struct {
	in, out *os.File

	mu      sync.Mutex
	restore func() error // nil while the terminal is as it was
	over    bool         // it stays so
}

// enter makes the terminal raw, or makes sure that it still is.
func (m *mode) enter() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.over {
		return os.ErrClosed
	}
	restore, err := makeRaw(m.in, m.out)
	if err == nil && m.restore == nil {
		m.restore = restore
	}
	return err
}

// leave brings the terminal back as it was found, for good if over.
func (m *mode) leave(over bool) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.over = m.over || over
	if m.restore == nil {
		return nil
	}
	err := m.restore()
	m.restore = nil
	return err
}

// withFd lends f's descriptor. (f.Fd() would make reads of it impossible to
// end.)
func withFd(f *os.File, do func(fd uintptr) error) error {
	conn, err := f.SyscallConn()
	if err != nil {
		return err
	}
	failed := conn.Control(func(fd uintptr) { err = do(fd) })
	if failed != nil {
		return failed
	}
	return err
}
