package prompt

import (
	"fmt"
	"unicode"
	"unicode/utf8"

	"github.com/mattn/go-runewidth"
)

// The editor keeps bytes that are not valid UTF-8: it stores such a byte b as the rune
// rawByte+b, and turns it back into b when it delivers the line. If the user types one of these
// runes, which are for private use, it stores each of its bytes in this way.
const rawByte = 0xF700

// isRaw reports whether r represents a raw byte.
func isRaw(r rune) bool { return r >= rawByte && r <= rawByte+0xFF }

// toRunes appends to line the runes that represent p.
func toRunes(line []rune, p []byte) []rune {
	for len(p) > 0 {
		r, n := utf8.DecodeRune(p)
		if r == utf8.RuneError && n == 1 || isRaw(r) {
			for _, b := range p[:n] {
				line = append(line, rawByte+rune(b))
			}
		} else {
			line = append(line, r)
		}
		p = p[n:]
	}
	return line
}

// toBytes returns the bytes that line represents.
func toBytes(line []rune) []byte {
	p := make([]byte, 0, len(line))
	for _, r := range line {
		if isRaw(r) {
			p = append(p, byte(r-rawByte))
		} else {
			p = utf8.AppendRune(p, r)
		}
	}
	return p
}

// cell is how one rune of the line is shown, and how many columns that takes.
type cell struct {
	text  string
	width int
}

// isASCII reports whether the cell consists of ASCII characters.
func (c cell) isASCII() bool { return c.width > 0 && c.width == len(c.text) }

// narrow measures characters of ambiguous width as narrow: only East Asian terminals show them
// wide.
var narrow = &runewidth.Condition{StrictEmojiNeutral: true}

// tabStop is the distance between tab stops.
const tabStop = 8

// plain are the cells of ASCII characters.
var plain = func() (cells [128]cell) {
	for r := range rune(len(cells)) {
		switch {
		case r < ' ':
			cells[r] = cell{"^" + string(r+'@'), 2}
		case r == 0x7F:
			cells[r] = cell{"^?", 2}
		default:
			cells[r] = cell{string(r), 1}
		}
	}
	return cells
}()

// cellOf returns the cell for r, column columns after the start of the frame. A cell never
// controls the terminal and is never invisible: a rune of unknown width is shown as its number.
func cellOf(r rune, column int) cell {
	switch {
	case r == '\t':
		n := tabStop - column%tabStop
		return cell{"        "[:n], n}
	case r >= 0 && r < rune(len(plain)):
		return plain[r]
	case isRaw(r):
		return ascii(fmt.Sprintf(`\x%02X`, r-rawByte))
	case r == 0xFE0E || r == 0xFE0F: // variation selectors: terminals do not agree on their width
		return cell{}
	case unicode.IsPrint(r) || unicode.Is(unicode.Co, r):
		return cell{string(r), narrow.RuneWidth(r)}
	}
	return ascii(fmt.Sprintf("<U+%04X>", r))
}

// cellsOf returns the cells of a text that begins at the given column.
func cellsOf(line []rune, column int) []cell {
	cells := make([]cell, len(line))
	for i, r := range line {
		cells[i] = cellOf(r, column)
		column += cells[i].width
	}
	return cells
}

func ascii(s string) cell { return cell{s, len(s)} }
