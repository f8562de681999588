// Package rows writes the rows that byhand prints: none is wider than the terminal,
// and only byhand's own text begins in the first column.
//
// A row that the terminal broke by itself would go on in the first column, where
// a server's text reads like byhand's. So each row is broken here, between words,
// and goes on after a margin. Where terminals disagree about a character's width,
// the larger width counts.
package rows

import (
	"io"
	"strings"
	"unicode/utf8"

	"byhand/internal/sanitize"
)

// Ours begins what byhand says.
const Ours = "byhand: "

// Least is the width that a narrower terminal counts as: "byhand: " does not fit
// in less, so nothing can pass for it there.
const Least = len(Ours)

// roomy is the width from which rows have their full margin.
const roomy = 40

// narrowMargin is the margin of rows on a narrower terminal.
const narrowMargin = 2

// A Writer writes rows to a terminal, or to a pipe or file, where a row is a line
// and is not broken.
type Writer struct {
	To      io.Writer
	Columns func() int // the terminal's width; nil: To is not a terminal
}

// Say writes what byhand says. It makes foreign text in it safe (sanitize.Words).
func (w Writer) Say(text string) error {
	if text == "" {
		return w.Row(strings.TrimRight(Ours, " "), "")
	}
	return w.Row(Ours, text)
}

// Row writes a row that begins with head, which is safe to show, and the text,
// which it makes safe. Where it goes on, its margin is as wide as head, if there
// is room. It returns the error of To.
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

// write writes whole rows in one piece, so that no other text comes between them.
func (w Writer) write(rows string) error {
	_, err := io.WriteString(w.To, rows+"\n")
	return err
}

// Fold breaks a text that is safe to show into rows of cols columns, between words
// where it can. The first row has only cols-first columns left, the others have
// cols-margin; the caller writes what comes before them. TABs become spaces.
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

// fitting returns how many bytes of text go into a row of room columns: whole
// words, but of a word that does not fit in the next row either, what fits here.
func fitting(text string, room, next int) int {
	n := 0
	if room > 1 {
		n = Fit(text, room)
	}
	if n == len(text) || n > 0 && text[n] == ' ' {
		return n
	}
	start := strings.LastIndexByte(text[:n], ' ') + 1 // of the word that does not fit
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

// List lays out short foreign texts side by side, in rows that begin with a
// margin. cols is the terminal's width.
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
