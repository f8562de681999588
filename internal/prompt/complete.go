package prompt

import (
	"strings"
	"unicode/utf8"

	"byhand/internal/rows"
)

// hint is the text shown in grey after the line.
type hint struct {
	asked bool // for this line
	text  []rune
}

func (h hint) cells() []cell {
	var f frame
	f.runes(h.text)
	return f.cells
}

// askGhost gets the hint for the line, and reports whether it called Ghost. The
// lock is held, but not during the call: Ghost may write.
func (e *Editor) askGhost() bool {
	d := &e.draft
	if d.hint.asked || e.set.Ghost == nil || !e.set.Color || e.literal || d.label != "" || d.pos < len(d.line) {
		return false
	}
	text := e.ghost(string(toBytes(d.line)))
	if !e.literal {
		d.hint = hint{asked: true, text: toRunes(nil, []byte(text))}
	}
	return true
}

// ghost calls Ghost without the lock, and takes it again even after a panic.
func (e *Editor) ghost(line string) string {
	e.mu.Unlock()
	defer e.mu.Lock()
	return e.set.Ghost(line)
}

// complete does what TAB does: it inserts what all candidates have in common, or
// lists them.
func (e *Editor) complete(line []rune, pos int) ([]rune, int) {
	if e.set.Candidates == nil {
		e.bell()
		return line, pos
	}
	before := toBytes(line[:pos])
	list, from := e.set.Candidates(string(toBytes(line)), len(before))
	if len(list) == 0 || from < 0 || from > len(before) {
		e.bell()
		return line, pos
	}
	common := list[0]
	for _, c := range list[1:] {
		common = commonPrefix(common, c)
	}
	typed := string(before[from:])
	if len(list) > 1 && (len(common) < len(typed) || common == typed) {
		cols, _ := sizeOf(e.set.Out)
		e.print([]byte(rows.List(list, cols)))
		return line, pos
	}
	start := len(toRunes(nil, before[:from]))
	tail := append(toRunes(nil, []byte(common)), line[pos:]...)
	return append(line[:start:start], tail...), start + len(tail) - len(line[pos:])
}

// commonPrefix returns the longest prefix of a and b, in whole runes.
func commonPrefix(a, b string) string {
	n := 0
	for n < len(a) {
		_, size := utf8.DecodeRuneInString(a[n:])
		if !strings.HasPrefix(b[n:], a[n:n+size]) {
			break
		}
		n += size
	}
	return a[:n]
}
