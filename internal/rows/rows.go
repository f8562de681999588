// Package rows writes the rows that byhand prints. No row is wider than the terminal, and
// only byhand's own text begins in the first column.
//
// If the terminal wrapped a long row, the rest would begin in the first column, and text from
// a server could look like byhand's. So this package breaks rows between words and indents the
// rest. Terminals disagree about the width of some characters: it assumes the larger width.
package rows

import (
	"io"
	"strings"
	"unicode/utf8"

	"byhand/internal/sanitize"
)

// Ours is the prefix of byhand's own messages.
const Ours = "byhand: "

// Least is the smallest width that rows are made for. On a narrower terminal "byhand: "
// does not fit in a row, so a server cannot imitate it.
const Least = len(Ours)

const (
	roomy        = 40 // on a terminal at least this wide, the margin is as wide as the head
	narrowMargin = 2  // the margin on a narrower terminal
)

// A Writer writes rows to a terminal, a pipe or a file. Only on a terminal does it
// break them.
type Writer struct {
	To      io.Writer
	Columns func() int // the terminal's width; nil: To is not a terminal
}

// Say writes a message of byhand, sanitized with sanitize.Words. It returns the error of To.
func (w Writer) Say(text string) error {
	if text == "" {
		return w.Row(strings.TrimRight(Ours, " "), "")
	}
	return w.Row(Ours, text)
}

// Faint writes a message of byhand like Say, in faint letters if it fits in one row of the
// terminal.
func (w Writer) Faint(text string) error {
	row := Ours + sanitize.Words(text)
	if w.Columns == nil || Width(row) > w.Columns() {
		return w.Say(text)
	}
	return w.write("\x1b[2m" + row + "\x1b[0m")
}

// Row writes head and text. It sanitizes text, but not head. If it breaks the row, it indents
// the rest by the width of head, or less on a narrow terminal. It returns the error of To.
func (w Writer) Row(head, text string) error {
	text = sanitize.Words(text)
	if w.Columns == nil {
		return w.write(head + text)
	}
	cols := max(Least, w.Columns())
	if Width(head) > cols/2 {
		head, text = "", head+text
	}
	margin := narrowMargin
	if cols >= roomy {
		margin = max(margin, Width(head))
	}
	all := Fold(text, Width(head), margin, cols)
	all[0] = strings.TrimRight(head+all[0], " ")
	return w.write(strings.Join(all, "\n"+strings.Repeat(" ", margin)))
}

// write writes complete rows in one call, so that no other text comes between them.
func (w Writer) write(rows string) error {
	_, err := io.WriteString(w.To, rows+"\n")
	return err
}

// Fold breaks sanitized text into rows, between words if possible. The first row has
// cols-first columns, and the others have cols-margin; the caller fills the columns before
// them. Fold replaces TABs with spaces.
func Fold(text string, first, margin, cols int) []string {
	var all []string
	text = Expand(text)
	for room := cols - first; ; room = cols - margin {
		n := fitting(text, room, cols-margin)
		if n == len(text) {
			return append(all, text)
		}
		all = append(all, strings.TrimRight(text[:n], " "))
		if rest := strings.TrimLeft(text[n:], " "); rest != "" {
			text = rest
			continue
		}
		return all
	}
}

// fitting returns how many bytes of text to put into a row of room columns. It breaks a word
// only if the word does not fit in the next row, of next columns, either.
func fitting(text string, room, next int) int {
	n := 0
	if room > 1 {
		n = Fit(text, room)
	}
	if n == len(text) || n > 0 && text[n] == ' ' {
		return n
	}
	start := strings.LastIndexByte(text[:n], ' ') + 1 // of the word that does not fit here
	word := text[start:min(len(text), n+next*utf8.UTFMax)]
	if end := strings.IndexByte(word, ' '); end >= 0 {
		word = word[:end]
	}
	fits := word == "" || Fit(word, next) == len(word)
	if fits && (strings.TrimLeft(text[:start], " ") != "" || room < next) {
		return start
	}
	if n == 0 && room < next {
		return 0
	}
	return max(n, Fit(text, 1))
}

// List sanitizes short texts and returns them side by side in indented rows. cols is the
// terminal's width.
func List(all []string, cols int) string {
	const margin, between = "  ", 2
	cols = max(Least, cols)
	safe, widest := make([]string, len(all)), 0
	for i, text := range all {
		safe[i] = Expand(sanitize.Text(text))
		widest = max(widest, Width(safe[i]))
	}
	perRow := max(1, (cols-len(margin)+between)/(widest+between))
	var b strings.Builder
	for i, text := range safe {
		if i%perRow == 0 {
			b.WriteString(margin)
		}
		b.WriteString(strings.Join(Fold(text, len(margin), len(margin), cols), "\n"+margin))
		if (i+1)%perRow == 0 || i == len(safe)-1 {
			b.WriteByte('\n')
		} else {
			b.WriteString(strings.Repeat(" ", widest+between-Width(text)))
		}
	}
	return b.String()
}
