package refusal

import (
	"slices"
	"strings"
	"sync"

	"byhand/internal/match"
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

// compiledTables returns the tables, ready to be searched. It compiles them when a program
// first needs them.
var compiledTables = sync.OnceValue(func() []compiledTable {
	var all []compiledTable
	for i := range tables {
		all = append(all, compileTable(&tables[i]))
	}
	return all
})

func compileTable(t *table) compiledTable {
	c := compiledTable{table: t, marks: classes.Compile(t.marks), hosts: strings.Fields(t.hosts)}
	for i := range t.rows {
		w := &t.rows[i]
		c.rows = append(c.rows, compiledRow{w, compileCodes(w.codes), strings.Fields(w.verbs), classes.Compile(w.says)})
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
		if s.host == domain || strings.HasSuffix(s.host, "."+domain) {
			return true
		}
	}
	return t.table.marks == "" && len(t.hosts) == 0
}

func (w *compiledRow) applies(s *subject, text *match.Text) bool {
	return (len(w.codes) == 0 || slices.ContainsFunc(w.codes, s.hasCode)) &&
		(len(w.verbs) == 0 || slices.Contains(w.verbs, s.verb)) &&
		w.says.IsIn(text)
}
