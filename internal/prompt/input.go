package prompt

import (
	"cmp"
	"fmt"
	"time"

	"github.com/chzyer/readline"
)

// read reads the terminal and queues the input, until reading fails.
func (e *Editor) read() {
	defer e.Guard()
	defer e.set.In.SetReadDeadline(time.Time{}) // removes the deadline that Close sets
	buf := make([]byte, 64<<10)
	for {
		n, err := e.set.In.Read(buf)
		if n > 0 {
			e.decode(buf[:n])
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
		e.queueTokens([]token{{kind: keyToken, key: k}})
	}
}

// decode queues the tokens in the bytes of one read.
func (e *Editor) decode(p []byte) { e.queueTokens(e.keys.feed(p, time.Now())) }

// queueTokens queues tokens. Ctrl-C and Ctrl-Z act at once instead.
func (e *Editor) queueTokens(tokens []token) {
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
	e.takeQueued()
}

// hangUp is called when reading has failed. It never delivers a line that the user has not
// ended with Enter. The error is not io.EOF, which would mean Ctrl-D.
func (e *Editor) hangUp(err error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.readError = fmt.Errorf("the terminal is gone: %v", err)
	e.takeQueued()
}

// interrupt handles Ctrl-C. It drops all queued lines at once, including an incomplete one. The
// library then drops the line being typed, when it gets the key.
func (e *Editor) interrupt(t token) {
	e.out.shortenLimit()
	if !e.wanted || e.hidden || e.queue.complete > 0 {
		e.dropped += e.queue.drop()
	}
	if e.wanted && !e.hidden {
		e.queue.push(t)
		return
	}
	e.secret.clear()
	e.signal()
}

// takeQueued starts to make a line from the queued input, if the caller waits for one. It
// delivers a complete line at once.
func (e *Editor) takeQueued() {
	switch {
	case !e.wanted || e.closed:
	case e.hidden:
		e.takeQueuedSecret()
	case e.draft.state != idle:
		e.changed.Broadcast()
	default:
		line, end, ok := e.queue.popLine() // complete lines need no editing
		switch {
		case ok:
			e.finish(line, "")
			e.deliver(end.line(line))
		case e.readError != nil && e.queue.complete == 0:
			e.deliver(failedLine(e.readError))
		default:
			e.draft.state = requested
			e.changed.Broadcast()
		}
	}
}

// deliver sends a line to the caller. The channel has room, because the caller asks for another
// line only after it has received the last one.
func (e *Editor) deliver(l Line) {
	e.wanted, e.completed = false, false
	e.lines <- l
}

// frame returns the frame to draw: the status, or the prompt and the current line.
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

// redraw draws the frame.
func (e *Editor) redraw() {
	e.draft.dirty = false
	e.screen.show(e.frame())
}

// redrawShown draws the frame if one is on the screen.
func (e *Editor) redrawShown() {
	if e.screen.hasFrame() {
		e.redraw()
	}
}

// finish leaves the prompt and the line on the screen, with end after it, such as "^C".
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
