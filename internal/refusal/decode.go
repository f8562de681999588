package refusal

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// Decode returns text as UTF-8. charset names the encoding that fits text best; it is ""
// when text is UTF-8 already, or when no encoding fits and decoded is text as it is.
func Decode(text []byte) (decoded, charset string) {
	if utf8.Valid(text) {
		return string(text), ""
	}
	name, from := guessCharset(countHighBytes(text))
	if from == nil {
		return string(text), ""
	}
	b, err := from.NewDecoder().Bytes(text)
	if err != nil || strings.ContainsRune(string(b), utf8.RuneError) {
		return string(text), ""
	}
	return string(b), name
}

// highBytes counts the bytes above 0x7F in a text.
type highBytes struct {
	all, runs       int // runs: groups of them
	c1, c0, e0      int // in 0x80-0x9F, 0xC0-0xDF, 0xE0-0xFF
	lowTrail, early int // pairs with a second byte below 0xA1; with a first byte in 0xA4-0xAF
	pairs           int
}

func countHighBytes(text []byte) highBytes {
	var h highBytes
	inRun := false
	for _, b := range text {
		if b >= 0x80 && !inRun {
			h.runs++
		}
		inRun = b >= 0x80
		h.count(b)
	}
	for i := 0; i+1 < len(text); i++ {
		if text[i] >= 0x80 {
			h.countPair(text[i], text[i+1])
			i++
		}
	}
	return h
}

func (h *highBytes) count(b byte) {
	switch {
	case b < 0x80:
		return
	case b < 0xA0:
		h.c1++
	case b >= 0xE0:
		h.e0++
	case b >= 0xC0:
		h.c0++
	}
	h.all++
}

func (h *highBytes) countPair(first, second byte) {
	h.pairs++
	if second < 0xA1 {
		h.lowTrail++
	}
	if first >= 0xA4 && first <= 0xAF {
		h.early++
	}
}

// guessCharset tells encodings apart by where their letters are. Western letters come one
// by one among ASCII; Cyrillic words are runs of 0xC0-0xFF, with lower case at opposite
// ends in the two encodings; only Shift-JIS has many bytes in 0x80-0x9F; GB 2312 uses
// second bytes from 0xA1 and seldom first bytes in 0xA4-0xAF.
func guessCharset(h highBytes) (string, encoding.Encoding) {
	switch {
	case h.all < 2*h.runs && h.c1*2 < h.all:
		return "Windows-1252", charmap.Windows1252
	case h.c1*5 > h.all:
		return "Shift_JIS", japanese.ShiftJIS
	case (h.c0+h.e0)*10 >= h.all*9 && h.e0 > h.c0:
		return "Windows-1251", charmap.Windows1251
	case (h.c0+h.e0)*10 >= h.all*9 && h.c0 > 3*h.e0:
		return "KOI8-R", charmap.KOI8R
	case h.lowTrail*10 <= h.pairs && h.early*4 <= h.pairs:
		return "GBK", simplifiedchinese.GBK
	}
	return "Big5", traditionalchinese.Big5
}
