package refusal

import (
	"strconv"
	"strings"
)

// table is what is known of the refusals of one provider or server software.
type table struct {
	name    string // "Gmail"; "": the words of any server
	source  string // the address of the public page that documents them
	checked string // when the page was read: "2026-12-01"
	marks   string // text that only this provider sends, as in row.says; "": the rows themselves are characteristic
	hosts   string // domains of the provider's servers, separated by spaces
	rows    []row
}

// row explains refusals to which all its conditions apply.
type row struct {
	codes string // "550", "5.7.26", "550 5.7.26"; "5yz" and "5.7.z" match any digits; alternatives separated by |; "": any
	verbs string // the commands that it answers, separated by spaces; "": any
	says  string // text in lower case: alternatives separated by |, and * for anything in between; "": any
	cause Cause
	words string // what this provider means, for the user; "": the cause says it
	retry Retry  // when the code does not say it
}

// Retry says whether the same command can succeed later.
type Retry int

// The values of Retry.
const (
	CodeSays Retry = iota // the first digit says it: 4yz can, 5yz cannot
	Can
	Cannot
	Unclear // the reply has no code, and its text does not say
)

// find returns the first row that applies to r; text is the normalized text of r.
func (t *table) find(r *Reply, text string) *row {
	for i := range t.rows {
		if t.rows[i].applies(r, text) {
			return &t.rows[i]
		}
	}
	return nil
}

// comesFrom reports whether r is from the table's provider.
func (t *table) comesFrom(r *Reply, text string) bool {
	if t.marks != "" && says(text, t.marks) {
		return true
	}
	host := strings.ToLower(strings.TrimSuffix(r.Host, "."))
	for domain := range strings.FieldsSeq(t.hosts) {
		if host == domain || strings.HasSuffix(host, "."+domain) {
			return true
		}
	}
	return t.marks == "" && t.hosts == ""
}

func (w *row) applies(r *Reply, text string) bool {
	return (w.codes == "" || hasCodes(r, w.codes)) && (w.verbs == "" || r.Verb == "" || hasWord(w.verbs, r.Verb)) &&
		(w.says == "" || says(text, w.says))
}

// hasCodes reports whether one of the alternatives in pattern matches the codes of r.
func hasCodes(r *Reply, pattern string) bool {
	for alternative := range strings.SplitSeq(pattern, "|") {
		all := true
		for code := range strings.FieldsSeq(alternative) {
			of := r.Enhanced
			if !strings.Contains(code, ".") {
				of = strconv.Itoa(r.Code)
			}
			all = all && matchDigits(code, of)
		}
		if all {
			return true
		}
	}
	return false
}

// matchDigits compares a code with a pattern, in which y and z are any digits.
func matchDigits(pattern, code string) bool {
	if strings.Contains(pattern, ".") {
		p, c := strings.Split(pattern, "."), strings.Split(code, ".")
		for i := range p {
			if len(c) != len(p) || p[i] != c[i] && p[i] != "z" {
				return false
			}
		}
		return true
	}
	if len(pattern) != len(code) {
		return false
	}
	for i := range len(pattern) {
		if pattern[i] != code[i] && pattern[i] != 'y' && pattern[i] != 'z' {
			return false
		}
	}
	return true
}

func hasWord(words, word string) bool {
	for w := range strings.FieldsSeq(words) {
		if w == word {
			return true
		}
	}
	return false
}

// says reports whether one of the alternatives in pattern is in text. The pieces of an
// alternative, between its asterisks, must come in this order.
func says(text, pattern string) bool {
	for alternative := range strings.SplitSeq(pattern, "|") {
		if inOrder(text, alternative) {
			return true
		}
	}
	return false
}

func inOrder(text, pieces string) bool {
	for piece := range strings.SplitSeq(pieces, "*") {
		at := strings.Index(text, piece)
		if at < 0 {
			return false
		}
		text = text[at+len(piece):]
	}
	return true
}

// normalized returns text as the tables have it: in lower case, each run of white space as one space, with
// spaces at both ends, so that a pattern can name a whole word.
func normalized(text string) string {
	return " " + strings.Join(strings.Fields(strings.ToLower(text)), " ") + " "
}
