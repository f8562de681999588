package view

import (
	"bytes"
	"time"

	"byhand/conn"
	"byhand/internal/rows"
	"byhand/internal/sanitize"
)

// screen is the view on a terminal. Every line of the server's stands behind a
// gutter that it cannot print itself:
//
//	<-        250-8BITMIME
//	<- 0.4 ms 250 STARTTLS     "<~" and "~>" inside TLS
//	->        EHLO me          what a helper or a script sends
//	byhand: ...                byhand's own words
type screen struct {
	voice
	out     *Outlet
	columns func() int // the terminal's width; nil: not known
	color   bool
	after   func(time.Duration, func()) *time.Timer

	clean sanitize.Stream
	line  []byte // of the server's, made safe, not shown yet
	begun bool   // a row has the beginning of it already
	class byte   // the first byte of the reply's code, for its colour
	rows  []byte // what is to be written
	late  *time.Timer
	width int // the terminal's columns; 0: not known
}

// unfinished is how long a line without an end is kept back in the hope of one.
const unfinished = 150 * time.Millisecond

// longRow is where a line that goes on and on is shown as far as it came.
const longRow = 16 << 10

func (s *screen) Received(e conn.Event, took time.Duration) {
	s.stopLate()
	if len(s.line) == 0 && len(e.Line) > 0 && !s.begun {
		s.class = e.Line[0]
	}
	s.line = s.clean.Append(s.line, e.Line)
	switch {
	case e.Ending != "":
		s.endRow(e.Secure, took)
	case len(s.line) > longRow:
		s.showPart(e.Secure)
	default:
		secure := e.Secure
		s.late = s.after(unfinished, func() {
			if s.late != nil { // nothing came meanwhile
				s.showPart(secure)
				s.flush()
			}
		})
	}
	if !e.More {
		s.flush()
	}
}

// endRow shows a line that is complete, or the rest of one that was begun.
func (s *screen) endRow(secure bool, took time.Duration) {
	timing := ""
	if took > 0 {
		timing = Span(took)
	}
	s.rowsOf(secure, timing)
	s.begun = false
}

// showPart shows a line as far as it came. What follows continues it.
func (s *screen) showPart(secure bool) {
	if len(s.line) > 0 {
		s.rowsOf(secure, "")
		s.begun = true
	}
}

// rowsOf shows the line that came, on as many rows as it needs. A line that was
// begun and has nothing more to show needs none.
func (s *screen) rowsOf(secure bool, timing string) {
	s.line = s.clean.Flush(s.line)
	if s.begun {
		timing = goesOn
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

// show adds the rows that a line takes, each with its gutter: a row that the
// terminal began would have none.
func (s *screen) show(arrow, timing string, class byte, line []byte) {
	if s.columns != nil && s.width == 0 {
		s.width = max(rows.Least, s.columns())
	}
	if bytes.IndexByte(line, '\t') >= 0 {
		line = []byte(rows.Expand(string(line)))
	}
	for {
		gutter := gutterOf(arrow, timing, s.width)
		n := len(line)
		if s.width > 0 && len(gutter)+n > s.width {
			n = rows.Fit(line, s.width-len(gutter))
		}
		s.row(gutter, class, line[:n])
		if line = line[n:]; len(line) == 0 {
			return
		}
		timing = goesOn
	}
}

// goesOn replaces the time in a row that continues the one above.
const goesOn = "..."

// fullGutter is the width from which a gutter has room for the time.
const fullGutter = 30

// gutterOf is what a row begins with, on a terminal of this width.
func gutterOf(arrow, timing string, width int) string {
	if 0 < width && width < fullGutter {
		if timing == goesOn {
			return arrow + ". "
		}
		return arrow + " "
	}
	const spaces = "       " // as many as there are where nothing was timed
	return arrow + spaces[:max(1, len(spaces)-len(timing))] + timing + " "
}

func (s *screen) flush() {
	if len(s.rows) > 0 {
		s.out.Write(s.rows)
		s.rows, s.width = s.rows[:0], 0 // the width may change
	}
}

// finishLine shows a line that will never have an end.
func (s *screen) FinishLine(secure bool) {
	s.stopLate()
	s.showPart(secure)
	s.begun = false
	s.flush()
}

// stopLate stops the timer that shows a line without an end.
func (s *screen) stopLate() {
	if s.late != nil {
		s.late.Stop()
		s.late = nil
	}
}

// sent shows what a helper or a script sends.
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

// row adds a row: its gutter, and the text in the colour of a reply's class:
// accepted, go on, later, no.
func (s *screen) row(gutter string, class byte, text []byte) {
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
