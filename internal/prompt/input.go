package prompt

import (
	"cmp"
	"fmt"
	"time"

	"github.com/chzyer/readline"
)

// read queues what is typed until the terminal is gone.
func (e *Editor) read() {
	defer e.Guard()
	defer e.set.In.SetReadDeadline(time.Time{}) // which Close sets
	buf := make([]byte, 64<<10)
	for {
		n, err := e.set.In.Read(buf)
		if n > 0 {
			e.typed(buf[:n])
			clear(buf[:n]) // it may be a secret
		}
		if err == nil {
			continue
		}
		k, gone := readEnd(err)
		if gone != nil {
			e.hangUp(gone)
			return
		}
		e.pressed([]token{{kind: keyToken, key: k}})
	}
}

// typed takes what one read returned.
func (e *Editor) typed(p []byte) { e.pressed(e.keys.feed(p, time.Now())) }

// pressed queues tokens. Two keys act at once: Ctrl-C and Ctrl-Z.
func (e *Editor) pressed(tokens []token) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, t := range tokens {
		switch t.key {
		case readline.CharInterrupt:
			e.interrupt(t)
		case keySuspend:
			select {
			case e.suspends <- struct{}{}:
			default:
			}
		default:
			e.queue.push(t)
		}
	}
	e.pump()
}

// hangUp ends the reading. A line without an end is never delivered: the user
// did not press Enter. (io.EOF would mean Ctrl-D.)
func (e *Editor) hangUp(err error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.gone = fmt.Errorf("the terminal is gone: %v", err)
	e.pump()
}

// interrupt handles Ctrl-C. It drops the queued lines at once, also one without
// an end. Then the line being typed is dropped, when it is the key's turn.
func (e *Editor) interrupt(t token) {
	e.out.hurry()
	if !e.wanted || e.hidden || e.queue.ends > 0 {
		e.dropped += e.queue.drop()
	}
	if e.wanted && !e.hidden {
		e.queue.push(t)
		return
	}
	e.secret.clear()
	e.signal()
}

// pump makes a line of the queued input if one is wanted.
func (e *Editor) pump() {
	switch {
	case !e.wanted || e.closed:
	case e.hidden:
		e.pumpSecret()
	case e.draft.state != idle:
		e.changed.Broadcast()
	default:
		line, end, ok := e.queue.line() // complete lines need no editing
		switch {
		case ok:
			e.finish(line, "")
			e.deliver(end.line(line))
		case e.gone != nil && e.queue.ends == 0:
			e.deliver(failedLine(e.gone))
		default:
			e.draft.state = asked
			e.changed.Broadcast()
		}
	}
}

// deliver hands over the line that was wanted. The channel has room: the caller
// asks for another line only after it took the last.
func (e *Editor) deliver(l Line) {
	e.wanted, e.coming = false, false
	e.lines <- l
}

// frame returns the prompt with the line as it is now.
func (e *Editor) frame() (f frame) {
	switch {
	case e.status != "":
		f.prompt(e.status)
	case e.hidden:
		f.prompt(e.prompt)
		f.mask(e.secret.line)
		f.cursor += e.secret.pos
	default:
		f.prompt(cmp.Or(e.draft.label, e.prompt))
		f.runes(e.draft.line)
		f.cursor += e.draft.pos
		f.ghost = cellsOf(e.draft.hint.text, 0)
	}
	return f
}

// redraw shows the line as it is now.
func (e *Editor) redraw() {
	e.draft.dirty = false
	e.screen.show(e.frame())
}

// redrawShown draws the line again if it is on the screen.
func (e *Editor) redrawShown() {
	if e.screen.hasFrame() {
		e.redraw()
	}
}

// finish leaves the line, and what ended it, on the screen.
func (e *Editor) finish(line []rune, end string) {
	var f frame
	f.prompt(e.prompt)
	if e.hidden {
		f.mask(line)
	} else {
		f.runes(line)
	}
	f.cells = append(f.cells, ascii(end))
	e.screen.finish(f)
}
