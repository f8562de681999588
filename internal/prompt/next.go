package prompt

import (
	"slices"

	"github.com/chzyer/readline"
)

// minBulk is the length, in runes, of the shortest text that is inserted in one edit. The
// library takes one rune at a time and processes its whole line for each.
const minBulk = 8

// nextKey takes the next token from the queue and returns the key to give to the library. The
// caller holds the lock.
func (l *library) nextKey() rune {
	searching := l.rl.Operation.IsSearchMode()
	l.wasSearching = searching
	q := &l.e.queue
	front := q.tokens[0]
	switch {
	case searching && front.pasted:
		return l.endSearch() // a search does not take pasted text
	case front.kind == textToken:
		return l.nextText(searching)
	}
	t := q.pop()
	if t.kind == endToken {
		return l.nextEnd(t, searching)
	}
	return l.keyFor(t.key, searching)
}

// nextText takes one rune of the text, for the line or for a search, or inserts all of it.
func (l *library) nextText(searching bool) rune {
	q := &l.e.queue
	front := q.tokens[0]
	r := front.text[0]
	if r >= ' ' && r != del && !front.pasted && (searching || len(front.text) < minBulk) {
		return q.popRune()
	}
	l.e.draft.label = ""
	if searching { // a control character after ^V
		return l.runEdit(insert([]rune{q.popRune()}))
	}
	return l.runEdit(insert(q.pop().text))
}

// nextEnd ends the line. If a search finds nothing, the line is empty, so nextEnd only ends the
// search.
func (l *library) nextEnd(t token, searching bool) rune {
	e := l.e
	if searching && e.draft.searchFails {
		return l.endSearch()
	}
	e.draft.label, e.draft.end = "", t
	e.wanted, e.completed = false, true
	return l.lastKey(readline.CharEnter)
}

// keyFor handles a key, and returns the key to give to the library.
func (l *library) keyFor(key rune, searching bool) rune {
	e := l.e
	if searching {
		switch key {
		case readline.CharBackspace, readline.CharBckSearch, readline.CharFwdSearch:
			return key
		case readline.CharBell, readline.CharInterrupt:
			return l.endSearch()
		}
		e.draft.label = ""
	}
	switch key {
	case readline.CharInterrupt:
		return l.lastKey(key)
	case keyDeleteOrEnd:
		if len(e.draft.line) == 0 && !searching {
			e.wanted, e.completed = false, true
			return l.lastKey(readline.CharDelete)
		}
		return l.runEdit(deleteNext)
	case readline.CharForward, readline.CharLineEnd:
		if ghost := e.draft.hint.text; len(ghost) > 0 && e.draft.pos == len(e.draft.line) {
			return l.runEdit(insert(ghost))
		}
	case readline.CharBckSearch, readline.CharFwdSearch:
		l.beforeSearch = restore(e.draft.line, e.draft.pos)
	case readline.CharPrev:
		if l.historyLines == 0 {
			return readline.CharBell
		}
	case readline.CharCtrlU, readline.CharKill, readline.MetaDelete:
		l.killed = nil
	case readline.CharCtrlY:
		if l.killed != nil {
			return l.runEdit(insert(l.killed))
		}
	}
	if op := l.editFor(key); op != nil {
		return l.runEdit(op)
	}
	return key
}

// editFor returns the edit for a key that the library lacks, or nil. takeLine runs the edit
// without the lock.
func (l *library) editFor(key rune) edit {
	switch key {
	case keyDelete:
		return deleteNext
	case keyKillWord:
		return l.kill(deleteWord)
	case keyKillPart:
		return l.kill(deletePart)
	case keyTranspose:
		return transpose
	case keyClear:
		return l.clearScreen
	case keyTab:
		if l.e.literal {
			return insert([]rune("\t"))
		}
		return l.complete
	}
	return nil
}

// endSearch ends a search and restores the line from before it. The library would restore the
// line found before the last ^R.
func (l *library) endSearch() rune {
	l.e.draft.label, l.edit = "", l.beforeSearch
	return readline.CharBell
}

// kill deletes text before the cursor and keeps it for ^Y.
func (l *library) kill(back edit) edit {
	return func(line []rune, pos int) ([]rune, int) {
		was := slices.Clone(line[:pos])
		line, at := back(line, pos)
		if at < pos {
			l.killed = was[at:]
		}
		return line, at
	}
}

func (l *library) clearScreen(line []rune, pos int) ([]rune, int) {
	l.e.mu.Lock()
	defer l.e.mu.Unlock()
	l.e.screen.clear()
	return line, pos
}
