package advice

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"strings"
	"unicode/utf8"
)

// Answer is what a login sent to the server, described without quoting it.
type Answer struct {
	Mistake  string // why no server can accept it; "": nothing is wrong with it
	Encoding string // how it encodes characters that servers treat differently; "": it has only printable ASCII
}

// NewAnswer describes the initial response of AUTH, or the answer to a challenge, in
// base64 (RFC 4954 4). mechanism is in upper case.
func NewAnswer(mechanism, text string) Answer {
	if text == "" || text == "=" || text == "*" {
		return Answer{}
	}
	raw, mistake := decodeAnswer(text)
	if mistake != "" {
		return Answer{Mistake: mistake}
	}
	switch mechanism {
	case "PLAIN":
		if n := bytes.Count(raw, []byte{0}); n != 2 {
			return Answer{Mistake: fmt.Sprintf(`PLAIN needs two NUL bytes, "\0USER\0PASSWORD"; this has %d`, n)}
		}
		return describeSecret(mechanism, bytes.Split(raw, []byte{0})[1:]...)
	case "LOGIN":
		return describeSecret(mechanism, raw)
	}
	return Answer{}
}

// decodeAnswer decodes base64, or describes why text is not base64 (RFC 4648 4).
func decodeAnswer(text string) (raw []byte, mistake string) {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="
	raw, err := base64.StdEncoding.DecodeString(text)
	switch {
	case err == nil:
		return raw, ""
	case strings.ContainsAny(text, " \t"):
		return nil, "there is a space in the base64"
	case strings.Trim(text, letters) != "":
		return nil, "the answer is not base64"
	case len(text)%4 != 0:
		return nil, "the base64 is cut off, or its padding (=) is missing"
	}
	return nil, "the base64 is not valid"
}

// describeSecret describes the user name and the password in an answer.
func describeSecret(mechanism string, parts ...[]byte) Answer {
	for _, part := range parts {
		switch {
		case bytes.ContainsAny(part, "\r\n"):
			return Answer{Mistake: "a line break was encoded too, and counts as part of the user name or the password"}
		case len(part) > 0 && (part[0] == ' ' || part[len(part)-1] == ' '):
			return Answer{Encoding: "the user name or the password begins or ends with a space"}
		case utf8.Valid(part) && isASCII(string(part)):
			continue
		case !utf8.Valid(part):
			return Answer{Encoding: "the user name or the password was sent in another encoding than UTF-8; PLAIN requires UTF-8 (RFC 4616 2)"}
		case mechanism == "LOGIN":
			return Answer{Encoding: "the user name or the password has characters that are not ASCII, sent in UTF-8; with LOGIN some servers expect Latin-1"}
		}
		return Answer{Encoding: "the user name or the password has characters that are not ASCII, sent in UTF-8 as typed, without normalization"}
	}
	return Answer{}
}

// isOAuth reports whether a mechanism takes an access token instead of a password.
func isOAuth(mechanism string) bool { return mechanism == "XOAUTH2" || mechanism == "OAUTHBEARER" }
