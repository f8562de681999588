package refusal

import (
	"slices"
	"strings"
	"sync"
)

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
	c := compiledTable{table: t, marks: compilePattern(t.marks), hosts: strings.Fields(t.hosts)}
	for i := range t.rows {
		w := &t.rows[i]
		c.rows = append(c.rows, compiledRow{w, compileCodes(w.codes), strings.Fields(w.verbs), compilePattern(w.says)})
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
	if t.table.marks != "" && t.marks.in(&s.full) {
		return true
	}
	for _, domain := range t.hosts {
		if s.host == domain || strings.HasSuffix(s.host, "."+domain) {
			return true
		}
	}
	return t.table.marks == "" && len(t.hosts) == 0
}

func (w *compiledRow) applies(s *subject, text *indexed) bool {
	return (len(w.codes) == 0 || slices.ContainsFunc(w.codes, s.hasCode)) &&
		(len(w.verbs) == 0 || s.verb == "" || slices.Contains(w.verbs, s.verb)) &&
		w.says.in(text)
}
