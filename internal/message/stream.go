package message

import (
	"bytes"
	"io"
	"sync/atomic"
)

// A Stream is a message in the form in which it crosses the wire: read it, or
// let it write itself, block by block. Frame and Canonical make one.
//
// One goroutine moves it; Taken and Sent may be asked by any, for a progress bar.
type Stream struct {
	src   *blocks
	stuff bool   // a leading dot is doubled
	end   string // what follows the last line

	inLine bool   // the last block ended within a line
	out    []byte // the block that was made last
	rest   []byte // what of it was not handed out yet
	err    error
	sent   atomic.Int64
}

// Frame makes of a message what a client sends between 354 and the reply to the
// dot (RFC 5321 4.5.2):
//
//	"Hi\n.dot\n"  becomes  "Hi\r\n..dot\r\n.\r\n"
//
// Every line end (LF, CRLF, CR alone) becomes CRLF, a line that begins with a dot
// gets one more, a last line without an end gets one, and a lone dot ends it all.
// The message without a single octet is a lone dot.
//
// The lone dot is given out only after r gave io.EOF. When r fails, its error
// comes instead: the connection is then to be closed, or the server would take
// half a message for a whole one.
func Frame(r io.Reader) *Stream { return newStream(r, blockSize, true, ".\r\n") }

// Canonical makes the same line ends as Frame and nothing else: a message as
// BDAT carries it, where no dot is doubled and none ends it (RFC 3030 2).
//
//	"Hi\n.dot"  becomes  "Hi\r\n.dot\r\n"
func Canonical(r io.Reader) *Stream { return newStream(r, blockSize, false, "") }

func newStream(r io.Reader, size int, stuff bool, end string) *Stream {
	return &Stream{src: newBlocks(r, size), stuff: stuff, end: end}
}

// Taken is how many octets were read from the source.
func (s *Stream) Taken() int64 { return s.src.taken.Load() }

// Sent is how many octets were handed out, or taken by the writer of WriteTo.
func (s *Stream) Sent() int64 { return s.sent.Load() }

// Next hands out a block of about 256 KB that ends with a line end, unless the
// line is longer than that: who stops between two blocks stops between two
// lines. It is io.EOF behind the last one. A block is good until the next call.
func (s *Stream) Next() ([]byte, error) {
	if err := s.load(); err != nil {
		return nil, err
	}
	block := s.rest
	s.handed(len(block))
	return block, nil
}

// Read hands out as much of a block as fits; see Next.
func (s *Stream) Read(p []byte) (int, error) {
	if err := s.load(); err != nil {
		return 0, err
	}
	n := copy(p, s.rest)
	s.handed(n)
	return n, nil
}

// WriteTo writes block by block; see Next. It may be called again after w failed,
// and goes on with the octet that w did not take.
func (s *Stream) WriteTo(w io.Writer) (int64, error) {
	before := s.Sent()
	for {
		err := s.load()
		if err == io.EOF {
			return s.Sent() - before, nil
		}
		if err == nil {
			err = s.write(w)
		}
		if err != nil {
			return s.Sent() - before, err
		}
	}
}

func (s *Stream) write(w io.Writer) error {
	n, err := w.Write(s.rest)
	s.handed(n)
	if err == nil && len(s.rest) > 0 {
		err = io.ErrShortWrite
	}
	return err
}

func (s *Stream) handed(n int) {
	s.rest = s.rest[n:]
	s.sent.Add(int64(n))
}

// load has something in s.rest, or returns why there is nothing.
func (s *Stream) load() error {
	for len(s.rest) == 0 && s.err == nil {
		block, err := s.src.next()
		last := s.src.err == io.EOF // and the block is all that was left
		if !last && s.asItIs(block) {
			s.rest, s.err = block, err
			break
		}
		s.out = s.mend(s.out[:0], block)
		if last {
			s.out, err = s.finish(s.out), io.EOF
		}
		s.rest, s.err = s.out, err
	}
	if len(s.rest) > 0 {
		return nil
	}
	return s.err
}

// finish appends what comes behind the last octet of the source.
func (s *Stream) finish(out []byte) []byte {
	if s.inLine {
		out = append(out, '\r', '\n')
	}
	return append(out, s.end...)
}

// asItIs reports whether a block has the form of the wire already.
func (s *Stream) asItIs(block []byte) bool {
	if s.inLine || !bytes.HasSuffix(block, []byte("\r\n")) {
		return false
	}
	a, ok := allAlike(block)
	return ok && a.end == crlf && a.size == len(block)
}

// mend appends block in the form of the wire.
func (s *Stream) mend(out, block []byte) []byte {
	if bytes.IndexByte(block, '\r') < 0 {
		return s.mendLFs(out, block)
	}
	for c := newCutter(block); c.more(); {
		text, end := c.next()
		if s.stuff && !s.inLine && len(text) > 0 && text[0] == '.' {
			out = append(out, '.')
		}
		s.inLine = end == unended
		switch end {
		case unended:
			out = append(out, text...)
		case crlf: // one copy, with what is behind the text
			out = append(out, text[:len(text)+2]...)
		default:
			out = append(append(out, text...), '\r', '\n')
		}
	}
	return out
}

// mendLFs does so for a block without a CR.
func (s *Stream) mendLFs(out, block []byte) []byte {
	for len(block) > 0 {
		if s.stuff && !s.inLine && block[0] == '.' {
			out = append(out, '.')
		}
		lf := bytes.IndexByte(block, '\n')
		if s.inLine = lf < 0; s.inLine {
			return append(out, block...)
		}
		out = append(append(out, block[:lf]...), '\r', '\n')
		block = block[lf+1:]
	}
	return out
}
