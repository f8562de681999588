package prompt

import (
	"bytes"
	"unicode/utf8"
)

// longTail is from where on a text without a line end is not joined with what
// follows it: it would be written again and again.
const longTail = 4 << 10

// above shows text above the frame. What has no line end yet is held for a
// moment if there is a frame: a row of its own would tear it from its rest.
func (s *screen) above(p []byte) {
	if !s.hasFrame() {
		s.direct(p)
		s.flush()
		return
	}
	cut := bytes.LastIndexByte(p, '\n') + 1
	if cut > 0 {
		s.erase()
		s.release()
		s.direct(p[:cut])
		s.draw()
	}
	s.held = append(s.held, p[cut:]...)
	if len(s.held) > longTail {
		s.unhold()
	}
	s.flush()
}

// unhold shows what was held on a row of its own, above the frame.
func (s *screen) unhold() {
	if len(s.held) == 0 {
		return
	}
	framed := s.hasFrame()
	s.erase()
	s.release()
	if framed {
		s.draw()
	}
	s.flush()
}

// release shows what was held. There is no frame.
func (s *screen) release() {
	if len(s.held) > 0 {
		p := s.held
		s.held = nil
		s.direct(p)
	}
}

// direct shows text where there is no frame, joined to the tail.
func (s *screen) direct(p []byte) {
	if s.under {
		s.rejoin()
	}
	s.buf = append(s.buf, p...)
	if cut := bytes.LastIndexByte(p, '\n') + 1; cut > 0 {
		s.tail, p = nil, p[cut:]
	}
	if s.tail = append(s.tail, p...); len(s.tail) > 2*longTail {
		s.tail = append(s.tail[:0], s.tail[len(s.tail)-longTail-1:]...) // enough to know that it is too long
	}
}

// breakTail begins a row if the last has no end.
func (s *screen) breakTail() {
	if len(s.tail) > 0 && !s.under {
		s.buf = append(s.buf, '\n')
		s.under = true
	}
}

// rejoin goes back to the tail, which stands above the cursor's row, and writes
// it again, so that the rest of its line can follow. One that may not be there
// any more, or not as counted, stays as it is.
func (s *screen) rejoin() {
	cols, rows := s.size()
	up, ok := height(s.tail, cols)
	if s.under = false; !ok || rows > 0 && up+s.height > rows {
		s.tail = nil
		return
	}
	s.wipe(up)
	s.buf = append(s.buf, s.tail...)
}

// height returns how many rows text takes, if that can be known.
func height(text []byte, cols int) (rows int, ok bool) {
	if len(text) > longTail {
		return 0, false
	}
	var end spot
	for len(text) > 0 {
		if text[0] == '\x1b' {
			n := colour(string(text[:min(len(text), 32)]))
			if n == 0 {
				return 0, false
			}
			text = text[n:]
			continue
		}
		r, n := utf8.DecodeRune(text)
		c := cellOf(r, 0)
		if c.text != string(r) {
			return 0, false // not shown as it is: who knows what a terminal makes of it
		}
		end = end.past(c, cols)
		text = text[n:]
	}
	return end.row + 1, true
}
