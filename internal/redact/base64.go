package redact

import (
	"encoding/base64"
)

// encodings are the ways base64 is written.
var encodings = []*base64.Encoding{base64.StdEncoding, base64.RawStdEncoding, base64.URLEncoding, base64.RawURLEncoding}

// decode reads base64, however it is written.
func decode(text []byte) ([]byte, bool) {
	for _, e := range encodings {
		if decoded, err := e.DecodeString(string(text)); err == nil && len(decoded) > 0 {
			return decoded, true
		}
	}
	return nil, false
}

// base64Characters are those of both alphabets (RFC 4648 4 and 5).
const base64Characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_"

var base64Word = pattern(`[A-Za-z0-9+/_-]+={0,2}`)

// mapBase64 replaces each word that may be a secret in base64 by what change returns.
func mapBase64(text string, change func(word string) string) string {
	return base64Word().ReplaceAllStringFunc(text, func(word string) string {
		if len(word) < shortest*4/3 {
			return word
		}
		return change(word)
	})
}
