package redact

import (
	"encoding/base64"
	"strings"
)

// encodings are the variants of base64: both alphabets, with and without padding.
var encodings = []*base64.Encoding{base64.StdEncoding, base64.RawStdEncoding, base64.URLEncoding, base64.RawURLEncoding}

// decode decodes any variant of base64.
func decode(text []byte) ([]byte, bool) {
	for _, e := range encodings {
		if decoded, err := e.DecodeString(string(text)); err == nil && len(decoded) > 0 {
			return decoded, true
		}
	}
	return nil, false
}

// base64Characters are the characters of both alphabets (RFC 4648 4 and 5).
const base64Characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_"

var base64Word = pattern(`[A-Za-z0-9+/_-]+={0,2}`)

// mapBase64 replaces each word that is long enough to be a secret in base64 by what
// change returns for it.
func mapBase64(text string, change func(word string) string) string {
	return base64Word().ReplaceAllStringFunc(text, func(word string) string {
		if len(word) < minLength*4/3 {
			return word
		}
		return change(word)
	})
}

// widenToWord extends a span to the whole word of base64 that it is part of, but not to the
// left of from.
func widenToWord(text string, from int, at span, f form) span {
	if !f.base64 {
		return at
	}
	rest := strings.TrimLeft(text[at.end:], base64Characters)
	rest = strings.TrimPrefix(strings.TrimPrefix(rest, "="), "=")
	return span{from + len(strings.TrimRight(text[from:at.begin], base64Characters)), len(text) - len(rest)}
}
