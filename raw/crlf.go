package raw

import "bytes"

// crlf makes line ends of LFs, across reads.
type crlf struct {
	cr  bool // the last byte was a CR
	out []byte
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
