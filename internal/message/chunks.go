package message

import (
	"bufio"
	"bytes"
	"io"
)

// A Chunker cuts a message into the chunks of BDAT. Chunks makes one.
type Chunker struct {
	src  *bufio.Reader // looks ahead: is there another chunk?
	size int
	buf  bytes.Buffer
	err  error
}

// Chunks cuts what r gives into chunks of size octets (RFC 3030 2); the last one
// may be shorter, and is empty only if the message is:
//
//	C: BDAT 65536              Next: 65,536 octets, false
//	C: (65,536 octets)
//	C: BDAT 1204 LAST          Next: 1,204 octets, true
//	C: (1,204 octets)
//
// The octets stay as they are. A message of text should have canonical line
// ends: Chunks(Canonical(r), size); one for BODY=BINARYMIME must not be touched.
// A size below 1 is 256 KB. A chunk is held in memory.
func Chunks(r io.Reader, size int) *Chunker {
	if size < 1 {
		size = blockSize
	}
	return &Chunker{src: bufio.NewReader(r), size: size}
}

// Next returns the next chunk, which is good until the next call, and whether
// it is the last one. Behind the last one it returns io.EOF. When the source
// fails, the chunk that it failed in is not returned, and none is the last.
func (c *Chunker) Next() (chunk []byte, last bool, err error) {
	if c.err != nil {
		return nil, false, c.err
	}
	c.buf.Reset()
	if _, err = io.CopyN(&c.buf, c.src, int64(c.size)); err == nil {
		_, err = c.src.Peek(1)
	}
	c.err = err
	if err != nil && err != io.EOF {
		return nil, false, err
	}
	return c.buf.Bytes(), err == io.EOF, nil
}
