package match

import (
	"strings"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

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
