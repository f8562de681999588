package prompt

import (
	"fmt"
	"unicode"
	"unicode/utf8"

	"github.com/mattn/go-runewidth"
)

// A byte that is not UTF-8 travels through the line editor as the rune rawByte+b
// and is the byte again when the line is delivered. The runes themselves, which
// are private ones, travel as their bytes do, so that every line is byte-exact.
const rawByte = 0xF700

// isRaw reports whether r stands for a byte.
func isRaw(r rune) bool { return r >= rawByte && r <= rawByte+0xFF }

// toRunes appends to line the runes that p travels as.
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

// toBytes returns what line stands for.
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

// cell is what one rune of the line looks like, and how many columns that
// takes.
type cell struct {
	text  string
	width int
}

// signs reports whether the cell is made of signs, one a column.
func (c cell) signs() bool { return c.width > 0 && c.width == len(c.text) }

// narrow is how wide terminals show what East Asian ones may show wide.
var narrow = &runewidth.Condition{StrictEmojiNeutral: true}

// tabStop is how far apart the terminal's tab stops are.
const tabStop = 8

// plain are the cells of ASCII.
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

// cellOf returns what stands for r on the screen, column columns behind the
// frame's beginning. Nothing of it can drive the terminal, and nothing is
// invisible: a rune whose width nobody knows is shown by its number.
func cellOf(r rune, column int) cell {
	switch {
	case r == '\t':
		n := tabStop - column%tabStop
		return cell{"        "[:n], n}
	case r >= 0 && r < rune(len(plain)):
		return plain[r]
	case isRaw(r):
		return ascii(fmt.Sprintf(`\x%02X`, r-rawByte))
	case r == 0xFE0E || r == 0xFE0F: // how an emoji is to look: terminals do not agree on its width
		return cell{}
	case unicode.IsPrint(r) || unicode.Is(unicode.Co, r):
		return cell{string(r), narrow.RuneWidth(r)}
	}
	return ascii(fmt.Sprintf("<U+%04X>", r))
}

// cellsOf returns the cells of a text that begins in a column.
func cellsOf(line []rune, column int) []cell {
	cells := make([]cell, len(line))
	for i, r := range line {
		cells[i] = cellOf(r, column)
		column += cells[i].width
	}
	return cells
}

func ascii(s string) cell { return cell{s, len(s)} }
