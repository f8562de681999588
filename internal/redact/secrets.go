// Package redact removes secrets from text and, if asked, replaces names and addresses.
package redact

import (
	"bytes"
	"encoding/base64"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// shortest is the length below which a secret is masked only in the line that
// carried it: anything shorter would mask ordinary words of the server.
const shortest = 6

// Secrets are the forms in which a secret may turn up. The zero value is ready; a nil
// one masks nothing.
type Secrets struct {
	forms  []form
	plain  []string // those of them that are not encoded
	pieces []form   // of secrets that a server folded over several lines
}

// Learn takes what a line marked as secret: the text itself and, when that is
// base64, the secret in the message of a mechanism. It returns whose it is, if
// that can be told. open is the line before the secret.
func (s *Secrets) Learn(open, secret []byte) (user string) {
	asTyped := bytes.TrimSpace(secret)
	if secret = unquote(asTyped); len(secret) < len(asTyped) {
		s.addText(string(asTyped[1 : len(asTyped)-1]))
	}
	decoded, ok := decode(secret)
	if ok && namesOnly(open) {
		return userName(string(decoded))
	}
	s.addText(string(secret))
	s.Add(secret) // a password may look like base64
	if !ok {
		return ""
	}
	user, passwords := credentials(decoded)
	s.Add(decoded)
	for _, password := range passwords {
		s.Add([]byte(password))
	}
	return user
}

// Add adds a secret that is not encoded, and its encodings.
func (s *Secrets) Add(secret []byte) {
	if len(secret) < shortest || slices.Contains(s.plain, string(secret)) {
		return
	}
	s.plain = append(s.plain, string(secret))
	s.addText(string(secret))
	s.addText(escapeQuoted.Replace(string(secret)))
	for _, e := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		s.addText(e.EncodeToString(secret))
		for _, text := range withinBase64(e, secret) {
			s.addForm(form{text, true})
		}
	}
	s.addText(url.QueryEscape(string(secret)))
	s.addText(url.PathEscape(string(secret)))
}

// escapeQuoted writes a secret as it is in a quoted string.
var escapeQuoted = strings.NewReplacer(`\`, `\\`, `"`, `\"`)

// withinBase64 returns what any text in base64 has in it that has the secret in it,
// for each position of the secret in a group of three bytes: without the characters
// that hold bits of the bytes before and after.
func withinBase64(e *base64.Encoding, secret []byte) (all []string) {
	for before := range 3 {
		text := e.EncodeToString(append(make([]byte, before), secret...))
		all = append(all, text[(before*8+5)/6:(before+len(secret))*8/6])
	}
	return all
}

// addText adds a form, and how byhand quotes it in its own sentences.
func (s *Secrets) addText(text string) {
	s.addForm(form{text: text})
	quoted := strconv.Quote(text)
	s.addForm(form{text: quoted[1 : len(quoted)-1]})
}

func (s *Secrets) addForm(f form) {
	if f.text = toLower(f.text); len(f.text) >= shortest && !slices.Contains(s.forms, f) {
		s.forms = append(s.forms, f)
	}
}
