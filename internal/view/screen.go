package view

import (
	"bytes"
	"time"

	"byhand/conn"
	"byhand/internal/rows"
	"byhand/internal/sanitize"
)

// screen is the View for a terminal. Each row of server text begins with an arrow and a time,
// the gutter, so that no server text can start a row:
//
//	<-        250-8BITMIME
//	<- 0.4 ms 250 STARTTLS     "<~" and "~>" inside TLS
//	->        EHLO me          a line that the user did not type
//	byhand: ...                byhand's own text
type screen struct {
	voice
	out     *Outlet
	columns func() int // the width of the terminal; nil: not known
	color   bool
	after   func(time.Duration, func()) *time.Timer

	clean sanitize.Stream
	line  []byte      // server text, sanitized, that is not shown yet
	begun bool        // the beginning of its line was shown
	class byte        // the first byte of the reply code, which decides the colour
	rows  []byte      // rows that are not written yet
	late  *time.Timer // shows an incomplete line; nil: none is running
	width int         // columns of the terminal for these rows; 0: not known
}

// partDelay is how long the screen waits for the end of an incomplete line before it shows the
// beginning.
const partDelay = 150 * time.Millisecond

// maxPart is the size in bytes at which an incomplete line is shown without waiting for the
// rest.
const maxPart = 16 << 10

// Received shows a line. It keeps an incomplete line until more of it arrives, or partDelay
// has passed.
func (s *screen) Received(e conn.Event, took time.Duration) {
	s.stopLate()
	if len(s.line) == 0 && len(e.Line) > 0 && !s.begun {
		s.class = e.Line[0]
	}
	s.line = s.clean.Append(s.line, e.Line)
	switch {
	case e.Ending != "":
		s.endRow(e.Secure, took)
	case len(s.line) > maxPart:
		s.showPart(e.Secure)
	default:
		secure := e.Secure
		s.late = s.after(partDelay, func() {
			if s.late != nil { // no bytes arrived since
				s.showPart(secure)
				s.flush()
			}
		})
	}
	if !e.More {
		s.flush()
	}
}

// endRow shows a complete line, or the rest of one whose beginning was shown.
func (s *screen) endRow(secure bool, took time.Duration) {
	timing := ""
	if took > 0 {
		timing = Span(took)
	}
	s.showLine(secure, timing)
	s.begun = false
}

// showPart shows the beginning of an incomplete line. The rest continues it.
func (s *screen) showPart(secure bool) {
	if len(s.line) > 0 {
		s.showLine(secure, "")
		s.begun = true
	}
}

// showLine shows s.line on as many rows as it needs. If it continues a line and is empty, it
// needs none.
func (s *screen) showLine(secure bool, timing string) {
	s.line = s.clean.Flush(s.line)
	if s.begun {
		timing = continued
		if len(s.line) == 0 {
			return
		}
	}
	arrow := "<-"
	if secure {
		arrow = "<~"
	}
	s.show(arrow, timing, s.class, s.line)
	s.line = s.line[:0]
}

// show adds the rows for a line, each with its gutter. It breaks long rows itself, because a
// row that the terminal wraps would have no gutter.
func (s *screen) show(arrow, timing string, class byte, line []byte) {
	if s.columns != nil && s.width == 0 {
		s.width = max(rows.Least, s.columns())
	}
	if bytes.IndexByte(line, '\t') >= 0 {
		line = []byte(rows.Expand(string(line)))
	}
	var begin [16]byte
	for {
		gutter := appendGutter(begin[:0], arrow, timing, s.width)
		n := len(line)
		if s.width > 0 && len(gutter)+n > s.width {
			n = rows.Fit(line, s.width-len(gutter))
		}
		s.row(gutter, class, line[:n])
		if line = line[n:]; len(line) == 0 {
			return
		}
		timing = continued
	}
}

// continued replaces the time in a row that continues the previous one.
const continued = "..."

// fullGutter is the minimum width of a terminal whose gutter shows the time, in columns.
const fullGutter = 30

// appendGutter appends the gutter of a row on a terminal of this width.
func appendGutter(out []byte, arrow, timing string, width int) []byte {
	out = append(out, arrow...)
	switch {
	case width <= 0 || width >= fullGutter:
		const spaces = "       " // the width of the time, and a space
		out = append(append(out, spaces[:max(1, len(spaces)-len(timing))]...), timing...)
	case timing == continued:
		out = append(out, '.')
	}
	return append(out, ' ')
}

// flush writes the rows that were added.
func (s *screen) flush() {
	if len(s.rows) > 0 {
		s.out.Write(s.rows)
		s.rows, s.width = s.rows[:0], 0 // the width may change
	}
}

// FinishLine shows an incomplete line whose end will not arrive.
func (s *screen) FinishLine(secure bool) {
	s.stopLate()
	s.showPart(secure)
	s.begun = false
	s.flush()
}

// stopLate stops the timer late.
func (s *screen) stopLate() {
	if s.late != nil {
		s.late.Stop()
		s.late = nil
	}
}

// Sent shows a line that the user did not type at this terminal.
func (s *screen) Sent(e conn.Event) {
	if s.quiet {
		return
	}
	arrow := "->"
	if e.Secure {
		arrow = "~>"
	}
	s.show(arrow, "", 0, []byte(sentLine(e)))
	s.flush()
}

// Aside writes a note in faint letters.
func (s *screen) Aside(text string) {
	switch {
	case !s.color:
		s.Note(text)
	case !s.quiet:
		s.flush()
		s.Faint(text)
	}
}

// row adds a row: the gutter, and the text in the colour of its reply code (2yz, 3yz, 4yz or
// 5yz).
func (s *screen) row(gutter []byte, class byte, text []byte) {
	dim, lit, end := "", "", "\n"
	if s.color {
		dim, lit = "\x1b[2m", "\x1b[0m"
		if class >= '2' && class <= '5' {
			lit = [...]string{"\x1b[0;32m", "\x1b[0;36m", "\x1b[0;33m", "\x1b[0;31m"}[class-'2']
			end = "\x1b[0m\n"
		}
	}
	s.rows = append(append(append(s.rows, dim...), gutter...), lit...)
	s.rows = append(append(s.rows, text...), end...)
}
