package prompt

import (
	"io"
	"slices"

	"github.com/chzyer/readline"
)

// secret is a line that must not be shown. It bypasses the library, which would
// keep copies of it.
type secret struct {
	line []rune
	pos  int
}

// secretEdits are the keys that edit a secret. The user cannot bring back what
// they delete.
var secretEdits = map[rune]edit{
	readline.CharBackspace: deleteBack,
	readline.CharCtrlU:     deleteToStart,
	readline.CharKill:      deleteToEnd,
	keyKillWord:            deleteWord,
	keyKillPart:            deleteWord,
	keyDelete:              deleteNext,
	keyDeleteOrEnd:         deleteNext,
	keyTab:                 insert([]rune("\t")),
	readline.CharLineStart: func(line []rune, _ int) ([]rune, int) { return line, 0 },
	readline.CharLineEnd:   func(line []rune, _ int) ([]rune, int) { return line, len(line) },
	readline.CharBackward:  func(line []rune, pos int) ([]rune, int) { return line, max(pos-1, 0) },
	readline.CharForward:   func(line []rune, pos int) ([]rune, int) { return line, min(pos+1, len(line)) },
}

// apply applies e and clears the old line in memory.
func (s *secret) apply(e edit) {
	was := slices.Clone(s.line)
	line, pos := e(was, s.pos)
	line = slices.Clone(line)
	clear(was[:cap(was)])
	clear(s.line)
	s.line, s.pos = line, pos
}

func (s *secret) clear() {
	clear(s.line[:cap(s.line)])
	*s = secret{}
}

// Hide makes the next line a secret: each rune is shown as a star, and the line
// goes neither to the history nor to completion. A half-typed line is put aside
// until Show.
func (e *Editor) Hide() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.screen.hide()
	e.wanted, e.hidden = false, true
	e.secret.clear()
	return nil
}

// Show ends the effect of Hide.
func (e *Editor) Show() {
	e.mu.Lock()
	defer e.mu.Unlock()
	if !e.hidden {
		return
	}
	if e.wanted {
		e.finish(e.secret.line, "")
	}
	e.secret.clear()
	e.wanted, e.hidden = false, false
}

// pumpSecret takes the secret from the queued input.
func (e *Editor) pumpSecret() {
	for !e.queue.empty() {
		t := e.queue.pop()
		switch {
		case t.kind == endToken:
			e.finish(e.secret.line, "")
			e.deliver(t.line(e.secret.line))
			e.secret.clear()
			return
		case t.kind == textToken:
			e.secret.apply(insert(t.text))
			clear(t.text)
		case t.key == readline.CharInterrupt:
			e.secret.clear()
			e.signal()
		case t.key == keyDeleteOrEnd && len(e.secret.line) == 0:
			e.finish(nil, "")
			e.deliver(failedLine(io.EOF))
			return
		case secretEdits[t.key] != nil:
			e.secret.apply(secretEdits[t.key])
		}
	}
	if e.gone != nil {
		e.secret.clear()
		e.deliver(failedLine(e.gone))
		return
	}
	e.redraw()
}
