package rows

import (
	"strings"
	"text/tabwriter"

	"byhand/internal/sanitize"
)

// tableGap is how many spaces are between two columns of a table.
const tableGap = 2

// Table writes cells in columns, sanitized as by Say. If it breaks a row, it indents the rest
// to the second column. It returns the error of To.
func (w Writer) Table(cells [][]string) error {
	var b strings.Builder
	t := tabwriter.NewWriter(&b, 0, 0, tableGap, ' ', 0)
	second := 0 // the start of the second column, in characters
	for _, row := range cells {
		for i, cell := range row {
			cell = strings.ReplaceAll(sanitize.Words(cell), "\t", " ")
			if i > 0 {
				cell = "\t" + cell
			} else {
				second = max(second, len([]rune(cell))+tableGap)
			}
			t.Write([]byte(cell)) // a Builder returns no error
		}
		t.Write([]byte("\n"))
	}
	t.Flush()
	for line := range strings.Lines(b.String()) {
		row := []rune(strings.TrimRight(line, " \n"))
		at := min(second, len(row))
		if err := w.Row(string(row[:at]), string(row[at:])); err != nil {
			return err
		}
	}
	return nil
}
