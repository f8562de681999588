package sasl

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/bidi"
	"golang.org/x/text/unicode/norm"
)

// prepare brings a name or a password into the one form in which both sides hash
// it: SASLprep (RFC 4013), as a query, so that what Unicode did not know in 2002
// may pass (RFC 5802 5.1). Its errors quote nothing.
func prepare(name string, value *string) error {
	prepared := norm.NFKC.String(strings.Map(mapped, *value))
	switch {
	case strings.ContainsFunc(prepared, prohibited) || !oneDirection(prepared):
		return &CredentialError{Field: name, Problem: "has a character that SCRAM does not allow (SASLprep, RFC 4013)"}
	case prepared == "" && *value != "":
		return &CredentialError{Field: name, Problem: "has only characters that SCRAM leaves out (SASLprep, RFC 4013)"}
	}
	*value = prepared
	return nil
}

// mapped leaves out what nobody sees (RFC 3454 B.1) and makes each blank a space
// (C.1.2).
func mapped(r rune) rune {
	switch {
	case r == 0x00AD || r == 0x034F || r == 0x1806 || 0x180B <= r && r <= 0x180D ||
		0x200B <= r && r <= 0x200D || r == 0x2060 || 0xFE00 <= r && r <= 0xFE0F || r == 0xFEFF:
		return -1
	case r != ' ' && unicode.Is(unicode.Zs, r):
		return ' '
	}
	return r
}

// prohibited reports what RFC 3454 lists from C.2 to C.9: control characters,
// private ones, those that are none, and those that change how others look.
func prohibited(r rune) bool {
	switch {
	case r < 0x80:
		return r < ' ' || r == 0x7F
	case r == utf8.RuneError, r&0xFFFE == 0xFFFE, 0xFDD0 <= r && r <= 0xFDEF:
		return true
	case r == 0x0340, r == 0x0341, r == 0x06DD, r == 0x070F, r == 0x180E:
		return true
	case 0x200C <= r && r <= 0x200F, 0x2028 <= r && r <= 0x202E, 0x2060 <= r && r <= 0x2063, 0x206A <= r && r <= 0x206F:
		return true
	case 0x2FF0 <= r && r <= 0x2FFB, 0xFFF9 <= r && r <= 0xFFFD, 0x1D173 <= r && r <= 0x1D17A, 0xE0000 <= r && r <= 0xE007F:
		return true
	}
	return unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Co, r)
}

// oneDirection: a text with letters that go from right to left has no others, and
// begins and ends with one of them (RFC 3454 6).
func oneDirection(text string) bool {
	if !strings.ContainsFunc(text, leftward) {
		return true
	}
	first, _ := utf8.DecodeRuneInString(text)
	last, _ := utf8.DecodeLastRuneInString(text)
	return leftward(first) && leftward(last) && !strings.ContainsFunc(text, rightward)
}

func leftward(r rune) bool {
	class := direction(r)
	return class == bidi.R || class == bidi.AL
}

func rightward(r rune) bool { return direction(r) == bidi.L }

func direction(r rune) bidi.Class {
	p, _ := bidi.LookupRune(r)
	return p.Class()
}
