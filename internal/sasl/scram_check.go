package sasl

import (
	"strconv"
	"strings"
)

// How many iterations a server may ask for (RFC 5802 5.1: 4,096 or more). With fewer, an
// eavesdropper can crack the password more easily. With more, a server could keep the
// client busy (SECURITY.md, T21): a million take half a second on a slow processor.
const (
	minIterations = 4_096
	maxIterations = 1_000_000
)

// checkFirstMessage checks what the library does not: that the server's nonce extends the client's,
// and the iteration count, before the key is derived (RFC 5802 5.1).
func checkFirstMessage(message, ours string) error {
	parts := strings.Split(message, ",")
	theirs, hasNonce := strings.CutPrefix(parts[0], "r=")
	odd := func(r rune) bool { return r < '!' || r > '~' }
	switch {
	case strings.HasPrefix(message, "m="):
		return protocolError("the server requires a SCRAM extension that byhand does not support (m=)")
	case !hasNonce || len(parts) < 3 || !strings.HasPrefix(parts[2], "i="):
		return invalidMessage(message)
	case !strings.HasPrefix(theirs, ours):
		return protocolError("the server's nonce does not begin with the client's: its message belongs to another login")
	case len(theirs) == len(ours):
		return protocolError("the server's nonce adds nothing to the client's")
	case strings.ContainsFunc(theirs, odd):
		return protocolError("the server's nonce contains a character that is not allowed")
	case parts[1] == "s=":
		return protocolError("the server sent no salt")
	}
	text := parts[2][len("i="):]
	iterations, err := strconv.ParseUint(text, 10, 31)
	switch {
	case err != nil && iterations == 0:
		return protocolError("the server's iteration count is not a number: %q", shorten(text, 40))
	case iterations < minIterations:
		return protocolError("the server asks for only %d iterations (RFC 5802: at least %d): the password would be easy to crack", iterations, minIterations)
	case iterations > maxIterations:
		return protocolError("the server asks for %s iterations; byhand allows at most %d", shorten(text, 40), maxIterations)
	}
	return nil
}

// invalidMessage returns the error of a first message that cannot be parsed.
func invalidMessage(message string) error {
	return protocolError("the server's first SCRAM message is invalid: %q", shorten(message, 120))
}

// refusalError returns the *Refused for an error message of the server (RFC 5802 7:
// server-error).
func refusalError(name, message string) error {
	code, _, _ := strings.Cut(message[len("e="):], ",")
	code = shorten(code, maxField)
	return &Refused{Mechanism: name, Status: code, Explanation: scramWords[code]}
}

// scramWords explain the errors of RFC 5802 7.
var scramWords = map[string]string{
	"invalid-encoding":                    "the server cannot parse byhand's message",
	"extensions-not-supported":            "the server does not support an extension",
	"extensions-not-supported-by-server":  "the server does not support an extension",
	"invalid-proof":                       "the password is wrong",
	"channel-bindings-dont-match":         "the server sees a different TLS connection: possible man-in-the-middle",
	"server-does-support-channel-binding": "the server offers a -PLUS mechanism, but it was removed from the list: possible man-in-the-middle",
	"channel-binding-not-supported":       "the server does not support channel binding: log in without -PLUS",
	"unsupported-channel-binding-type":    "the server uses another type of channel binding",
	"unknown-user":                        "there is no such user",
	"invalid-username-encoding":           "the server cannot decode the user name",
	"no-resources":                        "the server is out of resources: try again later",
	"other-error":                         "the server gives no reason",
}
