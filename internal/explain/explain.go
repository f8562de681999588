// Package explain is the dictionary: what reply codes, enhanced codes, verbs,
// EHLO keywords and SASL mechanisms mean. It is pure and needs no network.
package explain

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"byhand/internal/smtp"
)

// Kind says what an Entry is about.
type Kind string

// The kinds, in the order in which Find returns them.
const (
	ReplyCode    Kind = "reply code"
	EnhancedCode Kind = "enhanced code"
	Verb         Kind = "command"
	Keyword      Kind = "EHLO keyword"
	Mechanism    Kind = "SASL mechanism"
)

// Entry is one thing explained.
type Entry struct {
	Kind    Kind
	Name    string // "550", "5.1.1", "RCPT", "SIZE", "PLAIN"
	Text    string // what it means, in plain words
	Syntax  string // Verb: how it is written; Keyword: how it is offered
	Example string // Verb: a line to type
	RFC     string // where it is defined; "" where no RFC does
}

// All returns every entry of a kind, in order. Enhanced codes stand there as the
// registry has them, for all classes: "X.1.1".
func All(kind Kind) []Entry {
	switch kind {
	case ReplyCode:
		var all []Entry
		for _, c := range smtp.Codes() {
			all = append(all, Entry{Kind: ReplyCode, Name: strconv.Itoa(c.Code), Text: c.Meaning, RFC: c.RFC})
		}
		return all
	case EnhancedCode:
		return withKind(kind, enhancedCodes)
	case Verb:
		return withKind(kind, verbs)
	case Keyword:
		return withKind(kind, keywords)
	case Mechanism:
		return withKind(kind, mechanisms)
	}
	return nil
}

func withKind(kind Kind, table []Entry) []Entry {
	all := slices.Clone(table)
	for i := range all {
		all[i].Kind = kind
	}
	return all
}

// An UnknownError says that nothing here has that name.
type UnknownError struct {
	Word string
	Code string   // what Word looks like, and why it is none: "a reply code: ..."
	Near []string // names that are nearly the same
}

// Error quotes the word.
func (e *UnknownError) Error() string {
	if e.Code != "" {
		return fmt.Sprintf("%q is not %s", e.Word, e.Code)
	}
	return fmt.Sprintf("nothing is known of %q", e.Word)
}

// Find explains words as people have them: "550", "550 5.1.1", "550-5.1.1",
// "#5.1.1", "rcpt to", "SIZE", "AUTH=PLAIN", or a reply: "550 5.1.1 user unknown".
// Of a reply it explains the codes; the text is not looked up. A code that no
// registry has is explained by its first numbers if they have a meaning. The error
// is an *UnknownError.
func Find(words ...string) ([]Entry, error) {
	var found []Entry
	for _, word := range codesOnly(fields(words)) {
		entries := find(word)
		if len(entries) == 0 {
			if len(found) > 0 && (strings.EqualFold(word, "TO") || strings.EqualFold(word, "FROM")) {
				continue // RCPT TO
			}
			return nil, unknown(word)
		}
		found = append(found, entries...)
	}
	if len(found) == 0 {
		return nil, &UnknownError{}
	}
	return found, nil
}

// codesOnly cuts the text off a reply: words that begin with a reply code and are
// not all codes.
func codesOnly(words []string) []string {
	isText := func(word string) bool { return !isCode(word) && !isEnhanced(word) }
	switch {
	case len(words) < 2, !isCode(words[0]), !slices.ContainsFunc(words, isText):
		return words
	case isEnhanced(words[1]) && len(find(words[1])) > 0:
		return words[:2]
	}
	return words[:1]
}

// unknown says why nothing is known of a word.
func unknown(word string) *UnknownError {
	switch {
	case isCode(word):
		return &UnknownError{Word: word, Code: "a reply code: reply codes begin with 2, 3, 4 or 5"}
	case isEnhanced(word):
		return &UnknownError{Word: word, Code: "an enhanced code: the second number is 0 to 7"}
	}
	return &UnknownError{Word: word, Near: near(word)}
}

// fields parts words where people and servers join them.
func fields(words []string) []string {
	var all []string
	for _, field := range strings.FieldsFunc(strings.Join(words, " "), func(r rune) bool { return strings.ContainsRune(" \t,;:<>", r) }) {
		if code, rest, ok := strings.Cut(field, "-"); ok && isCode(code) { // 550-5.1.1
			all = append(all, code)
			field = rest
		}
		field = strings.TrimPrefix(field, "#")
		if before, _, ok := strings.Cut(field, "="); ok {
			field = before
		}
		if field != "" {
			all = append(all, field)
		}
	}
	return all
}

