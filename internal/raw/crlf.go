package raw

import (
	"bytes"
	"io"
)

// crlf is a writer that makes CRLF of each LF without a CR before it.
type crlf struct {
	to  io.Writer
	cr  bool // the last byte was a CR
	out []byte
}

// Write translates p and writes that.
func (c *crlf) Write(p []byte) (int, error) {
	if _, err := c.to.Write(c.translate(p)); err != nil {
		return 0, err
	}
	return len(p), nil
}

// translate returns p with CRLF for each LF that has no CR; good until the next
// call.
func (c *crlf) translate(p []byte) []byte {
	if most := 2 * len(p); cap(c.out) < most {
		c.out = make([]byte, most)
	}
	out, n := c.out[:cap(c.out)], 0
	for len(p) > 0 {
		i := bytes.IndexByte(p, '\n')
		if i < 0 {
			n += copy(out[n:], p)
			c.cr = p[len(p)-1] == '\r'
			break
		}
		n += copy(out[n:], p[:i])
		if i == 0 && !c.cr || i > 0 && p[i-1] != '\r' {
			out[n] = '\r'
			n++
		}
		out[n] = '\n'
		n++
		p, c.cr = p[i+1:], false
	}
	return out[:n]
}
