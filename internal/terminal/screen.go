// Package terminal is for tests. It models the screen of a terminal, as far as a prompt uses
// it.
package terminal

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Screen has as many rows as needed: nothing scrolls. It wraps like xterm, and when its
// width changes it rewraps rows like tmux. It knows only the escape sequences that a
// prompt may use, and records all others in Odd.
type Screen struct {
	Row, Col int      // the cursor's position
	Pending  bool     // the cursor is after the last column: the next cell wraps
	Bells    int      // how often the bell rang
	Paste    bool     // bracketed paste is on
	Odd      []string // the sequences written that a prompt must not use
	Wide     bool     // everything except ASCII and marks takes two columns, as on some East Asian terminals
	Keep     int      // the minimum number of rows kept above the cursor's; 0: all

	cols    int
	lines   []row
	partial []byte // the beginning of a sequence or a rune
}

// row is a row of the screen.
type row struct {
	cells   []string // "" is the right half of a wide cell
	wrapped bool     // the next row continues the line
}

// NewScreen returns an empty screen.
func NewScreen(cols int) *Screen {
	return &Screen{cols: max(cols, 1), lines: make([]row, 1)}
}

// Write shows a program's output. It never fails.
func (s *Screen) Write(p []byte) (int, error) {
	s.partial = append(s.partial, p...)
	rest := s.partial
	for len(rest) > 0 {
		n := s.step(rest)
		if n == 0 {
			break
		}
		rest = rest[n:]
	}
	s.partial = append(s.partial[:0], rest...)
	s.forget()
	return len(p), nil
}

// forget drops rows beyond Keep, many at a time.
func (s *Screen) forget() {
	if n := s.Row - s.Keep; s.Keep > 0 && n > s.Keep {
		s.lines = slices.Delete(s.lines, 0, n)
		s.Row -= n
	}
}

// step handles the start of p and returns its length in bytes, or 0 if it needs more.
func (s *Screen) step(p []byte) int {
	switch b := p[0]; {
	case b == '\x1b':
		return s.sequence(p)
	case b == '\r':
		s.Col, s.Pending = 0, false
	case b == '\n':
		s.row(s.Row).wrapped = false
		s.Row, s.Pending = s.Row+1, false
		s.row(s.Row)
	case b == '\a':
		s.Bells++
	case b < ' ' || b == 0x7F:
		s.odd(p[:1])
	case b < utf8.RuneSelf:
		s.put(ascii[b:b+1], 1)
	case !utf8.FullRune(p):
		return 0
	default:
		r, n := utf8.DecodeRune(p)
		s.put(string(r), s.width(r))
		return n
	}
	return 1
}

// odd records a sequence that a prompt must not use.
func (s *Screen) odd(p []byte) { s.Odd = append(s.Odd, fmt.Sprintf("%q", p)) }

// row returns row r, and adds rows up to it.
func (s *Screen) row(r int) *row {
	for len(s.lines) <= r {
		s.lines = append(s.lines, row{})
	}
	return &s.lines[r]
}

// Resize changes the width. A cursor after the text of its line moves with the end of the
// line.
func (s *Screen) Resize(cols int) {
	old, r, c := s.lines, s.Row, s.Col
	if s.Pending {
		c++
	}
	s.cols, s.lines, s.Row, s.Col, s.Pending = max(cols, 1), make([]row, 1), 0, 0, false
	var at Screen
	for i, row := range old {
		for j, cell := range row.cells {
			w := s.width([]rune(cell + " ")[0])
			if cell == "" {
				continue
			}
			s.put(cell, w)
			if i == r && j <= c && c < j+w {
				at = *s
				at.back(w)
			}
		}
		if i == r && c >= len(row.cells) {
			at = *s
		}
		if !row.wrapped && i < len(old)-1 {
			s.Row, s.Col, s.Pending = s.Row+1, 0, false
			s.row(s.Row)
		}
	}
	s.Row, s.Col, s.Pending = at.Row, at.Col, at.Pending
}

// Rows returns the text of the rows, without trailing spaces.
func (s *Screen) Rows() []string {
	rows := make([]string, len(s.lines))
	for i, row := range s.lines {
		rows[i] = strings.TrimRight(strings.Join(row.cells, ""), " ")
	}
	return rows
}

// Joined returns the lines. Each consists of one or more rows.
func (s *Screen) Joined() []string {
	var lines []string
	line := ""
	for i, row := range s.lines {
		line += strings.Join(row.cells, "")
		if !row.wrapped || i == len(s.lines)-1 {
			lines = append(lines, strings.TrimRight(line, " "))
			line = ""
		}
	}
	return lines
}

// Text returns the rows, without empty ones below the cursor, then @ and the cursor's row
// and column.
func (s *Screen) Text() string {
	rows := s.Rows()
	for len(rows) > s.Row+1 && rows[len(rows)-1] == "" {
		rows = rows[:len(rows)-1]
	}
	c := s.Col
	if s.Pending {
		c++
	}
	return fmt.Sprintf("%s\n@%d,%d", strings.Join(rows, "\n"), s.Row, c)
}
