package rows

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mattn/go-runewidth"
)

// wide measures characters as East Asian terminals show them.
var wide = &runewidth.Condition{EastAsianWidth: true}

// columns returns the most columns that any terminal uses for a character. Some terminals
// show combining marks and joiners in a separate column. Newer Unicode versions have made
// narrow symbols wide. So all symbols, and all code points above U+FFFF, count as wide.
func columns(r rune) int {
	switch {
	case r < utf8.RuneSelf:
		return 1
	case r > 0xFFFF, unicode.IsSymbol(r), runewidth.IsAmbiguousWidth(r), wide.RuneWidth(r) > 1:
		return 2
	case unicode.IsMark(r) && r > 0x2FFF: // wide in the standard (UAX #11)
		return 2
	}
	return 1
}

// Width returns the most columns that any terminal uses for a sanitized text without TABs.
func Width(text string) (n int) {
	for _, r := range text {
		n += columns(r)
	}
	return n
}

// Fit returns how many bytes of a text without TABs fit in room columns, but at least one code
// point. It does not separate combining marks from their character.
func Fit[T ~string | ~[]byte](text T, room int) int {
	n := 0
	for n < min(len(text), room) && text[n] < utf8.RuneSelf {
		n++ // most text is ASCII
	}
	base := n - 1 // where the last character that can have marks begins
	for col := n; n < len(text); {
		r, size := decode(text, n)
		mark := unicode.IsMark(r)
		if col += columns(r); col > room && n > 0 {
			if mark && base > 0 {
				return base
			}
			return n
		}
		if !mark {
			base = n
		}
		n += size
	}
	return n
}

// decode returns the rune at text[at:] and its size in bytes.
func decode[T ~string | ~[]byte](text T, at int) (rune, int) {
	return utf8.DecodeRuneInString(string(text[at:min(len(text), at+utf8.UTFMax)]))
}

// tabStop is the distance between tab stops.
const tabStop = 8

// Expand replaces each TAB with spaces up to the next tab stop. Tab stops are counted from the
// start of the text.
func Expand(text string) string {
	if strings.IndexByte(text, '\t') < 0 {
		return text
	}
	var b strings.Builder
	for {
		piece, rest, tab := strings.Cut(text, "\t")
		b.WriteString(piece)
		if !tab {
			return b.String()
		}
		b.WriteString("        "[:tabStop-Width(piece)%tabStop]) // each piece begins at a stop
		text = rest
	}
}
