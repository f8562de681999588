// Package explain is a dictionary: what reply codes, enhanced codes, verbs, EHLO
// keywords and SASL mechanisms mean. It is pure and needs no network.
package explain

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"byhand/internal/smtp"
)

// Kind is what an Entry explains.
type Kind string

// The kinds, in the order in which Find returns them.
const (
	ReplyCode    Kind = "reply code"
	EnhancedCode Kind = "enhanced code"
	Verb         Kind = "command"
	Keyword      Kind = "EHLO keyword"
	Mechanism    Kind = "SASL mechanism"
)

// named are the kinds that are looked up by name.
var named = []Kind{Verb, Keyword, Mechanism}

// Entry explains one name.
type Entry struct {
	Kind    Kind
	Name    string // "550", "5.1.1", "RCPT", "SIZE", "PLAIN"
	Text    string // what it means
	Syntax  string // of a Verb, or of a Keyword in the reply to EHLO
	Example string // of a Verb: a line to type
	RFC     string // where it is defined; "" if no RFC defines it
}

// All returns every entry of a kind, in order. Enhanced codes are for any class, as
// in the registry: "X.1.1".
func All(kind Kind) []Entry {
	var all []Entry
	switch kind {
	case ReplyCode:
		for _, c := range smtp.Codes() {
			all = append(all, Entry{Name: strconv.Itoa(c.Code), Text: c.Meaning, RFC: c.RFC})
		}
	case EnhancedCode:
		all = slices.Clone(enhancedCodes)
	case Verb:
		all = slices.Clone(verbs)
	case Keyword:
		all = slices.Clone(keywords)
	case Mechanism:
		all = allMechanisms()
	}
	for i := range all {
		all[i].Kind = kind
	}
	return all
}

// An UnknownError reports a word that has no entry.
type UnknownError struct {
	Word string
	Code string   // if Word looks like a code, why it is not one: "a reply code: ..."
	Near []string // similar names
}

// Error quotes the word.
func (e *UnknownError) Error() string {
	if e.Code != "" {
		return fmt.Sprintf("%q is not %s", e.Word, e.Code)
	}
	return fmt.Sprintf("unknown word %q", e.Word)
}

// Find explains what users type or paste: "550", "550 5.1.1", "550-5.1.1", "#5.1.1",
// "rcpt to", "SIZE", "AUTH=PLAIN", or a reply: "550 5.1.1 user unknown". It explains
// the codes of a reply, not its text. An unregistered code is explained by its first
// digits. The error is an *UnknownError.
func Find(words ...string) ([]Entry, error) {
	var found []Entry
	for _, word := range removeText(splitWords(words)) {
		entries := lookUp(word)
		if len(entries) == 0 {
			if len(found) > 0 && (strings.EqualFold(word, "TO") || strings.EqualFold(word, "FROM")) {
				continue // RCPT TO
			}
			return nil, unknownError(word)
		}
		found = append(found, entries...)
	}
	if len(found) == 0 {
		return nil, &UnknownError{}
	}
	return found, nil
}

var (
	code     = regexp.MustCompile(`^[0-9]{3}$`)
	enhanced = regexp.MustCompile(`^([245Xx])\.([0-9]{1,3})\.[0-9]{1,3}$`)
)

// splitWords splits words where users and servers join them.
func splitWords(words []string) []string {
	var all []string
	for _, field := range strings.FieldsFunc(strings.Join(words, " "), func(r rune) bool { return strings.ContainsRune(" \t,;:<>", r) }) {
		if before, rest, ok := strings.Cut(field, "-"); ok && code.MatchString(before) { // 550-5.1.1
			all = append(all, before)
			field = rest
		}
		field, _, _ = strings.Cut(strings.TrimPrefix(field, "#"), "=")
		if field != "" {
			all = append(all, field)
		}
	}
	return all
}

// removeText removes the text of a reply, which is words that begin with a reply code
// and are not all codes.
func removeText(words []string) []string {
	isText := func(word string) bool { return !code.MatchString(word) && !enhanced.MatchString(word) }
	switch {
	case len(words) < 2, !code.MatchString(words[0]), !slices.ContainsFunc(words, isText):
		return words
	case enhanced.MatchString(words[1]) && len(lookUp(words[1])) > 0:
		return words[:2]
	}
	return words[:1]
}

