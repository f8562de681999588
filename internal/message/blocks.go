package message

import (
	"bytes"
	"io"
)

// blockSize is how much is read, checked and sent at a time. With 64 KB, the fixed cost
// of a write is ten times as high.
const blockSize = 256 << 10

// blocks reads a source in blocks that end between lines. A line that is longer than a
// block is split, but never between CR and LF.
type blocks struct {
	src      io.Reader
	buf      []byte // at least 2 octets
	returned int    // buf[:returned] was returned
	filled   int    // buf[returned:filled] was read but not returned
	err      error
}

func newBlocks(src io.Reader, size int) *blocks {
	return &blocks{src: src, buf: make([]byte, size)}
}

// next returns the next block, which is never empty and valid until the next call. If
// the source fails, next drops an incomplete line, so that the blocks end between lines.
func (b *blocks) next() ([]byte, error) {
	b.filled = copy(b.buf, b.buf[b.returned:b.filled])
	b.fill()
	b.returned = b.completeSize()
	if b.returned == 0 {
		return nil, b.err
	}
	return b.buf[:b.returned], nil
}

func (b *blocks) fill() {
	for b.filled < len(b.buf) && b.err == nil {
		var n int
		n, b.err = b.src.Read(b.buf[b.filled:])
		b.filled += n
	}
}

// completeSize returns the size of the complete lines in the buffer, or of the part of a long
// line that can be returned now. Only io.EOF itself is the end: an error that wraps it
// is a failure.
func (b *blocks) completeSize() int {
	all := b.buf[:b.filled]
	if b.err == io.EOF || len(all) == 0 {
		return len(all)
	}
	if lf := bytes.LastIndexByte(all, '\n'); lf >= 0 {
		return lf + 1
	}
	if cr := bytes.LastIndexByte(all[:len(all)-1], '\r'); cr >= 0 {
		return cr + 1
	}
	switch {
	case b.err != nil:
		return 0
	case all[len(all)-1] == '\r': // LF may follow
		return len(all) - 1
	}
	return len(all)
}

// ending is how a line ends.
type ending uint8

const (
	unended ending = iota // the block or the source ended first
	crlf
	bareLF
	bareCR
)

// cutter splits a block into lines. It remembers the next CR and LF, so that it does
// not search any octet twice.
type cutter struct {
	b          []byte
	at, cr, lf int
}

func newCutter(b []byte) cutter { return cutter{b: b, cr: -1, lf: -1} }

func (c *cutter) hasMore() bool { return c.at < len(c.b) }

// next returns the text of a line and its ending.
func (c *cutter) next() ([]byte, ending) {
	from := c.at
	c.lf = nextIndex(c.b, '\n', from, c.lf)
	c.cr = nextIndex(c.b, '\r', from, c.cr)
	switch {
	case c.lf < c.cr:
		c.at = c.lf + 1
		return c.b[from:c.lf], bareLF
	case c.cr == len(c.b):
		c.at = len(c.b)
		return c.b[from:], unended
	case c.lf == c.cr+1 && c.lf < len(c.b):
		c.at = c.lf + 1
		return c.b[from:c.cr], crlf
	}
	c.at = c.cr + 1
	return c.b[from:c.cr], bareCR
}

// nextIndex returns the index of the next octet, or len(b) if there is none; last is its
// previous result.
func nextIndex(b []byte, octet byte, from, last int) int {
	if last >= from {
		return last
	}
	if i := bytes.IndexByte(b[from:], octet); i >= 0 {
		return from + i
	}
	return len(b)
}
