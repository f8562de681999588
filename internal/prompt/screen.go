package prompt

import (
	"bytes"
	"fmt"
)

// screen is the part of the terminal's screen that the editor owns: the frame
// with the line being typed, and above it text that may not have its end yet.
// Each change is queued as one text. The caller holds Editor.mu.
//
// While the terminal has not accepted everything, the frame is not drawn again:
// it is stale, and refresh draws it later. So keys queue nothing.
type screen struct {
	out  *output
	size func() (cols, rows int)
	buf  []byte // to be queued by flush

	frame  frame // the whole of it
	stale  bool  // it is to be drawn
	shown  bool  // drawn is on the screen
	drawn  frame // what of it is on the screen
	row    int   // the cursor's, in the frame
	height int   // the frame's, in rows
	cols   int   // how wide the screen was then
	cut    bool  // drawn is a part of it

	tail  []byte // text without a line end: above the frame, or where the cursor is
	under bool   // a row was begun below the tail
	held  []byte // text without a line end that is not shown yet
}

// show draws the frame f, in place of the one that is shown.
func (s *screen) show(f frame) {
	s.frame, s.stale = f, true
	s.refresh()
}

// refresh draws a stale frame if the terminal has accepted everything.
func (s *screen) refresh() {
	if s.stale && !s.out.isBusy() {
		s.erase()
		s.draw()
		s.flush()
	}
}

// hasFrame reports whether there is a frame, drawn or stale.
func (s *screen) hasFrame() bool { return s.shown || s.stale }

// hide removes the frame from the screen.
func (s *screen) hide() {
	s.erase()
	s.stale = false
	s.flush()
}

// finish shows the frame f as it stays on the screen, and leaves it there.
func (s *screen) finish(f frame) {
	s.erase()
	s.stale = false
	s.release()
	s.breakTail()
	s.cells(f.cells)
	s.buf = append(s.buf, '\n')
	s.tail, s.under = nil, false
	s.flush()
}

// leave shows what was held, and ends the last row.
func (s *screen) leave() {
	s.release()
	s.breakTail()
	s.flush()
}

// clear empties the screen and draws the frame at its top.
func (s *screen) clear() {
	s.erase()
	s.buf = append(s.buf, "\x1b[H\x1b[2J"...)
	s.buf = append(s.buf, s.tail...)
	s.under = false
	s.draw()
	s.flush()
}

// erase takes the frame off. Terminals move the rows of a changed width about
// as if they had been written so, and the cursor's row is counted anew.
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

// wipe clears the screen from the beginning of a row above the cursor on. It
// never clears from the corner, which tmux would move to its history.
func (s *screen) wipe(up int) {
	s.buf = append(s.buf, '\r')
	if up > 0 {
		s.buf = fmt.Appendf(s.buf, "\x1b[%dA", up)
	}
	s.buf = append(s.buf, "\x1b[C\x1b[J\r\x1b[K"...)
}

// draw puts the frame where the cursor is, on a row of its own. One that is
// higher than the screen is cut.
func (s *screen) draw() {
	s.breakTail()
	cols, rows := s.size()
	s.drawn = s.frame.standing(cols)
	cursor, end := s.drawn.place(cols)
	if s.cut = rows > 0 && end.row >= rows; s.cut {
		s.drawn = s.frame.window(cols).standing(cols)
		cursor, end = s.drawn.place(cols)
	}
	s.cells(s.drawn.cells)
	s.moveTo(cursor, end)
	s.row, s.height, s.cols = cursor.row, end.row+1, cols
	s.shown, s.stale = true, false
}

// fits reports whether the frame is whole on a screen whose size changed. There
// is nothing to draw then: the terminal did, and what is drawn while somebody
// pulls at a window comes too late for the width that it was made for.
func (s *screen) fits() bool {
	cols, rows := s.size()
	_, end := s.drawn.place(cols)
	return !s.cut && (rows == 0 || end.row < rows)
}

func (s *screen) cells(cells []cell) {
	for _, c := range cells {
		s.buf = append(s.buf, c.text...)
	}
}

// moveTo brings the cursor from the frame's end to its place.
func (s *screen) moveTo(cursor, end spot) {
	s.buf = append(s.buf, '\r')
	if end.row > cursor.row {
		s.buf = fmt.Appendf(s.buf, "\x1b[%dA", end.row-cursor.row)
	}
	if cursor.col > 0 {
		s.buf = fmt.Appendf(s.buf, "\x1b[%dC", cursor.col)
	}
}

// flush queues what was gathered.
func (s *screen) flush() {
	if lineFeed != "\n" {
		s.buf = bytes.ReplaceAll(s.buf, []byte("\n"), []byte(lineFeed))
	}
	s.out.put(s.buf)
	if s.buf = s.buf[:0]; cap(s.buf) > 1<<20 {
		s.buf = nil
	}
}
