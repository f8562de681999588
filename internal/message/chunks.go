package message

import (
	"bufio"
	"bytes"
	"io"
)

// A Chunker splits a message into chunks for BDAT. Chunks makes one.
type Chunker struct {
	src  *bufio.Reader // to see whether another chunk follows
	size int
	buf  bytes.Buffer
	err  error
}

// Chunks splits what it reads from r into chunks of size octets (RFC 3030 2). The last
// one may be shorter, and is empty only if the message is empty:
//
//	C: BDAT 65536              Next: 65,536 octets, false
//	C: (65,536 octets)
//	C: BDAT 1204 LAST          Next: 1,204 octets, true
//	C: (1,204 octets)
//
// The octets are not changed. A text message should have canonical line endings:
// Chunks(Canonical(r), size). A message for BODY=BINARYMIME must not be changed. A size
// below 1 means 256 KB. Each chunk is held in memory.
func Chunks(r io.Reader, size int) *Chunker {
	if size < 1 {
		size = blockSize
	}
	return &Chunker{src: bufio.NewReader(r), size: size}
}

// Next returns the next chunk, which is valid until the next call, and whether it is
// the last one. After the last one it returns io.EOF. If the source fails, Next returns
// its error instead of an incomplete chunk.
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
