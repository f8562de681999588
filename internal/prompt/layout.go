package prompt

import "strings"

// spot is a place on the screen, counted from where a text began. A column
// equal to the screen's width is the state in which terminals wait with the next
// row until there is something to put on it.
type spot struct{ row, col int }

// past returns the spot behind a cell: terminals wrap by themselves, and a wide
// rune that does not fit goes to the next row. Signs that stand for one are
// broken anywhere.
func (s spot) past(c cell, cols int) spot {
	switch w := min(c.width, cols); {
	case w == 0:
		return s
	case c.signs():
		at := s.col + c.width
		rows := (at - 1) / cols
		return spot{s.row + rows, at - rows*cols}
	default:
		s = s.start(c, cols)
		return spot{s.row, s.col + w}
	}
}

// start returns where a cell goes that follows.
func (s spot) start(c cell, cols int) spot {
	w := min(c.width, cols)
	if c.signs() {
		w = 1
	}
	if s.col+w > cols {
		return spot{row: s.row + 1}
	}
	return s
}

// frame is the prompt and the line behind it.
type frame struct {
	cells  []cell
	cursor int // the cell under the cursor; len(cells) is behind the last
	ghost  []cell
}

// prompt adds the prompt to an empty frame. Colours in it take no room.
func (f *frame) prompt(text string) {
	for text != "" {
		if n := colour(text); n > 0 {
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

// runes adds what is typed.
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

// colour returns the length of the colour sequence that text begins with.
func colour(text string) int {
	if !strings.HasPrefix(text, "\x1b[") {
		return 0
	}
	n := 2 + len(text[2:]) - len(strings.TrimLeft(text[2:], "0123456789;:"))
	if n < len(text) && text[n] == 'm' {
		return n + 1
	}
	return 0
}

// place returns where the cursor and the frame's end are. A mark has no place of
// its own: a cursor on it stands on what follows.
func (f *frame) place(cols int) (cursor, end spot) {
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

// blank is what a cursor behind the line stands on.
var blank = cell{" ", 1}

// standing returns the frame with something under its cursor: if nothing
// follows, as much of the ghost as fits in the row, or a blank. Terminals that
// move the rows of a changed width about agree on where a cursor goes that
// stands on something, and only on that; and a blank behind the edge makes them
// wrap.
func (f frame) standing(cols int) frame {
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
		f.cells = append(f.cells, blank)
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
