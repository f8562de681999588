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
	drawn  frame // what is on the screen of it
	row    int   // the cursor's, counted from the frame's first
	height int   // of the frame, in rows
	cols   int   // the screen's width when it was drawn
	cut    bool  // drawn is only a part of the frame

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

// finish draws the frame f for the last time and leaves it on the screen.
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

// leave shows the held text and ends the last row.
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

// erase removes the frame from the screen. When their width changes, terminals
// wrap the rows again, so the cursor's row has to be counted again.
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

// wipe clears the screen from the start of the row that is up rows above the
// cursor. It does not clear from the top left corner: tmux would move the screen
// to its history.
func (s *screen) wipe(up int) {
	s.buf = append(s.buf, '\r')
	if up > 0 {
		s.buf = fmt.Appendf(s.buf, "\x1b[%dA", up)
	}
	s.buf = append(s.buf, "\x1b[C\x1b[J\r\x1b[K"...)
}

// draw draws the frame at the cursor, on a row of its own. It cuts a frame that
// is higher than the screen.
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
	s.shown, s.stale = true, false
}

// fits reports whether a screen whose size changed still shows the whole frame.
// Then the terminal has wrapped it correctly, and it need not be drawn. While the
// user resizes a window, a drawing would come too late for the width that it was
// made for.
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

// moveTo moves the cursor from the frame's end to its place.
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
