package sasl

import (
	"encoding/base64"
	"strconv"
	"strings"
)

// How often a server may have the password hashed. Fewer than RFC 5802 5.1 asks
// for make the proof cheap to break for who listens; more are a way to keep a
// client busy (threats.md T21).
const (
	minRounds = 4_096
	maxRounds = 1_000_000
)

// asked is what a server's first message asks for.
type asked struct {
	nonce  string
	salt   []byte
	rounds int
}

// judge looks at the server's first message before anything is worked out from
// it: "r=" ours and more, "s=" the salt, "i=" the rounds, then extensions that
// may be passed over (RFC 5802 5.1, 7).
func judge(message, nonce string) (asked, error) {
	parts := strings.Split(message, ",")
	var value [3]string
	for i, name := range []string{"r=", "s=", "i="} {
		if i >= len(parts) || !strings.HasPrefix(parts[i], name) {
			return asked{}, missing(message, name)
		}
		value[i] = parts[i][len(name):]
	}
	if err := judgeNonce(value[0], nonce); err != nil {
		return asked{}, err
	}
	salt, err := base64.StdEncoding.DecodeString(value[1])
	if err != nil || len(salt) == 0 {
		return asked{}, broken("the salt %q is not base64", cut(value[1], maxField))
	}
	rounds, err := judgeRounds(value[2])
	return asked{value[0], salt, rounds}, err
}

func missing(message, name string) error {
	if strings.HasPrefix(message, "m=") {
		return broken("the server insists on a SCRAM extension that byhand does not know (m=)")
	}
	return broken("the server's first SCRAM message has no %s where it belongs", name)
}

// judgeNonce: a nonce that is not ours with more behind it was recorded
// elsewhere, or chosen for us (RFC 5802 5.1).
func judgeNonce(theirs, ours string) error {
	odd := func(r rune) bool { return r < '!' || r > '~' }
	switch {
	case !strings.HasPrefix(theirs, ours):
		return broken("the server's nonce does not begin with ours: its message belongs to another login")
	case len(theirs) == len(ours):
		return broken("the server's nonce adds nothing to ours")
	case strings.ContainsFunc(theirs, odd):
		return broken("the server's nonce has characters that no nonce has")
	}
	return nil
}

func judgeRounds(text string) (int, error) {
	digits := func(r rune) bool { return r < '0' || r > '9' }
	if text == "" || strings.ContainsFunc(text, digits) {
		return 0, broken("the number of hash rounds is no number: %q", cut(text, 40))
	}
	n, _ := strconv.Atoi(text) // one that fits no int gives the largest there is
	switch {
	case n < minRounds:
		return 0, broken("the server asks for %d hash rounds, less than the %d of RFC 5802: a proof that is cheap to break", n, minRounds)
	case n > maxRounds:
		return 0, broken("the server asks for %s hash rounds; byhand does %d at most", cut(text, 40), maxRounds)
	}
	return n, nil
}

// refusedBy reads an error message of the server (RFC 5802 7: server-error).
func refusedBy(name, message string) *Refused {
	code, _, _ := strings.Cut(message[len("e="):], ",")
	code = cut(code, maxField)
	return &Refused{Mechanism: name, Status: code, Words: scramWords[code]}
}

// scramWords are the errors of RFC 5802 7.
var scramWords = map[string]string{
	"invalid-encoding":                    "it cannot read byhand's message",
	"extensions-not-supported":            "it does not know an extension",
	"extensions-not-supported-by-server":  "it does not know an extension",
	"invalid-proof":                       "the password is wrong",
	"channel-bindings-dont-match":         "this is not the TLS connection that the server sees: somebody stands between",
	"server-does-support-channel-binding": "it offered a -PLUS mechanism, and somebody took that out of its list",
	"channel-binding-not-supported":       "it cannot bind to the TLS connection: log in without -PLUS",
	"unsupported-channel-binding-type":    "it binds to the TLS connection in another way",
	"unknown-user":                        "there is no such user",
	"invalid-username-encoding":           "it cannot read the user name",
	"no-resources":                        "it is out of resources: try again later",
	"other-error":                         "it does not say why",
}
