package redact

import (
	"byhand/internal/transcript"
	"slices"
	"strings"
)

// known are host names without a dot, which nothing but their place shows to be
// names. The zero value is ready.
type known struct {
	names   []string // in lower case, the latest last
	greeted bool     // the server's first line on this connection was heard
}

// manyKnown is how many names are remembered. A server can make byhand learn one
// for each connection.
const manyKnown = 32

var (
	// What a client calls itself, and a server (RFC 5321 4.1.1.1, 4.2), and where a
	// connection goes.
	ehloName  = pattern(`^(?i:EHLO|HELO|LHLO) +([\pL\pN_-]{2,})(?:\s|$)`)
	greetName = pattern(`^220[ -]([\pL\pN_-]{2,})(?:\s|$)`)
	openName  = pattern(`^:open +(?:\w+://)?([\pL\pN_-]{2,})(?:[:/ ]|$)`)
	target    = pattern(`^([\pL\pN_-]{2,})(?::\d+)?$`)

	// notName finds words in these places that are not names.
	notName = pattern(`^(?:\d+|e?smtp|lmtp|ipv6|service|server|ready|welcome|hello|hi|ok|no|bad|bye)$`)

	// dottedWord finds a word together with the dots in and around it.
	dottedWord = pattern(`[\pL\pN_.-]+=?`)
)

// learn remembers the name in an entry whose place shows that it is one.
func (k *known) learn(e *transcript.Entry) {
	var found []string
	switch {
	case e.Opening != nil:
		k.greeted = false
		found = target().FindStringSubmatch(e.Opening.Target)
	case e.Kind == transcript.Command:
		found = openName().FindStringSubmatch(e.Text)
	case isCommand(e):
		found = ehloName().FindStringSubmatch(e.Text)
	case e.Kind == transcript.Received && !k.greeted:
		k.greeted = true
		found = greetName().FindStringSubmatch(e.Text)
	}
	if found != nil {
		k.add(strings.ToLower(found[1]))
	}
}

func (k *known) add(name string) {
	if notName().MatchString(name) {
		return
	}
	k.names = append(slices.DeleteFunc(k.names, func(n string) bool { return n == name }), name)
	k.names = k.names[max(0, len(k.names)-manyKnown):]
}

// replace replaces the names wherever they appear as words of their own: not in
// "relay.example.net", "relay-2" and "relay=".
func (k *known) replace(text string, with func(name string) string) string {
	if len(k.names) == 0 {
		return text
	}
	return dottedWord().ReplaceAllStringFunc(text, func(word string) string {
		name := strings.TrimRight(word, ".")
		if !slices.Contains(k.names, strings.ToLower(name)) {
			return word
		}
		return with(name) + word[len(name):]
	})
}