// lookUp returns the entries with that name.
func lookUp(word string) []Entry {
	switch {
	case code.MatchString(word):
		return findCode(word)
	case enhanced.MatchString(word):
		return findEnhanced(word)
	}
	var all []Entry
	for _, kind := range named {
		for _, e := range All(kind) {
			if strings.EqualFold(e.Name, word) {
				all = append(all, e)
			}
		}
	}
	return all
}

// classes are the meanings of the first digit (RFC 5321 4.2.1, RFC 3463 2), and
// subjects of the second number of an enhanced code (RFC 3463 3).
var (
	classes = map[byte]string{'2': "success", '3': "continue", '4': "temporary: it may work later", '5': "permanent: retrying without a change won't help"}

	subjects = map[string]string{"0": "something else", "1": "the address", "2": "the mailbox", "3": "the mail system", "4": "the network or routing",
		"5": "the protocol", "6": "the content of the message", "7": "security or policy"}
)

// findCode explains a reply code. If it is not defined, the class may explain it.
func findCode(word string) []Entry {
	for _, e := range All(ReplyCode) {
		if e.Name == word {
			return []Entry{e}
		}
	}
	class, ok := classes[word[0]]
	if !ok {
		return nil
	}
	return []Entry{{Kind: ReplyCode, Name: word, Text: "no RFC defines this code; " + word[:1] + "yz means " + class, RFC: "RFC 5321 4.2.1"}}
}

// findEnhanced explains an enhanced code. If it is not registered, the subject may
// explain it.
func findEnhanced(word string) []Entry {
	e := Entry{Kind: EnhancedCode, Name: strings.ToUpper(word), RFC: "RFC 3463 3"}
	subject := enhanced.FindStringSubmatch(word)[2]
	i := slices.IndexFunc(enhancedCodes, func(known Entry) bool { return known.Name[1:] == word[1:] })
	switch {
	case i >= 0:
		e.Text, e.RFC = enhancedCodes[i].Text, enhancedCodes[i].RFC
	case subjects[subject] != "":
		e.Text = "not a registered code; codes of the form x." + subject + ".x are about " + subjects[subject]
	default:
		return nil
	}
	if class, ok := classes[word[0]]; ok {
		e.Text += " (" + class + ")"
	}
	return []Entry{e}
}

// Lines returns an entry as lines for the user.
func (e Entry) Lines() []string {
	head := fmt.Sprintf("%s (%s): %s", e.Name, e.Kind, e.Text)
	if e.RFC != "" {
		head += " [" + e.RFC + "]"
	}
	all := []string{head}
	if e.Syntax != "" {
		all = append(all, "  syntax: "+e.Syntax)
	}
	if e.Example != "" {
		all = append(all, "  example: "+e.Example)
	}
	return all
}

// unknownError says why a word has no entry.
func unknownError(word string) error {
	switch {
	case code.MatchString(word):
		return &UnknownError{Word: word, Code: "a reply code: reply codes begin with 2, 3, 4 or 5"}
	case enhanced.MatchString(word):
		return &UnknownError{Word: word, Code: "an enhanced code: the second number must be 0 to 7"}
	}
	return &UnknownError{Word: word, Near: similarNames(word)}
}

// maxNear is the maximum number of similar names.
const maxNear = 4

// similarNames returns the names most similar to a word.
func similarNames(word string) []string {
	distance := map[string]int{}
	for _, kind := range named {
		for _, e := range All(kind) {
			if d := smtp.Distance(strings.ToUpper(word), e.Name); d <= max(2, len(e.Name)/3) && d < len(e.Name) {
				distance[e.Name] = d
			}
		}
	}
	names := slices.SortedFunc(maps.Keys(distance), func(a, b string) int { return cmp.Or(distance[a]-distance[b], cmp.Compare(a, b)) })
	return names[:min(len(names), maxNear)]
}
