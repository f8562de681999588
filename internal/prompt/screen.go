package prompt

import (
	"bytes"
	"fmt"
)

// screen draws the frame, which contains the line being typed, and text above it, whose last
// line may be incomplete. It queues each change as one write. The caller holds Editor.mu.
//
// While output is queued, show does not draw the frame: it marks the frame as pending, and
// refresh draws it later. So typing does not make the queue longer.
type screen struct {
	out  *output
	size func() (cols, rows int)
	buf  []byte // to be queued by flush

	frame   frame // the current frame
	pending bool  // the current frame is not drawn yet
	shown   bool  // drawn is on the screen
	drawn   frame // the part of a frame that was drawn last
	row     int   // the cursor's row, counted from the first row of drawn
	height  int   // of drawn, in rows
	cols    int   // the screen's width when drawn was drawn
	cut     bool  // drawn is only a part of the frame

	tail      []byte // shown text without a line ending
	belowTail bool   // the cursor is in a row below the tail
	partial   []byte // text without a line ending that is not shown yet
}

// show replaces the frame with f.
func (s *screen) show(f frame) {
	s.frame, s.pending = f, true
	s.refresh()
}

// refresh draws a pending frame if no output is queued.
func (s *screen) refresh() {
	if s.pending && !s.out.isBusy() {
		s.erase()
		s.draw()
		s.flush()
	}
}

// hasFrame reports whether there is a frame, drawn or pending.
func (s *screen) hasFrame() bool { return s.shown || s.pending }

// hide removes the frame from the screen.
func (s *screen) hide() {
	s.erase()
	s.pending = false
	s.flush()
}

// finish draws the frame f for the last time and leaves it on the screen.
func (s *screen) finish(f frame) {
	s.erase()
	s.pending = false
	s.writePartial()
	s.breakTail()
	s.cells(f.cells)
	s.buf = append(s.buf, '\n')
	s.tail, s.belowTail = nil, false
	s.flush()
}

// leave shows the partial text and begins a new row.
func (s *screen) leave() {
	s.writePartial()
	s.breakTail()
	s.flush()
}

// clear empties the screen and draws the frame at its top.
func (s *screen) clear() {
	s.erase()
	s.buf = append(s.buf, "\x1b[H\x1b[2J"...)
	s.buf = append(s.buf, s.tail...)
	s.belowTail = false
	s.draw()
	s.flush()
}

// erase removes the frame from the screen. If the screen's width has changed, the terminal has
// wrapped the rows again, so erase computes the cursor's row for the new width.
func (s *screen) erase() {
	if !s.shown {
		return
	}
	if cols, _ := s.size(); cols != s.cols {
		at, _ := s.drawn.place(cols)
		s.row, s.cols = at.row, cols
	}
	s.wipe(s.row)
	s.shown = false
}

// wipe clears the screen from the start of the row that is up rows above the cursor. It clears
// that row in two steps: if a program clears all from the top left corner, tmux moves the
// screen to its history.
func (s *screen) wipe(up int) {
	s.buf = append(s.buf, '\r')
	if up > 0 {
		s.buf = fmt.Appendf(s.buf, "\x1b[%dA", up)
	}
	s.buf = append(s.buf, "\x1b[C\x1b[J\r\x1b[K"...)
}

// draw draws the frame on its own rows, at the cursor. If the frame has more rows than the
// screen, it draws only the part around the frame's cursor.
func (s *screen) draw() {
	s.breakTail()
	cols, rows := s.size()
	s.drawn = s.frame.withCursor(cols)
	cursor, end := s.drawn.place(cols)
	if s.cut = rows > 0 && end.row >= rows; s.cut {
		s.drawn = s.frame.window(cols).withCursor(cols)
		cursor, end = s.drawn.place(cols)
	}
	s.cells(s.drawn.cells)
	s.moveTo(cursor, end)
	s.row, s.height, s.cols = cursor.row, end.row+1, cols
	s.shown, s.pending = true, false
}

// fits reports whether a screen whose size has changed still shows the whole frame. The
// terminal has then wrapped it correctly, so it need not be drawn again. While the user resizes
// a window, a new drawing would be outdated before it is shown.
func (s *screen) fits() bool {
	cols, rows := s.size()
	_, end := s.drawn.place(cols)
	return !s.cut && (rows == 0 || end.row < rows)
}

// cells adds cells to the buffer.
func (s *screen) cells(cells []cell) {
	for _, c := range cells {
		s.buf = append(s.buf, c.text...)
	}
}

// moveTo moves the cursor from the frame's end to position cursor.
func (s *screen) moveTo(cursor, end position) {
	s.buf = append(s.buf, '\r')
	if end.row > cursor.row {
		s.buf = fmt.Appendf(s.buf, "\x1b[%dA", end.row-cursor.row)
	}
	if cursor.col > 0 {
		s.buf = fmt.Appendf(s.buf, "\x1b[%dC", cursor.col)
	}
}

// flush queues the buffer.
func (s *screen) flush() {
	if lineFeed != "\n" {
		s.buf = bytes.ReplaceAll(s.buf, []byte("\n"), []byte(lineFeed))
	}
	s.out.put(s.buf)
	if s.buf = s.buf[:0]; cap(s.buf) > 1<<20 {
		s.buf = nil
	}
}
