package sanitize

import (
	"strconv"
	"sync/atomic"
	"unicode"
	"unicode/utf8"
)

// isPlain has the bytes that are never escaped: printable ASCII, except the two that
// may begin an escape.
var isPlain = func() (t [256]bool) {
	for c := ' '; c <= '~'; c++ {
		t[c] = c != '\\' && c != '<'
	}
	return t
}()

// plainLen returns how many bytes at the start of text are plain. These can be copied
// together.
func plainLen[T ~string | ~[]byte](text T) int {
	for i := range len(text) {
		if !isPlain[text[i]] {
			return i
		}
	}
	return len(text)
}

// A kind is how a terminal shows a code point beyond ASCII.
type kind uint8

const (
	hidden kind = iota // not at all, or that is unknown
	mark               // as part of the character before it
	letter             // as itself
)

// pages caches the kinds of the first 65,536 code points, 256 at a time. A lookup
// in the Unicode tables for each character would be five times slower.
var pages [256]atomic.Pointer[[256]kind]

func kindOf(r rune) kind {
	if r>>8 >= rune(len(pages)) {
		return lookUp(r)
	}
	page := pages[r>>8].Load()
	if page == nil {
		page = new([256]kind)
		for i := range page {
			page[i] = lookUp(r&^0xFF | rune(i))
		}
		pages[r>>8].Store(page)
	}
	return page[r&0xFF]
}

// IsVisible reports whether a terminal shows a character as itself. It returns false
// for control characters, for marks, and for characters that are invisible, blank
// or reorder text.
func IsVisible(r rune) bool {
	if r < utf8.RuneSelf {
		return ' ' <= r && r <= '~'
	}
	return kindOf(r) == letter
}

// lookUp finds the kind of r in the Unicode tables. Code points that they do not
// know are hidden.
func lookUp(r rune) kind {
	switch {
	case !strconv.IsPrint(r): // a control or format character (so all bidi controls), blank, private, unassigned
		return hidden
	case unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector, blank):
		return hidden
	case unicode.IsMark(r):
		return mark
	default:
		return letter
	}
}

// blank has characters that count as letters or symbols but show nothing.
var blank = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x2800, Hi: 0x2800, Stride: 1}, // braille pattern blank
	},
	R32: []unicode.Range32{
		{Lo: 0x13441, Hi: 0x13442, Stride: 1}, // Egyptian hieroglyphs: full blank, half blank
		{Lo: 0x16FE4, Hi: 0x16FE4, Stride: 1}, // Khitan small script filler
		{Lo: 0x1D159, Hi: 0x1D159, Stride: 1}, // musical symbol null notehead
	},
}
