package sanitize

import (
	"fmt"
	"testing"
	"unicode"
)

// forbidden lists the code points that must never reach a screen. It lists them by
// number, so that it shares no Unicode table with the code under test.
var forbidden = [][2]rune{
	{0x00, 0x08}, {0x0A, 0x1F}, {0x7F, 0xA0}, // C0 except TAB, DEL, C1, no-break space
	{0xAD, 0xAD}, {0x034F, 0x034F}, {0x061C, 0x061C},
	{0x115F, 0x1160}, {0x1680, 0x1680}, {0x17B4, 0x17B5}, {0x180B, 0x180F},
	{0x2000, 0x200F}, {0x2028, 0x202F}, {0x205F, 0x206F}, // spaces, zero width, bidi
	{0x2800, 0x2800}, {0x3000, 0x3000}, {0x3164, 0x3164},
	{0xD800, 0xF8FF}, {0xFDD0, 0xFDEF}, // surrogates, private use, noncharacters
	{0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}, {0xFFA0, 0xFFA0}, {0xFFF0, 0xFFFB}, {0xFFFE, 0xFFFF},
	{0x110BD, 0x110BD}, {0x13430, 0x1343F}, {0x13441, 0x13442}, {0x16FE4, 0x16FE4},
	{0x1BCA0, 0x1BCA3}, {0x1D159, 0x1D159}, {0x1D173, 0x1D17A}, {0x1FFFE, 0x1FFFF},
	{0xE0000, 0x10FFFF}, // tags, variation selectors, private use
}

func isForbidden(r rune) bool {
	for _, span := range forbidden {
		if span[0] <= r && r <= span[1] {
			return true
		}
	}
	return false
}

func TestEveryCodePoint(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if r == 0xD800 {
			r = 0xE000 // string(r) cannot hold a surrogate
		}
		got := Text("a" + string(r))
		escape := fmt.Sprintf("a<U+%04X>", r)
		if r < 0x80 {
			escape = fmt.Sprintf(`a\x%02x`, r)
		}
		if got != "a"+string(r) && got != escape {
			t.Errorf("U+%04X is shown as %q", r, got)
		}
		if isForbidden(r) && got != escape {
			t.Errorf("U+%04X must be an escape, is shown as %q", r, got)
		}
	}
}

// Needless escapes make ordinary text hard to read.
func TestLettersStay(t *testing.T) {
	for _, table := range []*unicode.RangeTable{unicode.L, unicode.N, unicode.P, unicode.S, unicode.Mn} {
		shown, escaped := 0, 0
		for r := rune(0x80); r <= unicode.MaxRune; r++ {
			if !unicode.Is(table, r) {
				continue
			}
			if Text("a"+string(r)) == "a"+string(r) {
				shown++
			} else if escaped++; !isForbidden(r) {
				t.Errorf("U+%04X is a fine character, yet an escape", r)
			}
		}
		if shown < 100 || escaped > shown/5 {
			t.Errorf("%d shown, %d escaped", shown, escaped)
		}
	}
}
