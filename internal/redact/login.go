package redact

import (
	"strings"
	"unicode/utf8"

	"byhand/internal/sasl"
)

// isUserName reports whether the initial response after this part of a line is a user
// name: AUTH LOGIN asks for the password later, and EXTERNAL (RFC 4422 A) and ANONYMOUS
// (RFC 4505) have none.
func isUserName(before []byte) bool {
	words := strings.Fields(strings.ToUpper(string(before)))
	if len(words) > 2 && words[1] == "AUTHENTICATE" { // in IMAP a tag comes first
		words = words[1:]
	}
	if len(words) < 2 || words[0] != "AUTH" && words[0] != "AUTHENTICATE" {
		return false
	}
	m, ok := sasl.Find(strings.Trim(words[1], `"`))
	_, password, token := m.NeedsNext(0)
	return ok && !password && !token
}

// UserName returns the user name in the message of a mechanism; "" if there is none.
func UserName(message []byte) string {
	user, _ := credentials(message)
	return user
}

// credentials finds the user name and the passwords in the message of a mechanism:
//
//	authzid NUL authcid NUL password                 PLAIN, RFC 4616 2
//	user=bob ^A auth=Bearer token ^A ^A              XOAUTH2
//	n,a=bob, ^A host=... ^A auth=Bearer token ^A ^A  OAUTHBEARER, RFC 7628 3.1
//	bob 9f86d081884c7d659a2feaa0c55ad015             CRAM-MD5, RFC 2195 2
//	n,,n=bob,r=nonce                                 SCRAM, RFC 5802 7
//
// Any other message is secret as a whole.
func credentials(message []byte) (user string, passwords []string) {
	text := string(message)
	if strings.Contains(text, "\x00") {
		return splitPLAIN(text)
	}
	if head, rest, ok := strings.Cut(text, "\x01"); ok {
		if _, token, ok := strings.Cut(rest, "auth="); ok {
			token, _, _ = strings.Cut(token, "\x01")
			passwords = []string{token[strings.LastIndexByte(token, ' ')+1:]}
		}
		if name, ok := strings.CutPrefix(head, "user="); ok {
			return printable(name), passwords
		}
		return printable(gs2Attribute(head, "a=")), passwords
	}
	if i := strings.LastIndexByte(text, ' '); i > 0 && isDigest(text[i+1:]) {
		return printable(text[:i]), []string{text[i+1:]}
	}
	return printable(gs2Attribute(text, "n=")), nil
}

// splitPLAIN splits a message of PLAIN into its parts. If it has too few NULs or too many, everything
// that may be the password counts as one.
func splitPLAIN(text string) (user string, passwords []string) {
	whole := text
	text = strings.TrimRight(text, "\x00") // a NUL too many, from a printf typed by hand
	parts := strings.Split(text, "\x00")
	switch len(parts) {
	case 1: // a name or a password
		return "", parts
	case 2: // the authorization identity is missing, or the password
		return printable(parts[0]), append(parts[1:], whole)
	}
	rest := parts[2:]
	return printable(parts[1]), append(rest, text, strings.Join(rest, "\x00"))
}

// gs2Attribute returns the value of an attribute in a GS2 or SCRAM message, without its escapes
// (RFC 5801 4, RFC 5802 5.1); "" if there is none.
func gs2Attribute(text, attribute string) string {
	for _, part := range strings.Split(text, ",")[1:] {
		if name, ok := strings.CutPrefix(part, attribute); ok {
			return strings.NewReplacer("=2C", ",", "=3D", "=").Replace(name)
		}
	}
	return ""
}

// isDigest reports whether text is an HMAC-MD5 digest in hexadecimal.
func isDigest(text string) bool {
	return len(text) == 32 && strings.Trim(text, "0123456789abcdef") == ""
}

// printable returns a user name that can be shown and typed; else "".
func printable(name string) string {
	if !utf8.ValidString(name) || strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		return ""
	}
	return name
}

// unquote returns the content of a quoted string (RFC 9051 4.3, RFC 5804 1.2). A server
// may repeat it without its quotes.
func unquote(secret []byte) []byte {
	if len(secret) < 2 || secret[0] != '"' || secret[len(secret)-1] != '"' {
		return secret
	}
	text := strings.NewReplacer(`\\`, `\`, `\"`, `"`).Replace(string(secret[1 : len(secret)-1]))
	return []byte(text)
}
