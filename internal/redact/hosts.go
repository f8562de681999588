package redact

import (
	"slices"
	"strings"

	"byhand/internal/transcript"
)

// bareHosts are host names without a dot. Only their place in the session shows that
// they are names. The zero value is ready.
type bareHosts struct {
	names   []string // in lower case, the latest last
	greeted bool     // the first line from the server on this connection has come
}

// maxHosts is how many names are kept. A server can make byhand learn one on each
// connection.
const maxHosts = 32

var (
	// These find the client's name in EHLO, the server's name in its greeting (RFC 5321
	// 4.1.1.1 and 4.2), and the target of a connection.
	ehloName   = pattern(`^(?i:EHLO|HELO|LHLO) +([\pL\pN_-]{2,})(?:\s|$)`)
	greetName  = pattern(`^220[ -]([\pL\pN_-]{2,})(?:\s|$)`)
	openName   = pattern(`^:open +(?:\w+://)?([\pL\pN_-]{2,})(?:[:/ ]|$)`)
	openedName = pattern(`^([\pL\pN_-]{2,})(?::\d+)?$`)

	// notName finds words in these places that are not names.
	notName = pattern(`^(?:\d+|e?smtp|lmtp|ipv6|service|server|ready|welcome|hello|hi|ok|no|bad|bye)$`)

	// dottedWord finds a word with the dots in it and around it.
	dottedWord = pattern(`[\pL\pN_.-]+=?`)
)

// learn adds the host name in an entry, if there is one.
func (h *bareHosts) learn(e *transcript.Entry) {
	var found []string
	switch {
	case e.Opening != nil:
		h.greeted = false
		found = openedName().FindStringSubmatch(e.Opening.Target)
	case e.Kind == transcript.Command:
		found = openName().FindStringSubmatch(e.Text)
	case isCommand(e):
		found = ehloName().FindStringSubmatch(e.Text)
	case e.Kind == transcript.Received && !h.greeted:
		h.greeted = true
		found = greetName().FindStringSubmatch(e.Text)
	}
	if found == nil {
		return
	}
	name := strings.ToLower(found[1])
	if notName().MatchString(name) {
		return
	}
	h.names = append(slices.DeleteFunc(h.names, func(n string) bool { return n == name }), name)
	h.names = h.names[max(0, len(h.names)-maxHosts):]
}

// replace replaces the names where they are words of their own: not in
// "relay.example.net", "relay-2" and "relay=".
func (h *bareHosts) replace(text string, with func(name string) string) string {
	if len(h.names) == 0 {
		return text
	}
	return dottedWord().ReplaceAllStringFunc(text, func(word string) string {
		name := strings.TrimRight(word, ".")
		if !slices.Contains(h.names, strings.ToLower(name)) {
			return word
		}
		return with(name) + word[len(name):]
	})
}
