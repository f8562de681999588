package transcript

import (
	"bytes"
	"encoding/base64"
	"slices"
	"strings"
)

// Mask stands where a secret was.
const Mask = "********"

// shortest is the length below which a secret is masked only in the line that
// carried it: anything shorter would mask ordinary words of the server.
const shortest = 6

// secrets are the forms in which a secret may come back from the server.
type secrets struct {
	forms []string // longest first, so that no part of a longer one is left
}

// learn takes what a line marked as secret: the text itself, what it holds when
// it is base64, and the password of a PLAIN message (RFC 4616: authzid NUL
// authcid NUL password).
func (s *secrets) learn(secret []byte) {
	secret = bytes.TrimSpace(secret)
	s.add(secret)
	decoded, err := base64.StdEncoding.DecodeString(string(secret))
	if err != nil {
		return
	}
	s.add(decoded)
	if i := bytes.LastIndexByte(decoded, 0); i >= 0 {
		password := decoded[i+1:]
		s.add(password)
		s.add([]byte(base64.StdEncoding.EncodeToString(password)))
	}
}

func (s *secrets) add(form []byte) {
	if len(form) < shortest || slices.Contains(s.forms, string(form)) {
		return
	}
	s.forms = append(s.forms, string(form))
	slices.SortFunc(s.forms, func(a, b string) int { return len(b) - len(a) })
}

// redact masks every known form in text.
func (s *secrets) redact(text string) (string, bool) {
	masked := false
	for _, form := range s.forms {
		if strings.Contains(text, form) {
			text, masked = strings.ReplaceAll(text, form, Mask), true
		}
	}
	return text, masked
}
