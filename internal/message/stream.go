package message

import (
	"bytes"
	"io"
)

// A Stream is a message in the form in which it is sent, to be read block by block.
// Frame and Canonical make one.
type Stream struct {
	src         *blocks
	doublesDots bool   // a leading dot is doubled
	end         string // what follows the last line

	inLine bool   // the last block ended within a line
	out    []byte // the last block
	rest   []byte // the part of out that was not returned yet
	err    error
}

// Frame converts a message to what a client sends after the 354 reply, with the final
// dot (RFC 5321 4.5.2):
//
//	"Hi\n.dot\n"  becomes  "Hi\r\n..dot\r\n.\r\n"
//
// Every line ending (LF, CRLF, CR alone) becomes CRLF, a leading dot is doubled, and a
// last line without an ending gets one. The final dot follows. An empty message is
// only the final dot.
//
// The final dot comes only after r has returned io.EOF. If r fails, the Stream returns
// its error instead. The caller must then close the connection, or the server could
// accept half a message.
func Frame(r io.Reader) *Stream { return newStream(r, blockSize, true, ".\r\n") }

// Canonical converts line endings like Frame and nothing else, for BDAT: no dots are
// doubled and there is no final dot (RFC 3030 2).
//
//	"Hi\n.dot"  becomes  "Hi\r\n.dot\r\n"
func Canonical(r io.Reader) *Stream { return newStream(r, blockSize, false, "") }

func newStream(r io.Reader, size int, stuff bool, end string) *Stream {
	return &Stream{src: newBlocks(r, size), doublesDots: stuff, end: end}
}

// Next returns a block of about 256 KB. It ends with a line ending unless the line is
// longer than a block. So a caller that stops after a block does not cut a line. After the last block it returns io.EOF. A block is valid until the next call.
func (s *Stream) Next() ([]byte, error) {
	if err := s.load(); err != nil {
		return nil, err
	}
	block := s.rest
	s.rest = nil
	return block, nil
}

// Read returns as much of a block as fits; see Next.
func (s *Stream) Read(p []byte) (int, error) {
	if err := s.load(); err != nil {
		return 0, err
	}
	n := copy(p, s.rest)
	s.rest = s.rest[n:]
	return n, nil
}

// load fills s.rest, or returns an error.
func (s *Stream) load() error {
	for len(s.rest) == 0 && s.err == nil {
		block, err := s.src.next()
		s.convert(block)
		if s.src.err == io.EOF { // block was the last one
			if s.inLine {
				s.out = append(s.out, '\r', '\n')
			}
			s.out, err = append(s.out, s.end...), io.EOF
		}
		s.rest, s.err = s.out, err
	}
	if len(s.rest) > 0 {
		return nil
	}
	return s.err
}

// convert sets s.out to a block with CRLF line endings and, if wanted, doubled dots.
func (s *Stream) convert(block []byte) {
	s.out = s.out[:0]
	if bytes.IndexByte(block, '\r') < 0 {
		s.convertLFs(block)
		return
	}
	for c := newCutter(block); c.hasMore(); {
		text, end := c.next()
		s.appendText(text)
		if s.inLine = end == unended; !s.inLine {
			s.out = append(s.out, '\r', '\n')
		}
	}
}

// convertLFs is convert for a block without CR, which is what most files are. It takes a
// third of the time.
func (s *Stream) convertLFs(block []byte) {
	for len(block) > 0 {
		lf := bytes.IndexByte(block, '\n')
		if lf < 0 {
			s.appendText(block)
			s.inLine = true
			return
		}
		s.appendText(block[:lf])
		s.out, s.inLine = append(s.out, '\r', '\n'), false
		block = block[lf+1:]
	}
}

// appendText appends the text of a line, or of a part of one.
func (s *Stream) appendText(text []byte) {
	if s.doublesDots && !s.inLine && len(text) > 0 && text[0] == '.' {
		s.out = append(s.out, '.')
	}
	s.out = append(s.out, text...)
}
