package replay

import (
	"strings"

	"byhand/internal/rows"
)

// minColumns is how wide rows must be to show two replies side by side.
const minColumns = 60

// columns shows two replies side by side, or one below the other if width is small.
func columns(was, is []string, width int) []string {
	if width < minColumns {
		rows := []string{"  then"}
		rows = append(append(rows, indent(was, width)...), "  now")
		return append(rows, indent(is, width)...)
	}
	half := (width - 7) / 2
	left, right := append([]string{"then"}, foldAll(was, half)...), append([]string{"now"}, foldAll(is, half)...)
	var rows []string
	for i := range max(len(left), len(right)) {
		rows = append(rows, strings.TrimRight("  "+padTo(rowAt(left, i), half)+"  | "+rowAt(right, i), " "))
	}
	return rows
}

func indent(texts []string, width int) []string {
	var out []string
	for _, row := range foldAll(texts, max(width-4, 10)) {
		out = append(out, "    "+row)
	}
	return out
}

func rowAt(texts []string, i int) string {
	if i < len(texts) {
		return texts[i]
	}
	return ""
}

func padTo(text string, width int) string {
	return text + strings.Repeat(" ", max(0, width-rows.Width(text)))
}

// foldAll breaks texts into rows of a width.
func foldAll(texts []string, width int) (all []string) {
	for _, text := range texts {
		all = append(all, rows.Fold(text, 0, 0, width)...)
	}
	return all
}
