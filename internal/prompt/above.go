package prompt

import (
	"bytes"
	"unicode/utf8"
)

// longTail is the length, in bytes, from which text without a line end is no
// longer joined with the text after it: it would be written again each time.
const longTail = 4 << 10

// above shows text above the frame. If there is a frame, text that has no line
// end yet is held for a moment: on a row of its own it would be cut off from its
// rest.
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

// unhold shows the held text on a row of its own, above the frame.
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

// release shows the held text while no frame is on the screen.
func (s *screen) release() {
	if len(s.held) > 0 {
		p := s.held
		s.held = nil
		s.direct(p)
	}
}

// direct shows text while no frame is on the screen, and joins it to the tail.
func (s *screen) direct(p []byte) {
	if s.under {
		s.rejoin()
	}
	s.buf = append(s.buf, p...)
	if cut := bytes.LastIndexByte(p, '\n') + 1; cut > 0 {
		s.tail, p = nil, p[cut:]
	}
	if s.tail = append(s.tail, p...); len(s.tail) > 2*longTail {
		s.tail = append(s.tail[:0], s.tail[len(s.tail)-longTail-1:]...) // still too long to be joined
	}
}

// breakTail begins a new row if the last one has no end.
func (s *screen) breakTail() {
	if len(s.tail) > 0 && !s.under {
		s.buf = append(s.buf, '\n')
		s.under = true
	}
}

// rejoin moves the cursor back to the tail, which is above the cursor's row, and
// writes the tail again, so that the rest of its line can follow. It leaves a
// tail alone that may have scrolled away or whose height is unknown.
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

// height returns how many rows text takes; ok is false if that is unknown.
func height(text []byte, cols int) (rows int, ok bool) {
	if len(text) > longTail {
		return 0, false
	}
	var end spot
	for len(text) > 0 {
		if text[0] == '\x1b' {
			n := colorSequence(string(text[:min(len(text), 32)]))
			if n == 0 {
				return 0, false
			}
			text = text[n:]
			continue
		}
		r, n := utf8.DecodeRune(text)
		c := cellOf(r, 0)
		if c.text != string(r) {
			return 0, false // terminals differ on how they show this character
		}
		end = end.past(c, cols)
		text = text[n:]
	}
	return end.row + 1, true
}
