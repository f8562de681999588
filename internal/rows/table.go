package rows

import (
	"strings"
	"text/tabwriter"

	"byhand/sanitize"
)

// Table lays cells out in columns and returns the rows, safe to show.
func Table(cells [][]string) []string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for _, row := range cells {
		for i, cell := range row {
			cell = strings.ReplaceAll(sanitize.Text(cell), "\t", " ")
			if i > 0 {
				cell = "\t" + cell
			}
			w.Write([]byte(cell)) // to a Builder: it cannot fail
		}
		w.Write([]byte("\n"))
	}
	w.Flush()
	var all []string
	for row := range strings.Lines(b.String()) {
		all = append(all, strings.TrimRight(row, " \n"))
	}
	return all
}
