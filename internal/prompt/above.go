package prompt

import (
	"bytes"
	"unicode/utf8"
)

// maxTail is the maximum length, in bytes, of text without a line ending that is joined with
// the text after it. Longer text would be written again too often.
const maxTail = 4 << 10

// printAbove shows text above the frame. If there is a frame, it keeps text after the last
// line ending as partial: on its own row, that text would be separated from the rest of its
// line.
func (s *screen) printAbove(p []byte) {
	if !s.hasFrame() {
		s.writeText(p)
		s.flush()
		return
	}
	cut := bytes.LastIndexByte(p, '\n') + 1
	if cut > 0 {
		s.erase()
		s.writePartial()
		s.writeText(p[:cut])
		s.draw()
	}
	s.partial = append(s.partial, p[cut:]...)
	if len(s.partial) > maxTail {
		s.showPartial()
	}
	s.flush()
}

// showPartial shows the partial text on its own row, above the frame.
func (s *screen) showPartial() {
	if len(s.partial) == 0 {
		return
	}
	framed := s.hasFrame()
	s.erase()
	s.writePartial()
	if framed {
		s.draw()
	}
	s.flush()
}

// writePartial writes the partial text. The frame must not be on the screen.
func (s *screen) writePartial() {
	if len(s.partial) > 0 {
		p := s.partial
		s.partial = nil
		s.writeText(p)
	}
}

// writeText writes text after the tail, and updates the tail. The frame must not be on the
// screen.
func (s *screen) writeText(p []byte) {
	if s.belowTail {
		s.reopenTail()
	}
	s.buf = append(s.buf, p...)
	if cut := bytes.LastIndexByte(p, '\n') + 1; cut > 0 {
		s.tail, p = nil, p[cut:]
	}
	if s.tail = append(s.tail, p...); len(s.tail) > 2*maxTail {
		s.tail = append(s.tail[:0], s.tail[len(s.tail)-maxTail-1:]...) // longer than maxTail, so never joined
	}
}

// breakTail begins a new row below the tail.
func (s *screen) breakTail() {
	if len(s.tail) > 0 && !s.belowTail {
		s.buf = append(s.buf, '\n')
		s.belowTail = true
	}
}

// reopenTail moves the cursor up to the tail and writes the tail again, so that the rest of
// its line can follow. If the tail may have scrolled off the screen, or its height is unknown,
// reopenTail leaves it and forgets it.
func (s *screen) reopenTail() {
	cols, rows := s.size()
	up, ok := height(s.tail, cols)
	if s.belowTail = false; !ok || rows > 0 && up+s.height > rows {
		s.tail = nil
		return
	}
	s.wipe(up)
	s.buf = append(s.buf, s.tail...)
}

// height returns how many rows text takes; ok is false if that is unknown.
func height(text []byte, cols int) (rows int, ok bool) {
	if len(text) > maxTail {
		return 0, false
	}
	var end position
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
			return 0, false // terminals show this character in different ways
		}
		end = end.past(c, cols)
		text = text[n:]
	}
	return end.row + 1, true
}
