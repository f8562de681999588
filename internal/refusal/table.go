package refusal

import (
	"slices"
	"strconv"
	"strings"
	"sync"

	"byhand/internal/lazyregexp"
	"byhand/internal/match"
)

// table is what is known of the refusals of one provider or server software.
type table struct {
	name    string // "Gmail"; "": the words of any server
	source  string // the address of the public page that documents them
	checked string // when the page was compared with the rows: "2026-12-01"; "": not yet
	marks   string // text that only this provider sends, as in row.says; "": the rows themselves are characteristic
	hosts   string // domains of the provider's servers, separated by spaces
	rows    []row
}

// row explains refusals to which all its conditions apply.
type row struct {
	codes string // "550", "5.7.26", "550 5.7.26"; "5yz" and "5.7.z" match any digits; alternatives separated by |; "": any
	verbs string // the commands that it answers, separated by spaces; "": any
	says  string // what is in the text, as in match.Pattern; "": any
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

// compiledTable is a table that is ready to be searched.
type compiledTable struct {
	*table
	marks match.Pattern
	hosts []string
	rows  []compiledRow
}

type compiledRow struct {
	*row
	codes []codePattern
	verbs []string
	says  match.Pattern
}

// knowledge is all that replies are compared with.
type knowledge struct {
	dictionary          match.Dictionary
	tables              []compiledTable
	login, later, never match.Pattern
}

// known returns the knowledge. It compiles the tables when a program first needs them.
var known = sync.OnceValue(func() *knowledge {
	k := &knowledge{dictionary: match.Dictionary{Classes: classes}}
	all := allTables()
	for i := range all {
		k.tables = append(k.tables, k.compileTable(&all[i]))
	}
	k.login, k.later, k.never = k.dictionary.Compile(loginWords), k.dictionary.Compile(saysLater), k.dictionary.Compile(saysNever)
	return k
})

func (k *knowledge) compileTable(t *table) compiledTable {
	c := compiledTable{table: t, marks: k.dictionary.Compile(t.marks), hosts: strings.Fields(t.hosts)}
	for i := range t.rows {
		w := &t.rows[i]
		c.rows = append(c.rows, compiledRow{w, compileCodes(w.codes), strings.Fields(w.verbs), k.dictionary.Compile(w.says)})
	}
	return c
}

// find returns the first row that applies to s, or nil.
func (t *compiledTable) find(s *subject) *compiledRow {
	text := &s.full
	if t.name == "" {
		text = &s.words
	}
	for i := range t.rows {
		if t.rows[i].applies(s, text) {
			return &t.rows[i]
		}
	}
	return nil
}

// comesFrom reports whether s is from the table's provider.
func (t *compiledTable) comesFrom(s *subject) bool {
	if t.table.marks != "" && t.marks.IsIn(&s.full) {
		return true
	}
	for _, domain := range t.hosts {
		if before, isIn := strings.CutSuffix(s.host, domain); isIn && (before == "" || strings.HasSuffix(before, ".")) {
			return true
		}
	}
	return t.table.marks == "" && len(t.hosts) == 0
}

func (w *compiledRow) applies(s *subject, text *match.Text) bool {
	return w.says.IsIn(text) &&
		(len(w.verbs) == 0 || s.verb == "" && !w.isEarly() || slices.Contains(w.verbs, s.verb)) &&
		(len(w.codes) == 0 || slices.ContainsFunc(w.codes, s.hasCode))
}

// isEarly reports whether w is about commands before MAIL. A reply to an unknown command
// is not taken for one to these: most refusals come later.
func (w *compiledRow) isEarly() bool {
	return !slices.ContainsFunc(w.verbs, func(verb string) bool {
		return !slices.Contains([]string{"AUTH", "STARTTLS", "EHLO", "GREETING"}, verb)
	})
}

// subject is a reply in the form in which rows are compared with it.
type subject struct {
	code   string
	status []string // the three numbers of the enhanced code; nil: none
	verb   string
	host   string
	full   match.Text // the normalized text
	words  match.Text // the same without local parts and paths, whose words mislead
}

// maxMatched is how many bytes of a text are compared with the tables.
const maxMatched = 2000

func subjectOf(r *Reply) *subject {
	s := &subject{verb: r.Verb, host: strings.ToLower(strings.TrimSuffix(r.Host, "."))}
	if r.Code != 0 {
		s.code = strconv.Itoa(r.Code)
	}
	if r.Enhanced != "" {
		s.status = strings.Split(r.Enhanced, ".")
	}
	switch r.Verb { // the other names of a command
	case "":
		s.verb = verbByCode(r)
	case "HELO", "LHLO":
		s.verb = "EHLO"
	case "BDAT":
		s.verb = "."
	}
	decoded, _ := Decode([]byte(r.Text[:min(len(r.Text), maxMatched)]))
	full := match.Normalize(decoded)
	s.full = known().dictionary.Prepare(full)
	s.words = s.full
	if short := withoutNames(full); short != full {
		s.words = known().dictionary.Prepare(short)
	}
	return s
}

// verbByCode returns AUTH for codes that only AUTH has (RFC 4954 6), else "".
func verbByCode(r *Reply) string {
	switch r.Code {
	case 432, 534, 535, 538:
		return "AUTH"
	case 454:
		if strings.HasPrefix(r.Enhanced, "4.7.") {
			return "AUTH"
		}
	}
	return ""
}

var namesInText = lazyregexp.New(`[^\s<>"'(),;:\[\]]+@|(https?://[^\s/]+)/\S*`)

// withoutNames returns text with only the domains of its mail addresses and URLs.
func withoutNames(text string) string {
	if !strings.Contains(text, "@") && !strings.Contains(text, "://") {
		return text
	}
	return namesInText.ReplaceAllString(text, "$1@")
}

// codePattern is one alternative of row.codes.
type codePattern struct {
	code   string   // "550", "5yz"; "": any
	status []string // "5", "7", "z"; nil: any
}

func compileCodes(codes string) []codePattern {
	var all []codePattern
	for alternative := range strings.SplitSeq(codes, "|") {
		var p codePattern
		for code := range strings.FieldsSeq(alternative) {
			if strings.Contains(code, ".") {
				p.status = strings.Split(code, ".")
			} else {
				p.code = code
			}
		}
		if p.code != "" || p.status != nil {
			all = append(all, p)
		}
	}
	return all
}

// hasCode compares the codes of s with a pattern, in which y and z are any digits.
func (s *subject) hasCode(p codePattern) bool {
	if p.code != "" {
		if len(p.code) != len(s.code) {
			return false
		}
		for i := range len(p.code) {
			if p.code[i] != s.code[i] && p.code[i] < 'y' {
				return false
			}
		}
	}
	if p.status != nil && len(s.status) != len(p.status) {
		return false
	}
	for i, part := range p.status {
		if part != s.status[i] && part != "z" {
			return false
		}
	}
	return true
}
