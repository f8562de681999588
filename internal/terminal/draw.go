package terminal

import (
	"strconv"
	"strings"
)

// ascii contains all ASCII characters in order.
var ascii = func() string {
	p := make([]byte, 0x80)
	for i := range p {
		p[i] = byte(i)
	}
	return string(p)
}()

// width returns how many columns a rune takes, for the runes that tests use. It does not use
// the tables of the program under test.
func width(r rune) int {
	switch {
	case r < 0x300:
		return 1
	case r <= 0x36F:
		return 0
	case r >= 0x1100 && r <= 0x115F, r >= 0x2E80 && r <= 0x303E, r >= 0x3041 && r <= 0xA4CF,
		r >= 0xAC00 && r <= 0xD7A3, r >= 0xF900 && r <= 0xFAFF, r >= 0xFF00 && r <= 0xFF60,
		r >= 0x1F300 && r <= 0x1F64F, r >= 0x1F680 && r <= 0x1F6CC, r >= 0x1F900 && r <= 0x1F9FF,
		r >= 0x20000 && r <= 0x2FFFD:
		return 2
	}
	return 1
}

// width returns how many columns a rune takes on this terminal.
func (s *Screen) width(r rune) int {
	if w := width(r); w != 1 || !s.Wide || r < 0xA0 {
		return w
	}
	return 2
}

// put puts a cell at the cursor, or in the next row if the cell does not fit.
func (s *Screen) put(cell string, w int) {
	if w == 0 {
		s.combine(cell)
		return
	}
	w = min(w, s.cols)
	at := s.row(s.Row)
	if s.Pending || s.Col+w > s.cols {
		at.wrapped = true
		s.Row, s.Col, s.Pending = s.Row+1, 0, false
		at = s.row(s.Row)
	}
	for len(at.cells) < s.Col+w {
		at.cells = append(at.cells, " ")
	}
	if at.cells[s.Col] == "" && s.Col > 0 { // half of a wide cell becomes a space
		at.cells[s.Col-1] = " "
	}
	at.cells[s.Col] = cell
	if w == 2 {
		at.cells[s.Col+1] = ""
	}
	if next := s.Col + w; next < len(at.cells) && at.cells[next] == "" {
		at.cells[next] = " "
	}
	if s.Col += w; s.Col >= s.cols {
		s.Col, s.Pending = s.cols-1, true
	}
}

// combine adds a mark to the cell before the cursor.
func (s *Screen) combine(mark string) {
	cells := s.row(s.Row).cells
	at := s.Col - 1
	if s.Pending {
		at = s.cols - 1
	}
	for at > 0 && at < len(cells) && cells[at] == "" {
		at--
	}
	if at >= 0 && at < len(cells) {
		cells[at] += mark
	}
}

// back moves the cursor onto the last cell that was put, which is w columns wide.
func (s *Screen) back(w int) {
	if s.Pending {
		s.Col, s.Pending = s.Col+1, false
	}
	s.Col = max(s.Col-w, 0)
}

// sequence handles the escape sequence at the start of p.
func (s *Screen) sequence(p []byte) int {
	switch {
	case len(p) < 2:
		return 0
	case p[1] != '[':
		s.odd(p[:2])
		return 2
	}
	end := 2
	for end < len(p) && p[end] < '@' {
		end++
	}
	if end >= len(p) {
		return 0
	}
	if arg := string(p[2:end]); !s.control(arg, p[end]) {
		s.odd(p[:end+1])
	}
	return end + 1
}

// control handles a CSI sequence. It returns false for an unknown one.
func (s *Screen) control(arg string, final byte) bool {
	switch string(final) + arg {
	case "K":
		s.eraseRow()
	case "J":
		s.eraseRow()
		s.lines = s.lines[:s.Row+1]
	case "J2":
		s.lines = nil
		s.row(s.Row)
	case "H":
		s.Row, s.Col, s.Pending = 0, 0, false
	case "h?2004", "l?2004":
		s.Paste = final == 'h'
	default:
		return s.numbered(arg, final)
	}
	return true
}

// numbered handles a sequence with numeric arguments.
func (s *Screen) numbered(arg string, final byte) bool {
	n, err := strconv.Atoi(arg)
	switch {
	case final == 'm':
		return strings.Trim(arg, "0123456789;:") == ""
	case arg == "":
		n = 1
	case err != nil || n < 1:
		return false
	}
	switch final {
	case 'A':
		s.Row, s.Pending = max(s.Row-n, 0), false
	case 'C':
		s.Col, s.Pending = min(s.Col+n, s.cols-1), false
	default:
		return false
	}
	return true
}

// eraseRow clears the row from the cursor to its end. An empty row does not continue the
// line above it.
func (s *Screen) eraseRow() {
	row := s.row(s.Row)
	row.cells, row.wrapped = row.cells[:min(s.Col, len(row.cells))], false
	if s.Pending = false; s.Col == 0 && s.Row > 0 {
		s.lines[s.Row-1].wrapped = false
	}
}
