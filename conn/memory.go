package conn

import "syscall"

// memory is what TLS reads and writes while somebody else has the socket.
type memory struct {
	fed           []byte // came from the socket, and TLS has not read it yet
	ended         error  // what ended the socket, after fed
	sealed, spare []byte // for the socket; and what take returned last
}

func (m *memory) feed(p []byte, ended error) {
	m.fed, m.ended = p, ended // TLS has read all that was fed before
}

// Read returns EAGAIN when there is nothing more yet: crypto/tls goes on from there
// at the next call, as it is a temporary net.Error.
func (m *memory) Read(p []byte) (int, error) {
	switch {
	case len(m.fed) > 0:
		n := copy(p, m.fed)
		m.fed = m.fed[n:]
		return n, nil
	case m.ended != nil:
		return 0, m.ended
	}
	return 0, syscall.EAGAIN
}

func (m *memory) Write(p []byte) (int, error) {
	m.sealed = append(m.sealed, p...)
	return len(p), nil
}

func (m *memory) take() []byte {
	taken := m.sealed
	m.sealed, m.spare = m.spare[:0], taken
	return taken
}
