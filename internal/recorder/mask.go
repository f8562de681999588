package recorder

import (
	"encoding/base64"
	"strings"
	"unicode"

	"byhand/internal/smtp"
	"byhand/internal/transcript"
)

// Redact returns a line as the Recorder keeps it: with the secrets masked that are
// known by now.
func (r *Recorder) Redact(line string) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	line, _ = r.redact(line)
	return line
}

// Mask returns what byhand says as Note keeps it. Beside the secrets that are known
// it masks what looks like one: base64 that has the form of a login, and the password
// in a URL.
func (r *Recorder) Mask(text string) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	text, _ = r.mask(text)
	return text
}

// Open returns how much of a line comes before what Mask would mask, also where
// WithSecrets is set.
func (r *Recorder) Open(line string) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	masked, any := r.secrets.mask(line)
	if !any {
		return line
	}
	before, _, _ := strings.Cut(masked, transcript.Mask)
	return before
}

func (r *Recorder) mask(text string) (string, bool) {
	if r.WithSecrets {
		return text, false
	}
	return r.secrets.mask(text)
}

// mask masks what is known and what looks like a secret.
func (s *secrets) mask(text string) (string, bool) {
	text, known := s.redact(text)
	text, looks := mapBase64(text, func(word string) string {
		for _, login := range []string{word, strings.Trim(word, "/")} { // of ":expect /TEXT/"
			if looksLikeLogin(login) {
				return strings.Replace(word, login, transcript.Mask, 1)
			}
		}
		return word
	})
	open := userinfo().ReplaceAllString(text, "$1:"+transcript.Mask+"@")
	return open, known || looks || open != text
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

// hideVerb masks what a reply is said to answer where that is the first word of a
// secret, which was typed as a command. smtp makes it upper case and cuts it.
func (s *secrets) hideVerb(to string) string {
	if to == "" || smtp.IsVerb(to) {
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
