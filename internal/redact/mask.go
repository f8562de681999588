package redact

import (
	"byhand/internal/smtp"
	"byhand/internal/transcript"
	"cmp"
	"encoding/base64"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// span is a part of a text that is secret.
type span struct{ begin, end int }

// Mask masks every known form in text.
func (s *Secrets) Mask(text string) (string, bool) {
	if s == nil || len(s.forms) == 0 {
		return text, false
	}
	return hide(text, s.find(toLower(text)))
}

// find returns where known forms are in a text in lower case.
func (s *Secrets) find(text string) (spans []span) {
	head := len(lineHead().FindString(text))
	for _, forms := range [][]form{s.forms, s.pieces} {
		for _, f := range forms {
			for from := 0; ; {
				i := strings.Index(text[from:], f.text)
				if i < 0 {
					break
				}
				at := widen(text, max(from, min(from+i, head)), span{from + i, from + i + len(f.text)}, f)
				spans, from = append(spans, at), at.end
			}
		}
	}
	return spans
}

// widen makes a part of a word in base64 the whole word, as far as it is after from.
func widen(text string, from int, at span, f form) span {
	if !f.base64 {
		return at
	}
	rest := strings.TrimLeft(text[at.end:], base64Characters)
	rest = strings.TrimPrefix(strings.TrimPrefix(rest, "="), "=")
	return span{from + len(strings.TrimRight(text[from:at.begin], base64Characters)), len(text) - len(rest)}
}

// hide puts Mask in the place of each span.
func hide(text string, spans []span) (string, bool) {
	if len(spans) == 0 {
		return text, false
	}
	slices.SortFunc(spans, func(a, b span) int { return cmp.Or(a.begin-b.begin, b.end-a.end) })
	var out strings.Builder
	done := 0
	for i, at := range spans {
		if i == 0 || at.begin >= done {
			out.WriteString(text[done:at.begin])
			out.WriteString(transcript.Mask)
		}
		done = max(done, at.end)
	}
	return out.String() + text[done:], true
}

// toLower returns text in lower case, each character where it was: one whose lower
// case has another length stays.
func toLower(text string) string {
	b := []byte(text)
	for i, r := range text {
		if l := unicode.ToLower(r); l != r && utf8.RuneLen(l) == utf8.RuneLen(r) {
			utf8.EncodeRune(b[i:], l)
		}
	}
	return string(b)
}

// MaskNote masks what is known and what looks like a secret.
func (s *Secrets) MaskNote(text string) (string, bool) {
	if s == nil {
		return text, false
	}
	text, known := s.Mask(text)
	masked := mapBase64(text, func(word string) string {
		for _, login := range []string{word, strings.Trim(word, "/")} { // of ":expect /TEXT/"
			if looksLikeLogin(login) {
				return strings.Replace(word, login, transcript.Mask, 1)
			}
		}
		return word
	})
	masked = userinfo().ReplaceAllString(masked, "$1:"+transcript.Mask+"@")
	return masked, known || masked != text
}

// userinfo is a URL's user and password (RFC 3986 3.2.1). The password may have any
// character in it, where it was not escaped.
var userinfo = pattern(`(://[^\s/@:]*):\S*@`)

// looksLikeLogin reports whether base64, well padded or not, has the form of a
// message of PLAIN or of an OAuth mechanism.
func looksLikeLogin(word string) bool {
	word = strings.NewReplacer("-", "+", "_", "/", "=", "").Replace(word)
	if len(word)%4 == 1 {
		word = word[:len(word)-1]
	}
	decoded, err := base64.RawStdEncoding.DecodeString(word)
	if err != nil {
		return false
	}
	if strings.Contains(string(decoded), "\x01auth=") {
		return true
	}
	parts := strings.Split(string(decoded), "\x00")
	return len(parts) > 2 && parts[1] != "" && parts[2] != "" && !strings.ContainsFunc(strings.Join(parts, ""), unicode.IsControl)
}

// MaskVerb masks what a reply is said to answer where that is the first word of a
// secret, which was typed as a command. smtp makes it upper case and cuts it.
func (s *Secrets) MaskVerb(to string) string {
	if s == nil || to == "" || smtp.IsVerb(to) {
		return to
	}
	for _, form := range s.forms {
		word, _, _ := strings.Cut(form.text, " ")
		if strings.EqualFold(word[:min(len(word), len(to))], to) && (len(to) == len(word) || len(to) == smtp.MaxVerb) ||
			strings.Contains(strings.ToUpper(to), strings.ToUpper(form.text)) {
			return transcript.Mask
		}
	}
	return to
}
