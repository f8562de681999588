package conn

import (
	"context"
	"errors"
	"io"
)

// Stream is a connection whose bytes nobody looks at: no lines, no Tap but for
// Opened and Secured. Read and Write may be called from two goroutines.
type Stream struct{ c *Conn }

// Stream connects as Dial does, and leaves the reading to the caller.
func (d *Dialer) Stream(ctx context.Context, t Target) (*Stream, error) {
	c, err := d.connect(ctx, t)
	if err != nil {
		return nil, err
	}
	return &Stream{c}, nil
}

// Read reads what the server says, without TLS's own.
func (s *Stream) Read(p []byte) (int, error) { return s.c.stream.Read(p) }

// Write sends p.
func (s *Stream) Write(p []byte) (int, error) { return s.c.stream.Write(p) }

// CloseWrite ends our half: the server sees the end of input.
func (s *Stream) CloseWrite() error { return s.c.CloseWrite() }

// Close ends the connection; a Read or Write under way returns.
func (s *Stream) Close() error {
	if s.c.raw.memory != nil {
		return s.c.raw.Close()
	}
	return s.c.stream.Close()
}

// End says what the error of a Read means: who closed, and how.
func (s *Stream) End(err error) End {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		if reset := s.c.raw.wasReset(); reset != nil {
			err = reset
		}
	}
	return End{How: s.c.judge(err), Err: err}
}

// Detach hands the socket to the caller, for whom waiting in Read and Write would
// be too slow: until Close he alone reads and writes it, and nothing else hears of
// what comes there. layered says that there is TLS, which then has only memory
// below it: Read opens what Feed was given, and returns syscall.EAGAIN when that is
// too little; what Write and CloseWrite seal waits in Sealed. Without TLS only
// CloseWrite and Close are of use. An error, ErrUnsupported on most systems, changes
// nothing.
func (s *Stream) Detach() (socket int, layered bool, err error) {
	free, socket, err := detach(s.c.raw.Conn)
	if err != nil {
		return -1, false, err
	}
	s.c.raw.Conn, s.c.raw.memory = free, &memory{}
	return socket, s.c.TLS() != nil, nil
}

// Feed gives TLS what came from a socket that was detached, and how that ended;
// nil: not yet. sealed belongs to the Stream until Read has returned EAGAIN.
func (s *Stream) Feed(sealed []byte, ended error) { s.c.raw.memory.feed(sealed, ended) }

// Sealed returns, once, what TLS wants to be sent to a socket that was detached. It
// is good until the next call but one.
func (s *Stream) Sealed() []byte { return s.c.raw.memory.take() }
