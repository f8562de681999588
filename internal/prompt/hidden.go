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

// secretEdits maps the keys that edit a secret to their edits. ^Y does not restore text that
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

// Hide makes the next line a secret: the screen shows a star for each rune, and neither the
// history nor completion gets the line. After Show, the user continues the line that was being
// typed before.
func (e *Editor) Hide() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.screen.hide()
	e.wanted, e.hidden = false, true
	e.secret.clear()
	return nil
}

// Show ends Hide.
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

// takeQueuedSecret applies the queued input to the secret, and delivers it when it is complete.
func (e *Editor) takeQueuedSecret() {
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
	if e.readError != nil {
		e.secret.clear()
		e.deliver(failedLine(e.readError))
		return
	}
	e.redraw()
}
