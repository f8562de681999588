package redact

import (
	"slices"
	"strings"
	"unicode/utf8"
)

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

// unquote returns what a quoted string holds (RFC 9051 4.3, RFC 5804 1.2); a server
// may repeat it without its quotes.
func unquote(secret []byte) []byte {
	if len(secret) < 2 || secret[0] != '"' || secret[len(secret)-1] != '"' {
		return secret
	}
	text := strings.NewReplacer(`\\`, `\`, `\"`, `"`).Replace(string(secret[1 : len(secret)-1]))
	return []byte(text)
}
