package prompt

import (
	"os"
	"sync"
)

// Columns returns the width of a terminal; 80 if it is unknown.
func Columns(terminal *os.File) int {
	cols, _ := sizeOf(terminal)
	return cols
}

// mode is the terminal's mode: raw while an editor uses it. It has a lock of its
// own, so that the terminal can be restored whatever else is blocked.
type mode struct {
	in, out *os.File

	mu      sync.Mutex   // guards the fields below
	restore func() error // nil while the terminal is as the editor found it
	over    bool         // it must not become raw again
}

// enter makes the terminal raw, also if something else changed its mode. It
// returns an error after leave(true), and if the mode cannot be changed.
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

// leave restores the terminal, for good if over.
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

// withFd calls do with f's descriptor. (After f.Fd(), reads of f could not be
// interrupted.)
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
