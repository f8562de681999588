package prompt

import "strings"

// position is a position on the screen, relative to the start of a text. A column equal to the
// screen's width means that the cursor is still in that row: a terminal begins the next row
// only when it has another character to show.
type position struct{ row, col int }

// past returns the position after a cell. A terminal moves a wide rune that does not fit to the
// next row. It may break a cell of several ASCII characters anywhere.
func (s position) past(c cell, cols int) position {
	switch w := min(c.width, cols); {
	case w == 0:
		return s
	case c.isASCII():
		at := s.col + c.width
		rows := (at - 1) / cols
		return position{s.row + rows, at - rows*cols}
	default:
		s = s.start(c, cols)
		return position{s.row, s.col + w}
	}
}

// start returns where a terminal shows cell c if the cursor is at s.
func (s position) start(c cell, cols int) position {
	w := min(c.width, cols)
	if c.isASCII() {
		w = 1
	}
	if s.col+w > cols {
		return position{row: s.row + 1}
	}
	return s
}

// frame is the prompt and the line after it.
type frame struct {
	cells  []cell
	cursor int    // the index of the cell under the cursor; len(cells): after the last
	ghost  []cell // the hint, in grey
}

// prompt adds the prompt to an empty frame. Its color sequences take no columns.
func (f *frame) prompt(text string) {
	for text != "" {
		if n := colorSequence(text); n > 0 {
			f.cells = append(f.cells, cell{text: text[:n]})
			text = text[n:]
			continue
		}
		next := strings.IndexByte(text[1:], '\x1b') + 1
		if next == 0 {
			next = len(text)
		}
		f.runes(toRunes(nil, []byte(text[:next])))
		text = text[next:]
	}
	f.cursor = len(f.cells)
}

// runes adds the typed line.
func (f *frame) runes(line []rune) {
	column := 0
	for _, c := range f.cells {
		column += c.width
	}
	f.cells = append(f.cells, cellsOf(line, column)...)
}

// mask adds a star for each rune.
func (f *frame) mask(line []rune) {
	for range line {
		f.cells = append(f.cells, plain['*'])
	}
}

// colorSequence returns the length of the color sequence that text begins with,
// or 0.
func colorSequence(text string) int {
	if !strings.HasPrefix(text, "\x1b[") {
		return 0
	}
	n := 2 + len(text[2:]) - len(strings.TrimLeft(text[2:], "0123456789;:"))
	if n < len(text) && text[n] == 'm' {
		return n + 1
	}
	return 0
}

// place returns the positions of the cursor and of the frame's end. A combining mark has no
// column, so a cursor on it appears on the next cell.
func (f *frame) place(cols int) (cursor, end position) {
	found := false
	for i, c := range f.cells {
		if i >= f.cursor && c.width > 0 && !found {
			cursor, found = end.start(c, cols), true
		}
		end = end.past(c, cols)
	}
	if !found {
		cursor = end
	}
	return cursor, end
}

// space is the cell under a cursor after the line.
var space = cell{" ", 1}

// withCursor returns the frame with a cell under its cursor. After the line, that cell is the
// start of as much of the ghost as fits in the row, or a space. When the width of a window
// changes, terminals agree on the position of a cursor only if it is on a cell. A space after
// the right edge also makes the terminal begin the next row.
func (f frame) withCursor(cols int) frame {
	for _, c := range f.cells[f.cursor:] {
		if c.width > 0 {
			return f
		}
	}
	_, end := f.place(cols)
	n := 0
	for n < len(f.ghost) && end.col+f.ghost[n].width < cols {
		end.col += f.ghost[n].width
		n++
	}
	if n == 0 {
		f.cells = append(f.cells, space)
		return f
	}
	f.cells = append(append(append(f.cells, cell{text: "\x1b[90m"}), f.ghost[:n]...), cell{text: "\x1b[0m"})
	return f
}

// window returns the part of the frame around its cursor that fits in one row.
func (f *frame) window(cols int) frame {
	room := max(cols-1, 1)
	from, used := f.cursor, 0
	for from > 0 && used+f.cells[from-1].width <= room*2/3 {
		from--
		used += f.cells[from].width
	}
	to := f.cursor
	for to < len(f.cells) && used+f.cells[to].width <= room {
		used += f.cells[to].width
		to++
	}
	return frame{cells: f.cells[from:to:to], cursor: f.cursor - from}
}