func isCode(word string) bool {
	return len(word) == 3 && strings.Trim(word, "0123456789") == ""
}

// find returns what has that name.
func find(word string) []Entry {
	switch {
	case isCode(word):
		return reply(word)
	case isEnhanced(word):
		return enhanced(word)
	}
	var all []Entry
	for _, kind := range []Kind{Verb, Keyword, Mechanism} {
		for _, e := range All(kind) {
			if strings.EqualFold(e.Name, word) {
				all = append(all, e)
			}
		}
	}
	return all
}

// reply explains a reply code, also one that nobody defined but whose first digit
// has a meaning.
func reply(word string) []Entry {
	for _, e := range All(ReplyCode) {
		if e.Name == word {
			return []Entry{e}
		}
	}
	text := map[byte]string{'2': "its first digit says: done", '3': "its first digit says: go on", '4': "its first digit says: not now; the same may work later",
		'5': "its first digit says: no; the same again will not do"}[word[0]]
	if text == "" {
		return nil
	}
	return []Entry{{Kind: ReplyCode, Name: word, Text: "no RFC defines it; " + text, RFC: "RFC 5321 4.2.1"}}
}

// isEnhanced reports whether a word is "5.1.1" or "X.1.1".
func isEnhanced(word string) bool {
	parts := strings.Split(word, ".")
	if len(parts) != 3 || len(parts[0]) != 1 || !strings.Contains("245Xx", parts[0]) {
		return false
	}
	for _, part := range parts[1:] {
		if part == "" || len(part) > 3 || strings.Trim(part, "0123456789") != "" {
			return false
		}
	}
	return true
}

// classes and subjects are the parts of an enhanced code (RFC 3463 2, 3).
var (
	classes  = map[byte]string{'2': "done", '4': "not now: the same may work later", '5': "no: the same again will not do"}
	subjects = map[string]string{"0": "something else", "1": "the address", "2": "the mailbox", "3": "the mail system", "4": "the network or the way there",
		"5": "the protocol: the dialogue itself", "6": "the content of the message", "7": "security or policy"}
)

// enhanced explains an enhanced code, also one that no registry has but whose
// second number has a meaning.
func enhanced(word string) []Entry {
	_, rest, _ := strings.Cut(word, ".")
	subject, _, _ := strings.Cut(rest, ".")
	e := Entry{Kind: EnhancedCode, Name: strings.ToUpper(word), RFC: "RFC 3463 3"}
	for _, known := range enhancedCodes {
		if known.Name == "X."+rest {
			e.Text, e.RFC = known.Text, known.RFC
		}
	}
	if e.Text == "" {
		about, ok := subjects[subject]
		if !ok {
			return nil
		}
		e.Text = "not a registered code; x." + subject + ".x is about " + about
	}
	if class, ok := classes[word[0]]; ok {
		e.Text += " (" + class + ")"
	}
	return []Entry{e}
}

// Lines writes an entry for people.
func (e Entry) Lines() []string {
	head := fmt.Sprintf("%s (%s): %s", e.Name, e.Kind, e.Text)
	if e.RFC != "" {
		head += " [" + e.RFC + "]"
	}
	all := []string{head}
	if e.Syntax != "" {
		all = append(all, "  "+e.Syntax)
	}
	if e.Example != "" {
		all = append(all, "  for example: "+e.Example)
	}
	return all
}

// manyNear is how many names are offered in place of an unknown one.
const manyNear = 4

// near are the names that differ least from a word.
func near(word string) []string {
	type match struct {
		name string
		far  int
	}
	var all []match
	for _, kind := range []Kind{Verb, Keyword, Mechanism} {
		for _, e := range All(kind) {
			if d := smtp.Distance(strings.ToUpper(word), e.Name); d <= max(2, len(e.Name)/3) && d < len(e.Name) {
				all = append(all, match{e.Name, d})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b match) int { return a.far - b.far })
	var names []string
	for _, m := range all {
		if !slices.Contains(names, m.name) && len(names) < manyNear {
			names = append(names, m.name)
		}
	}
	return names
}
