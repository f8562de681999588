package prompt

import (
	"os"
	"sync"
)

// Columns returns the width of a terminal in columns, or 80 if it is unknown.
func Columns(terminal *os.File) int {
	cols, _ := sizeOf(terminal)
	return cols
}

// mode makes the terminal raw while an editor uses it. It has its own lock, so that it can
// restore the terminal while the editor is blocked.
type mode struct {
	in, out *os.File

	mu      sync.Mutex   // guards the fields below
	restore func() error // restores the terminal; nil: it is not raw
	final   bool         // the terminal must not become raw again
}

// enter makes the terminal raw, even if it already was and another program has changed its
// mode. It returns os.ErrClosed after leave(true), or an error if the mode cannot be changed.
func (m *mode) enter() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.final {
		return os.ErrClosed
	}
	restore, err := makeRaw(m.in, m.out)
	if err == nil && m.restore == nil {
		m.restore = restore
	}
	return err
}

// leave restores the terminal. final: enter fails from now on.
func (m *mode) leave(final bool) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.final = m.final || final
	if m.restore == nil {
		return nil
	}
	err := m.restore()
	m.restore = nil
	return err
}

// withFd calls do with f's descriptor. It does not use f.Fd, after which a deadline could no
// longer end a Read of f.
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
