package raw

import (
	"bytes"
	"io"
)

// crlf is a writer that changes each LF without a CR before it to CRLF.
type crlf struct {
	to  io.Writer
	cr  bool // the last byte was a CR
	out []byte
}

// Write converts p and writes the result.
func (c *crlf) Write(p []byte) (int, error) {
	if _, err := c.to.Write(c.convert(p)); err != nil {
		return 0, err
	}
	return len(p), nil
}

// convert returns p with CRLF for each LF that has no CR. The result is valid until the
// next call.
func (c *crlf) convert(p []byte) []byte {
	c.out = c.out[:0]
	for line := range bytes.Lines(p) {
		text, ended := bytes.CutSuffix(line, []byte("\n"))
		c.out = append(c.out, text...)
		if len(text) > 0 {
			c.cr = text[len(text)-1] == '\r'
		}
		if !ended {
			continue
		}
		if !c.cr {
			c.out = append(c.out, '\r')
		}
		c.out, c.cr = append(c.out, '\n'), false
	}
	return c.out
}
