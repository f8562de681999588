package prompt

import (
	"strings"
	"unicode/utf8"

	"byhand/internal/rows"
)

// hint is the text shown in grey after the line.
type hint struct {
	fetched bool // Settings.Ghost was called for this line
	text    []rune
}

// fetchHint gets the hint for the line, and reports whether it called Ghost. The caller holds
// the lock. fetchHint releases it during the call, because Ghost may write.
func (l *library) fetchHint() bool {
	e := l.e
	d := &e.draft
	if d.hint.fetched || e.set.Ghost == nil || !e.set.Color || e.literal || d.label != "" || d.pos < len(d.line) {
		return false
	}
	text := l.callGhost(string(toBytes(d.line)))
	if !e.literal {
		d.hint = hint{fetched: true, text: toRunes(nil, []byte(text))}
	}
	return true
}

// callGhost calls Ghost without the lock, and takes the lock again, even after a panic.
func (l *library) callGhost(line string) string {
	l.e.mu.Unlock()
	defer l.e.mu.Lock()
	return l.e.set.Ghost(line)
}

// complete is the edit for TAB: it inserts the common prefix of all candidates, or lists the
// candidates if there is nothing to insert.
func (l *library) complete(line []rune, pos int) ([]rune, int) {
	var list []string
	from, before := 0, toBytes(line[:pos])
	if l.e.set.Candidates != nil {
		list, from = l.e.set.Candidates(string(toBytes(line)), len(before))
	}
	if len(list) == 0 || from < 0 || from > len(before) {
		l.bell()
		return line, pos
	}
	common := list[0]
	for _, c := range list[1:] {
		common = commonPrefix(common, c)
	}
	typed := string(before[from:])
	if len(list) > 1 && (len(common) < len(typed) || common == typed) {
		cols, _ := sizeOf(l.e.set.Out)
		l.e.print([]byte(rows.List(list, cols)))
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
