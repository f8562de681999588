package match

import (
	"strings"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// Text is a normalized text with the set of its trigrams, which tells at once that most literals
// of the tables are not in it.
type Text struct {
	text  string
	grams [64]uint64
}

// Index prepares a normalized text.
func Index(text string) Text {
	x := Text{text: text}
	for i := 0; i+2 < len(text); i++ {
		g := gram(text[i:])
		x.grams[g/64] |= 1 << (g % 64)
	}
	return x
}

// gram returns a hash of the first three bytes of text, below 4096.
func gram(text string) uint16 {
	return (uint16(text[0])<<7 ^ uint16(text[1])<<4 ^ uint16(text[2])) & 4095
}

// mayHave reports whether each piece has a literal whose trigrams are in x.
func (x *Text) mayHave(pieces []piece) bool {
	for i := range pieces {
		if !x.mayHaveAny(pieces[i].any) {
			return false
		}
	}
	return true
}

func (x *Text) mayHaveAny(all []literal) bool {
	for i := range all {
		l := &all[i]
		if len(l.text) < 3 || x.hasGram(l.grams[0]) && x.hasGram(l.grams[1]) && x.hasGram(l.grams[2]) {
			return true
		}
	}
	return false
}

func (x *Text) hasGram(g uint16) bool { return x.grams[g/64]>>(g%64)&1 != 0 }

// Normalize returns text as patterns have it: in lower case, without accents, each run
// of white space as one space, with spaces at both ends.
func Normalize(text string) string {
	return " " + strings.Join(strings.Fields(foldSpelling(strings.ToLower(text))), " ") + " "
}

var otherSpellings = strings.NewReplacer("ß", "ss", "’", "'", "‘", "'", "´", "'", "ł", "l", "ø", "o", "æ", "ae", "、", ",", "，", ",", "：", ":", "\u00a0", " ")

// foldSpelling removes accents, and writes typographic signs in ASCII.
func foldSpelling(text string) string {
	if isASCII(text) {
		return text
	}
	isAccent := runes.Predicate(func(r rune) bool { return unicode.Is(unicode.Mn, r) })
	accents := transform.Chain(norm.NFD, runes.Remove(isAccent), norm.NFC)
	folded, _, err := transform.String(accents, otherSpellings.Replace(text))
	if err != nil {
		return text
	}
	return folded
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= 0x80 {
			return false
		}
	}
	return true
}
