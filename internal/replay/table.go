package replay

import (
	"slices"
	"strings"

	"byhand/internal/sanitize"
)

// Column is a session in a Table.
type Column struct {
	Name      string // "recorded", "mail.example.net:25"
	Exchanges []Exchange
}

// Table compares sessions: a row for each line that was sent, a column for each session. The
// others are compared with the first.
type Table struct {
	Names []string
	Rows  []TableRow
}

// TableRow is a line, and the reply of each session to it.
type TableRow struct {
	Line  string
	Cells []Cell
}

// Cell is a reply. It is nil in Reply if there was none.
type Cell struct {
	Reply   *Exchange
	Differs bool // from the first column
}

// Tabulate compares sessions. Only if strict is set do texts count, not only codes.
func Tabulate(columns []Column, strict bool) Table {
	t := Table{}
	base := columns[0].Exchanges
	rows := make([][]TableRow, len(base)+1) // the row of each exchange in base, and those that only others have before it
	for i := range base {
		rows[i] = []TableRow{newRow(&base[i], len(columns))}
		rows[i][0].Cells[0].Reply = &base[i]
	}
	for c, column := range columns {
		t.Names = append(t.Names, column.Name)
		if c == 0 {
			continue
		}
		at, extra := 0, 0
		for _, p := range align(base, withoutExtraGreeting(base, column.Exchanges)) {
			row := &TableRow{}
			if p[0] != nil {
				at, extra = at+1, 0
				row = &rows[at-1][len(rows[at-1])-1]
			} else {
				row = extraRow(&rows[at], &extra, p[1], len(columns), at < len(base))
			}
			kind, differs := mostImportant(p[0], p[1])
			row.Cells[c] = Cell{p[1], differs && (strict || kind < Text)}
		}
	}
	for _, all := range rows {
		t.Rows = append(t.Rows, all...)
	}
	return t
}

// newRow returns a row for an exchange, with empty cells.
func newRow(x *Exchange, columns int) TableRow { return TableRow{lineName(x), make([]Cell, columns)} }

// extraRow returns the next row for x, which base does not have. It is before the row of
// base, if hasBase is set.
func extraRow(rows *[]TableRow, extra *int, x *Exchange, columns int, hasBase bool) *TableRow {
	n := len(*rows)
	if hasBase {
		n--
	}
	row := newRow(x, columns)
	i := slices.IndexFunc((*rows)[*extra:n], func(r TableRow) bool { return r.Line == row.Line })
	if i < 0 {
		*rows = slices.Insert(*rows, *extra, row)
		i = 0
	}
	*extra += i + 1
	return &(*rows)[*extra-1]
}

// withoutExtraGreeting omits the greeting if base has none.
func withoutExtraGreeting(base, all []Exchange) []Exchange {
	if len(all) > 0 && all[0].Verb == "GREETING" && (len(base) == 0 || base[0].Verb != "GREETING") {
		return all[1:]
	}
	return all
}

// IsAlike reports whether no reply differs.
func (t Table) IsAlike() bool {
	for _, row := range t.Rows {
		for _, c := range row.Cells {
			if c.Differs {
				return false
			}
		}
	}
	return true
}

// Cells returns the table as text: the codes of each reply, and "*" before those that differ.
func (t Table) Cells() [][]string {
	all := [][]string{append([]string{""}, t.Names...)}
	for _, row := range t.Rows {
		cells := []string{shorten(row.Line)}
		for _, c := range row.Cells {
			text := c.codes()
			if c.Differs {
				text = "* " + text
			}
			cells = append(cells, text)
		}
		all = append(all, cells)
	}
	return all
}

// codes returns the codes of a reply: "250 2.1.0".
func (c Cell) codes() string {
	if c.Reply == nil || len(c.Reply.Lines) == 0 {
		return "no reply"
	}
	return strings.TrimSpace(describeResult(c.Reply) + " " + c.Reply.Enhanced)
}

// maxName is how many bytes of a line a table shows.
const maxName = 36

// shorten cuts a line to the width of a table's first column.
func shorten(line string) string {
	if line = sanitize.Text(line); len(line) > maxName {
		return strings.ToValidUTF8(line[:maxName], "") + "..."
	}
	return line
}
