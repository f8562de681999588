package prompt

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// vt is a terminal's screen with as many rows as it takes. It wraps as xterm
// does, and moves wrapped rows about as others do when its width changes. It
// knows only the sequences that a prompt may use: others are told in odd.
type vt struct {
	cols    int
	lines   []vtRow
	r, c    int
	pending bool // a cell was written in the last column: the next one wraps
	partial []byte
	bells   int
	paste   bool // bracketed
	odd     []string
}

type vtRow struct {
	cells   []string // "" is the right half of a wide one
	wrapped bool     // the next row is the same line
}

// cells that the study's terminals show two columns wide, or none. It is not the
// table of the program under test.
func vtWidth(r rune) int {
	switch {
	case r >= 0x300 && r <= 0x36F:
		return 0
	case r >= 0x1100 && r <= 0x115F, r >= 0x2E80 && r <= 0x303E, r >= 0x3041 && r <= 0xA4CF, r >= 0xAC00 && r <= 0xD7A3,
		r >= 0xF900 && r <= 0xFAFF, r >= 0xFF00 && r <= 0xFF60, r >= 0x1F300 && r <= 0x1F64F, r >= 0x1F680 && r <= 0x1F6CC, r >= 0x1F900 && r <= 0x1F9FF, r >= 0x20000 && r <= 0x2FFFD:
		return 2
	}
	return 1
}

func (v *vt) Write(p []byte) (int, error) {
	v.partial = append(v.partial, p...)
	for len(v.partial) > 0 {
		n := v.step(v.partial)
		if n == 0 {
			break
		}
		v.partial = v.partial[n:]
	}
	return len(p), nil
}

// step takes in what p begins with and returns how long that was, 0 if more is
// needed.
func (v *vt) step(p []byte) int {
	switch b := p[0]; {
	case b == '\x1b':
		return v.sequence(p)
	case b == '\r':
		v.c, v.pending = 0, false
	case b == '\n':
		v.row(v.r).wrapped = false
		v.r, v.pending = v.r+1, false
		v.row(v.r)
	case b == '\a':
		v.bells++
	case b < ' ' || b == 0x7F:
		v.odd = append(v.odd, fmt.Sprintf("%q", b))
	default:
		if !utf8.FullRune(p) {
			return 0
		}
		r, n := utf8.DecodeRune(p)
		v.put(string(r), vtWidth(r))
		return n
	}
	return 1
}

func (v *vt) row(r int) *vtRow {
	for len(v.lines) <= r {
		v.lines = append(v.lines, vtRow{})
	}
	return &v.lines[r]
}

func (v *vt) put(s string, w int) {
	row := v.row(v.r)
	if w == 0 {
		at := v.c - 1
		if v.pending {
			at = v.cols - 1
		}
		if at >= 0 && at < len(row.cells) {
			for at > 0 && row.cells[at] == "" {
				at--
			}
			row.cells[at] += s
		}
		return
	}
	w = min(w, v.cols)
	if v.pending || v.c+w > v.cols {
		row.wrapped = true
		v.r, v.c, v.pending = v.r+1, 0, false
		row = v.row(v.r)
	}
	for len(row.cells) < v.c+w {
		row.cells = append(row.cells, " ")
	}
	if row.cells[v.c] == "" && v.c > 0 {
		row.cells[v.c-1] = " "
	}
	row.cells[v.c] = s
	for i := 1; i < w; i++ {
		row.cells[v.c+i] = ""
	}
	if next := v.c + w; next < len(row.cells) && row.cells[next] == "" {
		row.cells[next] = " "
	}
	if v.c += w; v.c >= v.cols {
		v.c, v.pending = v.cols-1, true
	}
}

func (v *vt) sequence(p []byte) int {
	if len(p) < 2 {
		return 0
	}
	end := 2
	for end < len(p) && p[end] < '@' {
		end++
	}
	if end >= len(p) {
		return 0
	}
	arg := string(p[2:end])
	n, err := strconv.Atoi(arg)
	if arg == "" {
		n, err = 1, nil
	}
	switch what := string(p[end]); {
	case p[1] != '[', err != nil && what != "m" && !strings.HasPrefix(arg, "?2004"):
		v.odd = append(v.odd, fmt.Sprintf("%q", p[:end+1]))
	case what == "m":
	case what == "A":
		v.r, v.pending = max(v.r-n, 0), false
	case what == "C":
		v.c, v.pending = min(v.c+n, v.cols-1), false
	case what == "K" && arg == "":
		v.eraseRow()
	case what == "J" && arg == "":
		v.eraseRow()
		v.lines = v.lines[:v.r+1]
	case what == "J" && arg == "2":
		v.lines = nil
		v.row(v.r)
	case what == "H" && arg == "":
		v.r, v.c, v.pending = 0, 0, false
	case arg == "?2004" && (what == "h" || what == "l"):
		v.paste = what == "h"
	default:
		v.odd = append(v.odd, fmt.Sprintf("%q", p[:end+1]))
	}
	return end + 1
}

func (v *vt) eraseRow() {
	row := v.row(v.r)
	row.cells, row.wrapped = row.cells[:min(v.c, len(row.cells))], false
	v.pending = false
}

// resize changes the width as terminals do that keep wrapped lines together.
func (v *vt) resize(cols int) {
	old, r, c := v.lines, v.r, v.c
	if v.pending {
		c++
	}
	*v = vt{cols: cols, bells: v.bells, paste: v.paste, odd: v.odd}
	v.row(0)
	atR, atC, pending := 0, 0, false
	for i, row := range old {
		cells := row.cells
		if i == r {
			for len(cells) < c {
				cells = append(cells, " ")
			}
		}
		for j, s := range cells {
			if i == r && j == c {
				atR, atC, pending = v.r, v.c, v.pending
			}
			if s != "" {
				v.put(s, vtWidth([]rune(s)[0]))
			}
		}
		if i == r && c >= len(cells) {
			atR, atC, pending = v.r, v.c, v.pending
		}
		if !row.wrapped && i < len(old)-1 {
			v.r, v.c, v.pending = v.r+1, 0, false
			v.row(v.r)
		}
	}
	if pending { // a cursor waits in the last column, or stands in the next row
		atR, atC = atR+1, 0
		if atR >= len(v.lines) || !v.lines[atR-1].wrapped {
			atR, atC = atR-1, cols-1
		} else {
			pending = false
		}
	}
	v.r, v.c, v.pending = atR, atC, pending
}

// rows returns what the screen shows, without blanks at the ends.
func (v *vt) rows() []string {
	rows := make([]string, len(v.lines))
	for i, row := range v.lines {
		rows[i] = strings.TrimRight(strings.Join(row.cells, ""), " ")
	}
	return rows
}

// joined returns the lines that the rows make: a line may wrap.
func (v *vt) joined() []string {
	var lines []string
	line := ""
	for _, row := range v.lines {
		line += strings.Join(row.cells, "")
		if !row.wrapped {
			lines = append(lines, strings.TrimRight(line, " "))
			line = ""
		}
	}
	if line != "" {
		lines = append(lines, strings.TrimRight(line, " "))
	}
	return lines
}

// text returns the rows, without empty ones below the cursor, and where the
// cursor is.
func (v *vt) text() string {
	rows := v.rows()
	for len(rows) > v.r+1 && rows[len(rows)-1] == "" {
		rows = slices.Delete(rows, len(rows)-1, len(rows))
	}
	c := v.c
	if v.pending {
		c++
	}
	return fmt.Sprintf("%s\n@%d,%d", strings.Join(rows, "\n"), v.r, c)
}
