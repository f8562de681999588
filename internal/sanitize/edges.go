package sanitize

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// OddEdges returns what is suspicious about the ends of a secret: "begins with a
// space", "ends with a space", "is in quotes". These are probably not part of it.
// No result contains any of the secret.
func OddEdges(secret []byte) (all []string) {
	text := string(secret)
	inner := strings.TrimSpace(text)
	if inner == "" {
		return nil
	}
	if strings.TrimLeftFunc(text, unicode.IsSpace) != text {
		all = append(all, "begins with a space")
	}
	if strings.TrimRightFunc(text, unicode.IsSpace) != text {
		all = append(all, "ends with a space")
	}
	first, _ := utf8.DecodeRuneInString(inner)
	last, size := utf8.DecodeLastRuneInString(inner)
	if len(inner) > size && strings.ContainsRune("\"'`“‘„«", first) && strings.ContainsRune("\"'`”’“»", last) {
		all = append(all, "is in quotes")
	}
	return all
}
