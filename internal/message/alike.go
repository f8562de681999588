package message

import "bytes"

// uniformLines describes lines that all end in the same way and do not begin with a dot.
// Almost all lines are like this, and need not be checked one by one.
type uniformLines struct {
	end         ending // crlf or bareLF
	size, lines int
	longest, at int // length of the longest line without its ending, and its index
}

// scanUniformLines looks at the lines of b up to the first that begins with a dot. ok reports
// whether all of them end in CRLF, or all in LF alone.
func scanUniformLines(b []byte) (a uniformLines, ok bool) {
	pairs := 0
	for a.size < len(b) && b[a.size] != '.' {
		rest := b[a.size:]
		lf := bytes.IndexByte(rest, '\n')
		if lf < 0 {
			return a, false
		}
		length := lf
		if lf > 0 && rest[lf-1] == '\r' {
			length, pairs = lf-1, pairs+1
		}
		if length > a.longest {
			a.longest, a.at = length, a.lines
		}
		a.size, a.lines = a.size+lf+1, a.lines+1
	}
	if a.end = bareLF; pairs > 0 {
		a.end = crlf
	}
	all := pairs == 0 || pairs == a.lines
	return a, all && bytes.Count(b[:a.size], []byte{'\r'}) == pairs
}

// addPlainLines counts the lines at the beginning of b, which is in the body, if there is
// nothing to find in them. It returns their size in octets.
func (c *checker) addPlainLines(b []byte, eightBits bool) int {
	r := &c.report
	a, ok := scanUniformLines(b)
	if !ok || a.longest > maxLine || eightBits && r.EightBitBody.Count == 0 {
		return 0
	}
	if a.longest > r.Longest {
		r.Longest, r.LongestLine = a.longest, r.Lines+a.at+1
	}
	r.Size += int64(a.size)
	if a.end == crlf {
		r.CRLF += a.lines
	} else {
		r.Size += int64(a.lines)
		r.BareLF.add(a.lines, r.Lines+1)
	}
	if eightBits {
		r.EightBitBody.Count += countEightBit(b[:a.size])
	}
	if a.lines > 0 {
		r.Lines, c.crlf = r.Lines+a.lines, a.end == crlf
	}
	return a.size
}
