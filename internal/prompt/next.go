package prompt

import (
	"slices"

	"github.com/chzyer/readline"
)

// bulk is how many runes of text are inserted at once. The library would take
// fewer one by one, and handle its whole line for each.
const bulk = 8

// nextKey takes the next token from the queue and returns the key that the
// library gets for it. The lock is held.
func (l *library) nextKey() rune {
	searching := l.rl.Operation.IsSearchMode()
	l.found = searching
	q := &l.e.queue
	front := q.tokens[0]
	switch {
	case searching && front.pasted:
		return l.endSearch() // pasted text is not searched for
	case front.kind == textToken:
		return l.nextText(searching)
	}
	t := q.pop()
	if t.kind == endToken {
		return l.nextEnd(t, searching)
	}
	return l.keyFor(t.key, searching)
}

// nextText inserts text: one rune, which may also be for a search, or all of it.
func (l *library) nextText(searching bool) rune {
	q := &l.e.queue
	front := q.tokens[0]
	r := front.text[0]
	if r >= ' ' && r != del && !front.pasted && (searching || len(front.text) < bulk) {
		return q.first()
	}
	l.e.draft.label = ""
	if searching { // a byte that was quoted
		return l.do(insert([]rune{q.first()}))
	}
	return l.do(insert(q.pop().text))
}

// nextEnd ends the line. After a search that found nothing it ends the search
// instead: the line is empty then.
func (l *library) nextEnd(t token, searching bool) rune {
	e := l.e
	if searching && e.draft.failing {
		return l.endSearch()
	}
	e.draft.label, e.draft.end = "", t
	e.wanted, e.coming = false, true
	return l.lastKey(readline.CharEnter)
}

// keyFor returns the library's key for one of ours.
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
			e.wanted, e.coming = false, true
			return l.lastKey(readline.CharDelete)
		}
		return l.do(deleteNext)
	case readline.CharForward, readline.CharLineEnd:
		if ghost := e.draft.hint.text; len(ghost) > 0 && e.draft.pos == len(e.draft.line) {
			return l.do(insert(ghost))
		}
	case readline.CharBckSearch, readline.CharFwdSearch:
		l.sought = restore(e.draft.line, e.draft.pos)
	case readline.CharPrev:
		if l.known == 0 {
			return readline.CharBell
		}
	case readline.CharCtrlU, readline.CharKill, readline.MetaDelete:
		l.killed = nil
	case readline.CharCtrlY:
		if l.killed != nil {
			return l.do(insert(l.killed))
		}
	}
	if op := l.editFor(key); op != nil {
		return l.do(op)
	}
	return key
}

// editFor returns the edit for a key that the library does not have, or nil. It
// runs without the lock.
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

// endSearch ends a search and restores the line from before it. (The library
// would restore what it found before the last ^R.)
func (l *library) endSearch() rune {
	l.e.draft.label, l.edit = "", l.sought
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
