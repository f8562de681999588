package redact

import (
	"cmp"
	"encoding/base64"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"byhand/internal/smtp"
	"byhand/internal/transcript"
)

// Mask masks every known form in a text, and reports whether there was one.
func (s *Secrets) Mask(text string) (masked string, found bool) {
	if s == nil || len(s.forms) == 0 {
		return text, false
	}
	return maskSpans(text, s.find(toLower(text)))
}

// MaskNote masks every known form in one of byhand's own messages, and what looks like a
// secret: base64 that has the form of a login, and the password in a URL.
func (s *Secrets) MaskNote(text string) (masked string, found bool) {
	if s == nil {
		return text, false
	}
	text, found = s.Mask(text)
	masked = mapBase64(text, func(word string) string {
		for _, login := range []string{word, strings.Trim(word, "/")} { // in :expect /TEXT/
			if looksLikeLogin(login) {
				return strings.Replace(word, login, transcript.Mask, 1)
			}
		}
		return word
	})
	masked = urlPassword().ReplaceAllString(masked, "$1:"+transcript.Mask+"@")
	return masked, found || masked != text
}

// urlPassword finds the user and the password in a URL (RFC 3986 3.2.1). A password that
// was not escaped may contain any character.
var urlPassword = pattern(`(://[^\s/@:]*):\S*@`)

// standardBase64 turns the URL alphabet (RFC 4648 5) into the standard one without padding.
var standardBase64 = strings.NewReplacer("-", "+", "_", "/", "=", "")

// looksLikeLogin reports whether base64, with correct padding or not, has the form of a
// message of PLAIN or of an OAuth mechanism.
func looksLikeLogin(word string) bool {
	word = standardBase64.Replace(word)
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

// MaskVerb masks the verb that a reply answers if it is the first word of a secret that
// was typed as a command. Package smtp cuts verbs and puts them in upper case.
func (s *Secrets) MaskVerb(verb string) string {
	if s == nil || verb == "" || smtp.IsVerb(verb) {
		return verb
	}
	for _, form := range s.forms {
		word, _, _ := strings.Cut(form.text, " ")
		if strings.EqualFold(word[:min(len(word), len(verb))], verb) && (len(verb) == len(word) || len(verb) == smtp.MaxVerb) ||
			strings.Contains(strings.ToUpper(verb), strings.ToUpper(form.text)) {
			return transcript.Mask
		}
	}
	return verb
}

// span is a part of a text that is secret.
type span struct{ begin, end int }

// find returns where known forms are in a text in lower case.
func (s *Secrets) find(text string) (spans []span) {
	head := len(lineHead().FindString(text))
	for _, f := range slices.Concat(s.forms, s.pieces) {
		for from := 0; ; {
			i := strings.Index(text[from:], f.text)
			if i < 0 {
				break
			}
			at := widenToWord(text, max(from, min(from+i, head)), span{from + i, from + i + len(f.text)}, f)
			spans, from = append(spans, at), at.end
		}
	}
	return spans
}

// maskSpans replaces each span of a text by the mask, and reports whether there was one.
// Spans that overlap get one mask.
func maskSpans(text string, spans []span) (masked string, found bool) {
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

// toLower returns text in lower case. It leaves a character whose lower case has another
// length, so that offsets stay the same.
func toLower(text string) string {
	b := []byte(text)
	for i, r := range text {
		if l := unicode.ToLower(r); l != r && utf8.RuneLen(l) == utf8.RuneLen(r) {
			utf8.EncodeRune(b[i:], l)
		}
	}
	return string(b)
}
