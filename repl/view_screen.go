package repl

import (
	"bytes"
	"sync"
	"time"

	"byhand/conn"
	"byhand/prompt"
	"byhand/sanitize"
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
	out   *outlet
	color bool
	guard func() // deferred where a timer calls

	mu    sync.Mutex
	clean sanitize.Stream
	line  []byte // of the server's, made safe, not shown yet
	class byte   // the first byte of the reply's code, for its colour
	rows  []byte // what is to be written
	late  *time.Timer
	width int // the terminal's columns; 0: not known
}

// margin is how many columns stand before what is said: an arrow, a blank, six for
// a time, a blank. More would leave a line of 70 no room in a row of 80.
const margin = 10

// unfinished is how long a line without an end is kept back in the hope of one.
const unfinished = 150 * time.Millisecond

// longRow is where a line that goes on and on is shown as far as it came.
const longRow = 16 << 10

func (s *screen) received(e conn.Event, took time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.rows) == 0 {
		s.width = 0 // it may have changed
	}
	if s.late != nil {
		s.late.Stop()
		s.late = nil
	}
	if len(s.line) == 0 && len(e.Line) > 0 {
		s.class = e.Line[0]
	}
	s.line = s.clean.Append(s.line, e.Line)
	switch {
	case e.Ending != "":
		s.endRow(e.Secure, took)
	case len(s.line) > longRow:
		s.endRow(e.Secure, 0)
	default:
		secure := e.Secure
		s.late = time.AfterFunc(unfinished, func() {
			defer s.guard()
			s.finishLine(secure)
		})
	}
	if !e.More {
		s.flush()
	}
}

// endRow puts the line that came behind its gutter.
func (s *screen) endRow(secure bool, took time.Duration) {
	s.line = s.clean.Flush(s.line)
	timing := ""
	if took > 0 {
		timing = span(took)
	}
	arrow := "<-"
	if secure {
		arrow = "<~"
	}
	rest := s.line
	for {
		n := s.fitting(rest, timing)
		s.row(arrow, timing, s.class, rest[:n])
		if rest = rest[n:]; len(rest) == 0 {
			break
		}
		timing = "..." // a row that the terminal began would have no gutter
	}
	s.line = s.line[:0]
}

// fitting returns how much of a line fits behind a gutter with this timing.
func (s *screen) fitting(line []byte, timing string) int {
	if s.columns == nil {
		return len(line)
	}
	if s.width == 0 {
		s.width = s.columns()
	}
	from := margin + max(0, len(timing)-len("0.4 ms"))
	if s.width < narrow || from+len(line) <= s.width && bytes.IndexByte(line, '\t') < 0 {
		return len(line) // only a TAB takes more columns than it has bytes
	}
	return prompt.Fitting(line, from, s.width)
}

func (s *screen) flush() {
	if len(s.rows) > 0 {
		s.out.Write(s.rows)
		s.rows = s.rows[:0]
	}
}

// finishLine shows a line as far as it came, unless its end came first.
func (s *screen) finishLine(secure bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.line) > 0 {
		s.endRow(secure, 0)
	}
	s.flush()
}

// sent shows what a helper or a script sends.
func (s *screen) sent(e conn.Event) {
	if s.quiet {
		return
	}
	arrow := "->"
	if e.Secure {
		arrow = "~>"
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.row(arrow, "", 0, []byte(sentLine(e)))
	s.flush()
}

func (s *screen) note(text string) {
	if !s.quiet {
		s.answer(text)
	}
}

func (s *screen) notes(all []string) {
	for _, text := range all {
		s.note(text)
	}
}

func (s *screen) answer(text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.flush()
	s.speak(text)
}

// row adds a row: its gutter, and the text in the colour of a reply's class:
// accepted, go on, later, no.
func (s *screen) row(arrow, timing string, class byte, text []byte) {
	const blanks = "       " // as many as stand before what was never timed
	dim, lit, end := "", "", "\n"
	if s.color {
		dim, lit = "\x1b[2m", "\x1b[0m"
		if class >= '2' && class <= '5' {
			lit = [...]string{"\x1b[0;32m", "\x1b[0;36m", "\x1b[0;33m", "\x1b[0;31m"}[class-'2']
			end = "\x1b[0m\n"
		}
	}
	s.rows = append(append(append(s.rows, dim...), arrow...), blanks[:max(1, len(blanks)-len(timing))]...)
	s.rows = append(append(append(s.rows, timing...), ' '), lit...)
	s.rows = append(append(s.rows, text...), end...)
}
