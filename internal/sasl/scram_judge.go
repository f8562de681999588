package sasl

import (
	"strconv"
	"strings"
)

// How often a server may have the password hashed. Fewer rounds than RFC 5802 5.1
// asks for make the proof cheap to break for an eavesdropper. More are a way to
// keep a client busy (threats.md T21): the most take half a second on a slow
// processor.
const (
	minRounds = 4_096
	maxRounds = 1_000_000
)

// judge looks at what the library does not: whether the server's nonce adds to
// ours, and how many rounds it asks for, before any is done (RFC 5802 5.1).
func judge(message, ours string) error {
	parts := strings.Split(message, ",")
	theirs, hasNonce := strings.CutPrefix(parts[0], "r=")
	odd := func(r rune) bool { return r < '!' || r > '~' }
	switch {
	case strings.HasPrefix(message, "m="):
		return broken("the server insists on a SCRAM extension that byhand does not know (m=)")
	case !hasNonce || len(parts) < 3 || !strings.HasPrefix(parts[2], "i="):
		return invalid(message)
	case !strings.HasPrefix(theirs, ours):
		return broken("the server's nonce does not begin with ours: its message belongs to another login")
	case len(theirs) == len(ours):
		return broken("the server's nonce adds nothing to ours")
	case strings.ContainsFunc(theirs, odd):
		return broken("the server's nonce has characters that no nonce has")
	case parts[1] == "s=":
		return broken("the server sends no salt")
	}
	text := parts[2][len("i="):]
	rounds, err := strconv.ParseUint(text, 10, 31)
	switch {
	case err != nil && rounds == 0:
		return broken("the number of hash rounds is no number: %q", cut(text, 40))
	case rounds < minRounds:
		return broken("the server asks for %d hash rounds, less than the %d of RFC 5802: a proof that is cheap to break", rounds, minRounds)
	case rounds > maxRounds:
		return broken("the server asks for %s hash rounds; byhand does %d at most", cut(text, 40), maxRounds)
	}
	return nil
}

// invalid quotes a first message that cannot be read.
func invalid(message string) error {
	return broken("the server's first SCRAM message is not valid: %q", cut(message, 120))
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
