package prompt

import (
	"strings"
	"unicode/utf8"

	"byhand/internal/rows"
)

// hint is what is shown in grey behind the line.
type hint struct {
	asked bool // for this line
	text  []rune
}

func (h hint) cells() []cell {
	var f frame
	f.runes(h.text)
	return f.cells
}

// askGhost asks for a hint for the line as it is, without the lock: the answer
// may come from someone who is writing just now. It reports whether it asked.
func (e *Editor) askGhost() bool {
	if e.hint.asked || e.set.Ghost == nil || !e.set.Color || e.literal || e.label != "" || e.pos < len(e.line) {
		return false
	}
	line := string(toBytes(e.line))
	text := e.ghost(line)
	if !e.literal {
		e.hint = hint{asked: true, text: toRunes(nil, []byte(text))}
	}
	return true
}

// ghost asks without the lock. Should that panic, those who hold it must still
// be able to give it back.
func (e *Editor) ghost(line string) string {
	e.mu.Unlock()
	defer e.mu.Lock()
	return e.set.Ghost(line)
}

// complete does what TAB does: it puts in what all candidates have in common,
// or shows them.
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
		e.Write([]byte(rows.List(list, cols)))
		return line, pos
	}
	start := len(toRunes(nil, before[:from]))
	tail := append(toRunes(nil, []byte(common)), line[pos:]...)
	return append(line[:start:start], tail...), start + len(tail) - len(line[pos:])
}

// commonPrefix returns what a and b begin with, in whole runes.
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
