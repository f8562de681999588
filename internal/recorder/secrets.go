package recorder

import (
	"bytes"
	"encoding/base64"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// shortest is the length below which a secret is masked only in the line that
// carried it: anything shorter would mask ordinary words of the server.
const shortest = 6

// secrets are the forms in which a secret may turn up.
type secrets struct {
	forms  []form
	plain  []string // those of them that are not encoded
	pieces []form   // of secrets that a server folded over several lines
}

// encodings are the ways base64 is written.
var encodings = []*base64.Encoding{base64.StdEncoding, base64.RawStdEncoding, base64.URLEncoding, base64.RawURLEncoding}

// learn takes what a line marked as secret: the text itself and, when that is
// base64, the secret in the message of a mechanism. It returns whose it is, if
// that can be told. open is the line before the secret.
func (s *secrets) learn(open, secret []byte) (user string) {
	asTyped := bytes.TrimSpace(secret)
	if secret = unquote(asTyped); len(secret) < len(asTyped) {
		s.add(string(asTyped[1 : len(asTyped)-1]))
	}
	decoded, ok := decode(secret)
	if ok && namesOnly(open) {
		return userName(string(decoded))
	}
	s.add(string(secret))
	s.addPlain(secret) // a password may look like base64
	if !ok {
		return ""
	}
	user, passwords := credentials(decoded)
	s.addPlain(decoded)
	for _, password := range passwords {
		s.addPlain([]byte(password))
	}
	return user
}

// unquote returns what a quoted string holds (RFC 9051 4.3, RFC 5804 1.2); a server
// may repeat it without its quotes.
func unquote(secret []byte) []byte {
	if len(secret) < 2 || secret[0] != '"' || secret[len(secret)-1] != '"' {
		return secret
	}
	text := strings.NewReplacer(`\\`, `\`, `\"`, `"`).Replace(string(secret[1 : len(secret)-1]))
	return []byte(text)
}

// decode reads base64, however it is written.
func decode(text []byte) ([]byte, bool) {
	for _, e := range encodings {
		if decoded, err := e.DecodeString(string(text)); err == nil && len(decoded) > 0 {
			return decoded, true
		}
	}
	return nil, false
}

// namesOnly reports whether an initial response behind this is a name: of AUTH
// LOGIN, which asks for the password later, and of RFC 4422 A and RFC 4505.
func namesOnly(open []byte) bool {
	words := strings.Fields(strings.ToUpper(string(open)))
	if len(words) > 2 && words[1] == "AUTHENTICATE" { // IMAP: a tag comes first
		words = words[1:]
	}
	return len(words) > 1 && slices.Contains([]string{"AUTH", "AUTHENTICATE"}, words[0]) &&
		slices.Contains([]string{"LOGIN", "EXTERNAL", "ANONYMOUS"}, strings.Trim(words[1], `"`))
}

// credentials takes the message of a mechanism apart:
//
//	authzid NUL authcid NUL password                 PLAIN, RFC 4616 2
//	user=bob ^A auth=Bearer token ^A ^A              XOAUTH2
//	n,a=bob, ^A host=... ^A auth=Bearer token ^A ^A  OAUTHBEARER, RFC 7628 3.1
//	bob 9f86d081884c7d659a2feaa0c55ad015             CRAM-MD5, RFC 2195 2
//	n,,n=bob,r=nonce                                 SCRAM, RFC 5802 7
//
// What is none of them is a secret as a whole.
func credentials(message []byte) (user string, passwords []string) {
	text := string(message)
	if strings.Contains(text, "\x00") {
		return plain(text)
	}
	if head, rest, ok := strings.Cut(text, "\x01"); ok {
		if _, token, ok := strings.Cut(rest, "auth="); ok {
			token, _, _ = strings.Cut(token, "\x01")
			passwords = []string{token[strings.LastIndexByte(token, ' ')+1:]}
		}
		if name, ok := strings.CutPrefix(head, "user="); ok {
			return userName(name), passwords
		}
		return userName(gs2(head, "a=")), passwords
	}
	if i := strings.LastIndexByte(text, ' '); i > 0 && isDigest(text[i+1:]) {
		return userName(text[:i]), []string{text[i+1:]}
	}
	return userName(gs2(text, "n=")), nil
}

// plain takes a message of PLAIN apart. Where it has too few NULs or too many, what
// may be the password is taken for one: all that follows the user name.
func plain(text string) (user string, passwords []string) {
	whole := text
	text = strings.TrimRight(text, "\x00") // somebody's printf wrote one too many
	parts := strings.Split(text, "\x00")
	switch len(parts) {
	case 1: // one word, and nothing says which
		return "", parts
	case 2: // the authorization identity was left out, or the password
		return userName(parts[0]), append(parts[1:], whole)
	}
	rest := parts[2:]
	return userName(parts[1]), append(rest, text, strings.Join(rest, "\x00"))
}

// gs2 finds an attribute of a GS2 or SCRAM message and undoes its escapes (RFC
// 5801 4, RFC 5802 5.1).
func gs2(text, attribute string) string {
	for _, part := range strings.Split(text, ",")[1:] {
		if name, ok := strings.CutPrefix(part, attribute); ok {
			return strings.NewReplacer("=2C", ",", "=3D", "=").Replace(name)
		}
	}
	return ""
}

// isDigest reports whether text is one of HMAC-MD5, in hexadecimal.
func isDigest(text string) bool {
	return len(text) == 32 && strings.Trim(text, "0123456789abcdef") == ""
}

// userName returns the name if it is one that can be shown and typed.
func userName(name string) string {
	if !utf8.ValidString(name) || strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		return ""
	}
	return name
}

// addPlain adds a secret that is not encoded, and its encodings.
func (s *secrets) addPlain(secret []byte) {
	if len(secret) < shortest || slices.Contains(s.plain, string(secret)) {
		return
	}
	s.plain = append(s.plain, string(secret))
	s.add(string(secret))
	s.add(escapeQuoted.Replace(string(secret)))
	for _, e := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		s.add(e.EncodeToString(secret))
		for _, text := range withinBase64(e, secret) {
			s.addForm(form{text, true})
		}
	}
	s.add(url.QueryEscape(string(secret)))
	s.add(url.PathEscape(string(secret)))
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

// add adds a form, and how byhand quotes it in its own sentences.
func (s *secrets) add(text string) {
	s.addForm(form{text: text})
	quoted := strconv.Quote(text)
	s.addForm(form{text: quoted[1 : len(quoted)-1]})
}

func (s *secrets) addForm(f form) {
	if f.text = toLower(f.text); len(f.text) >= shortest && !slices.Contains(s.forms, f) {
		s.forms = append(s.forms, f)
	}
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
