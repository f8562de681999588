package conn

import "context"

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

// Close ends the connection. A Read or Write under way returns.
func (s *Stream) Close() error { return s.c.shut() }

// End says what the error of a Read means: who closed, and how.
func (s *Stream) End(err error) End { return s.c.judge(err) }
