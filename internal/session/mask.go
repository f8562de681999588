package session

import (
	"bytes"
	"iter"
	"slices"
	"strings"

	"byhand/internal/lazyregexp"
	"byhand/internal/redact"
	"byhand/internal/smtp"
	"byhand/internal/transcript"
)

// maxSecrets is how many secrets are searched for in all sessions. A log may have any number.
const maxSecrets = 256

// Masked returns the file with its secrets masked, in each form in which they appear. With
// hideAddresses it also replaces names and addresses. The lines are complete.
func (f File) Masked(hideAddresses bool) File {
	m := &masker{secrets: &redact.Secrets{}}
	for _, secret := range f.secrets {
		m.secrets.Add(secret)
	}
	for _, s := range f.Sessions {
		for l := range s.Complete() {
			m.learn(&l)
		}
	}
	if hideAddresses {
		m.names = &redact.Names{}
	}
	masked := f
	masked.Sessions = nil
	for _, s := range f.Sessions {
		masked.Sessions = append(masked.Sessions, Session{Entries: m.mask(s), Line: s.Line})
	}
	return masked
}

// masker masks the secrets of all sessions.
type masker struct {
	secrets *redact.Secrets
	learned int
	names   *redact.Names // nil: names are not replaced
}

// learn adds the secret of a line.
func (m *masker) learn(l *Line) {
	if mayNameSecret(l.Text) {
		for _, secret := range namedSecrets([]byte(l.Text)) {
			m.secrets.Add(secret)
		}
	}
	if l.secret == 0 || l.isUserName || m.learned >= maxSecrets {
		return
	}
	public, hidden := cut(l)
	if hidden != transcript.Mask {
		m.secrets.Learn([]byte(public), []byte(hidden))
		m.learned++
	}
}

// cut returns the parts of a line before its secret, and the secret.
func cut(l *Line) (public, hidden string) {
	at := len(l.Text) - l.secret
	return l.Text[:at], l.Text[at:]
}

// mask yields the entries of a session with the secrets masked.
func (m *masker) mask(s Session) iter.Seq[transcript.Entry] {
	return func(yield func(transcript.Entry) bool) {
		echo := &redact.Echo{}
		for l := range s.Complete() {
			e := m.maskLine(l, echo)
			if m.names != nil {
				m.names.Replace(&e)
			}
			if !yield(e) {
				return
			}
		}
	}
}

// maskLine returns an entry with the secrets masked.
func (m *masker) maskLine(l Line, echo *redact.Echo) transcript.Entry {
	e := l.Entry
	was := e.Text
	switch {
	case e.Kind == transcript.Received:
		e.Text, _ = m.secrets.MaskReply(echo, e.Text)
		e.Reply = m.maskReply(e.Reply)
	case e.Kind == transcript.Sent && l.secret > 0 && !l.isUserName:
		public, hidden := cut(&l)
		if e.User == "" && hidden != transcript.Mask {
			e.User = m.userOf(public, hidden)
		}
		e.Text, _ = m.secrets.Mask(public)
		e.Text += transcript.Mask
	}
	if e.Phase == smtp.Message.String() {
		e.Text, _ = m.secrets.Mask(e.Text)
	} else {
		e.Text, _ = m.secrets.MaskNote(e.Text)
	}
	e.Text = maskFields(e.Text, e.Kind == transcript.Received)
	e.Masked = e.Masked || e.Text != was
	return e
}

// userOf returns the user whom a secret logs in; "": not known, or a secret itself.
func (m *masker) userOf(public, hidden string) string {
	user := (&redact.Secrets{}).Learn([]byte(public), []byte(hidden))
	if _, isSecret := m.secrets.Mask(user); isSecret {
		return ""
	}
	return user
}

func (m *masker) maskReply(r *transcript.Reply) *transcript.Reply {
	if r == nil {
		return nil
	}
	masked, echo := *r, &redact.Echo{}
	masked.Verb, masked.Lines = m.secrets.MaskVerb(r.Verb), slices.Clone(r.Lines)
	for i, line := range r.Lines {
		text, _ := m.secrets.MaskReply(echo, line)
		text, _ = m.secrets.MaskNote(text)
		masked.Lines[i] = maskFields(text, true)
	}
	return &masked
}

// maskFields masks what a field names as a secret.
func maskFields(text string, isReply bool) string {
	switch {
	case !mayNameSecret(text):
		return text
	case isReply: // "wrong password: try again"
		return assignment.ReplaceAllString(text, "${1}"+transcript.Mask)
	}
	return field.ReplaceAllString(text, "${1}"+transcript.Mask)
}

// mayNameSecret reports whether a text may have a field. It is faster than a regular
// expression, and most lines have none.
func mayNameSecret(text string) bool {
	return strings.ContainsAny(text, "=:") || strings.Contains(text, "earer ") || strings.Contains(text, "EARER ")
}

// These find what names itself a secret: pass=x, "password": "x", Authorization: Bearer x;
// field also finds password: x.
var (
	assignment = lazyregexp.New(secretName + `(?:\s*=>?|["']\s*(?:=>?|:))` + secretValue)
	field      = lazyregexp.New(secretName + `["']?\s*(?:=>?|:)` + secretValue)
)

const (
	secretName  = `(?i)((?:(?:\b|_)(?:pass|passwd|password|passphrase|pwd|secret|client_secret|token|access_token|refresh_token|api_?key)`
	secretValue = `\s*["']?|\bbearer\s+))([^\s"'&,;<>()\[\]{}*]+)`
)

// namedSecrets returns what fields in a text name as a secret.
func namedSecrets(text []byte) (all [][]byte) {
	for _, at := range field.FindAllSubmatch(text, maxSecrets) {
		if value := at[2]; isDistinct(value) {
			all = append(all, bytes.Clone(value))
		}
	}
	return all
}

// isDistinct reports whether a value may be searched for in other lines: a word of prose
// would be found there too.
func isDistinct(value []byte) bool {
	return bytes.ContainsFunc(value, func(r rune) bool { return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || r == '.') })
}
