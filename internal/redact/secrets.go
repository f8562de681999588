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

// minLength is how many bytes a secret needs to be masked elsewhere than in the line
// that carried it. A shorter one would mask ordinary words of the server.
const minLength = 6

// Secrets are the forms in which a secret may appear. The zero value is ready; a nil
// pointer masks nothing.
type Secrets struct {
	forms  []form
	plain  []string // the forms that are not encoded
	pieces []form   // parts of secrets that a server folded over several lines
}

// form is a text in lower case in which a secret appears.
type form struct {
	text   string
	base64 bool // part of a word of base64: the whole word is secret
}

// Learn adds what a line marked as secret: the text itself and, if that is base64, the
// passwords in the decoded message. before is the line up to the secret. Learn returns
// the name of the user that the message logs in, or "" if it names none.
func (s *Secrets) Learn(before, secret []byte) (user string) {
	typed := bytes.TrimSpace(secret)
	if secret = unquote(typed); len(secret) < len(typed) {
		s.addText(string(typed[1 : len(typed)-1]))
	}
	decoded, ok := decode(secret)
	if ok && isUserName(before) {
		return printable(string(decoded))
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

// Add adds a secret that is not encoded, in every encoding in which a server may repeat
// it.
func (s *Secrets) Add(secret []byte) {
	if len(secret) < minLength || slices.Contains(s.plain, string(secret)) {
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

// escapeQuoted writes a secret as a quoted string does (RFC 9051 4.3).
var escapeQuoted = strings.NewReplacer(`\`, `\\`, `"`, `\"`)

// withinBase64 returns the characters that a secret always adds to the base64 of a longer
// text. They depend on the position of the secret in a group of three bytes, so there are
// three results. It omits the characters that also depend on the bytes before or after.
func withinBase64(e *base64.Encoding, secret []byte) (all []string) {
	for before := range 3 {
		text := e.EncodeToString(append(make([]byte, before), secret...))
		all = append(all, text[(before*8+5)/6:(before+len(secret))*8/6])
	}
	return all
}

// addText adds a form, and that form as byhand quotes it in its own messages.
func (s *Secrets) addText(text string) {
	s.addForm(form{text: text})
	quoted := strconv.Quote(text)
	s.addForm(form{text: quoted[1 : len(quoted)-1]})
}

func (s *Secrets) addForm(f form) {
	if f.text = toLower(f.text); len(f.text) >= minLength && !slices.Contains(s.forms, f) {
		s.forms = append(s.forms, f)
	}
}
