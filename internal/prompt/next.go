package prompt

import (
	"slices"

	"github.com/chzyer/readline"
)

// bulk is from how many runes on text is put in at once: the library would
// take them one by one, and its whole line for each.
const bulk = 8

// next takes what is next in the queue and returns the key that the library is
// to see. The lock is held.
func (e *Editor) next() rune {
	searching := e.rl.Operation.IsSearchMode()
	e.found = searching
	front := e.queue.tokens[0]
	switch {
	case searching && front.pasted:
		return e.giveUp() // what is pasted is no word to look for
	case front.kind == textToken:
		return e.nextText(searching)
	}
	t := e.queue.pop()
	if t.kind == endToken {
		return e.nextEnd(t, searching)
	}
	return e.nextKey(t.key, searching)
}

// nextText puts in text: by a rune, which a search wants too, or all at once.
func (e *Editor) nextText(searching bool) rune {
	front := e.queue.tokens[0]
	r := front.text[0]
	if r >= ' ' && r != del && !front.pasted && (searching || len(front.text) < bulk) {
		return e.queue.first()
	}
	e.label = ""
	if searching { // a byte that was quoted
		return e.do(insert([]rune{e.queue.first()}))
	}
	return e.do(insert(e.queue.pop().text))
}

// nextEnd ends the line. What a search did not find is not sent as an empty
// line: the search is given up.
func (e *Editor) nextEnd(t token, searching bool) rune {
	if searching && e.failing {
		return e.giveUp()
	}
	e.label = ""
	e.end, e.reading, e.wanted, e.coming = t, false, false, true
	return e.ends(readline.CharEnter)
}

// nextKey does what a key says.
func (e *Editor) nextKey(key rune, searching bool) rune {
	if searching {
		switch key {
		case readline.CharBackspace, readline.CharBckSearch, readline.CharFwdSearch:
			return key
		case readline.CharBell, readline.CharInterrupt:
			return e.giveUp()
		}
		e.label = ""
	}
	switch key {
	case readline.CharInterrupt:
		e.reading = false
		return e.ends(key)
	case keyDeleteOrEnd:
		if len(e.line) == 0 && !searching {
			e.reading, e.wanted, e.coming = false, false, true
			return e.ends(readline.CharDelete)
		}
		return e.do(deleteNext)
	case readline.CharForward, readline.CharLineEnd:
		if len(e.hint.text) > 0 && e.pos == len(e.line) {
			return e.do(insert(e.hint.text))
		}
	case readline.CharBckSearch, readline.CharFwdSearch:
		e.sought = as(e.line, e.pos)
	case readline.CharPrev:
		if !e.known {
			return readline.CharBell
		}
	case readline.CharCtrlU, readline.CharKill, readline.MetaDelete:
		e.killed = nil
	case readline.CharCtrlY:
		if e.killed != nil {
			return e.do(insert(e.killed))
		}
	}
	if op := e.ours(key); op != nil {
		return e.do(op)
	}
	return key
}

// ours returns what a key does that the library does not have. It runs without
// the lock.
func (e *Editor) ours(key rune) edit {
	switch key {
	case keyDelete:
		return deleteNext
	case keyKillWord:
		return e.kill(deleteWord)
	case keyKillPart:
		return e.kill(deletePart)
	case keyTranspose:
		return transpose
	case keyClear:
		return e.clearScreen
	case keyTab:
		if e.literal {
			return insert([]rune("\t"))
		}
		return e.complete
	}
	return nil
}

// giveUp ends a search with the line as it was before. (The library would bring
// back what was found before the last ^R.)
func (e *Editor) giveUp() rune {
	e.label, e.op = "", e.sought
	return readline.CharBell
}

// kill deletes what stands before the cursor, for ^Y to bring back.
func (e *Editor) kill(back edit) edit {
	return func(line []rune, pos int) ([]rune, int) {
		was := slices.Clone(line[:pos])
		line, at := back(line, pos)
		if at < pos {
			e.killed = was[at:]
		}
		return line, at
	}
}

func (e *Editor) clearScreen(line []rune, pos int) ([]rune, int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.screen.clear()
	return line, pos
}
