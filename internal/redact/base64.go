package redact

import (
	"encoding/base64"
	"strings"
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

// mapBase64 puts what change makes of each word in text that may be base64 in its
// place.
func mapBase64(text string, change func(word string) string) (changed string, any bool) {
	var out strings.Builder
	for rest := text; ; {
		before, word, after := nextBase64(rest)
		if word == "" {
			if !any {
				return text, false
			}
			return out.String() + rest, true
		}
		other := change(word)
		any = any || other != word
		out.WriteString(before + other)
		rest = after
	}
}

// nextBase64 finds the next word that is long enough to hold a secret in base64.
func nextBase64(text string) (before, word, after string) {
	for begin := 0; begin < len(text); {
		if !inBase64[text[begin]] {
			begin++
			continue
		}
		end := begin
		for end < len(text) && inBase64[text[end]] {
			end++
		}
		for pads := 0; pads < 2 && end < len(text) && text[end] == '='; pads++ {
			end++
		}
		if end-begin >= shortest*4/3 {
			return text[:begin], text[begin:end], text[end:]
		}
		begin = end
	}
	return text, "", ""
}

var inBase64 = func() (set [256]bool) {
	for _, c := range []byte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_") {
		set[c] = true
	}
	return set
}()
