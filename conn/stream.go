package conn

import "context"

// Stream is a connection, with or without TLS, that the caller reads itself. Its Tap gets
// only Opened and Secured. One goroutine may call Read while another calls Write.
type Stream struct{ c *Conn }

// Stream connects like Dial, but leaves reading to the caller.
func (d *Dialer) Stream(ctx context.Context, t Target) (*Stream, error) {
	c, err := d.connect(ctx, t)
	if err != nil {
		return nil, err
	}
	return &Stream{c}, nil
}

// Read reads the server's bytes, decrypted if TLS is used.
func (s *Stream) Read(p []byte) (int, error) { return s.c.stream.Read(p) }

// Write sends p.
func (s *Stream) Write(p []byte) (int, error) { return s.c.stream.Write(p) }

// CloseWrite ends the sending direction: the server gets end of file.
func (s *Stream) CloseWrite() error { return s.c.CloseWrite() }

// Close ends the connection and any Read or Write in progress.
func (s *Stream) Close() error { return s.c.closeStream() }

// End returns how the connection ended, given the error of the last Read.
func (s *Stream) End(err error) End { return s.c.classifyEnd(err) }
