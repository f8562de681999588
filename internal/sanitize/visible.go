package sanitize

import (
	"sync/atomic"
	"unicode"
	"unicode/utf8"
)

// plain holds the bytes that mean only themselves: printable ASCII but for
// the two that may begin an escape.
var plain = func() (t [256]bool) {
	for c := ' '; c <= '~'; c++ {
		t[c] = c != '\\' && c != '<'
	}
	return t
}()

// plainLen returns how many bytes at the start of text are plain: the run that
// can be copied in bulk.
func plainLen[T ~string | ~[]byte](text T) int {
	for i := range len(text) {
		if !plain[text[i]] {
			return i
		}
	}
	return len(text)
}

// A kind says what a code point beyond ASCII does to a screen.
type kind uint8

const (
	hidden kind = iota // nothing to be seen, or nobody can tell
	mark               // it changes the character before it
	letter             // it stands for itself
)

// pages remembers the kinds of the first 65,536 code points, 256 at a time: to
// ask the Unicode tables for each character is five times slower.
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

// IsVisible reports whether a character stands for itself on a screen. What does
// not (controls, what is invisible or blank, marks, what reorders text) is escaped
// where it is written.
func IsVisible(r rune) bool {
	if r < utf8.RuneSelf {
		return ' ' <= r && r <= '~'
	}
	return kindOf(r) == letter
}

// lookUp finds the kind of r in the Unicode tables. What they do not know yet
// is hidden.
func lookUp(r rune) kind {
	switch {
	case !unicode.IsPrint(r): // a control or format character (so all bidi controls), blank, private, unassigned
		return hidden
	case unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector, blank):
		return hidden
	case unicode.IsMark(r):
		return mark
	default:
		return letter
	}
}

// blank holds characters that count as letters or symbols and yet show
// nothing.
var blank = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x2800, Hi: 0x2800, Stride: 1}, // braille pattern blank
	},
	R32: []unicode.Range32{
		{Lo: 0x13441, Hi: 0x13442, Stride: 1}, // Egyptian hieroglyph blanks
		{Lo: 0x16FE4, Hi: 0x16FE4, Stride: 1}, // Khitan small script filler
		{Lo: 0x1D159, Hi: 0x1D159, Stride: 1}, // musical symbol null notehead
	},
}
