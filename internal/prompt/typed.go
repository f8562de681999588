package prompt

import (
	"bytes"
	"fmt"
	"os"
	"time"

	"github.com/chzyer/readline"
)

// read hands on what is typed until the terminal is gone.
func (e *Editor) read() {
	defer e.Guard()
	defer e.set.In.SetReadDeadline(time.Time{}) // which Close sets
	buf := make([]byte, 64<<10)
	for {
		n, err := e.set.In.Read(buf)
		if n > 0 {
			calm := e.watchFor(buf[:n])
			e.typed(buf[:n])
			calm()
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

// stuckTime is how long Ctrl-C may find no answer.
const stuckTime = 3 * time.Second

// watchFor looks for a Ctrl-C in what was typed; until calm is called it waits
// for its answer.
func (e *Editor) watchFor(p []byte) (calm func()) {
	if e.set.Stuck == nil || bytes.IndexByte(p, readline.CharInterrupt) < 0 {
		return func() {}
	}
	late := time.AfterFunc(stuckTime, e.set.Stuck)
	return func() { late.Stop() }
}

// typed takes in what one read returned.
func (e *Editor) typed(p []byte) { e.pressed(e.keys.feed(p, time.Now())) }

// pressed puts tokens into the queue. Only two keys do not wait for their turn.
func (e *Editor) pressed(tokens []token) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, t := range tokens {
		switch t.key {
		case readline.CharInterrupt:
			e.interrupt(t)
		case keySuspend:
			e.suspend(e.stop)
		default:
			e.queue.push(t)
		}
	}
	e.pump()
}

// hangUp ends the reading. Half a line is never delivered: nobody pressed
// Enter. (An io.EOF would be a Ctrl-D.)
func (e *Editor) hangUp(err error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.gone = fmt.Errorf("the terminal is gone: %v", err)
	e.pump()
}

// interrupt takes Ctrl-C: whole lines that wait are dropped at once, and half
// of one with them. Then it is the turn of the line being typed.
func (e *Editor) interrupt(t token) {
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

func (e *Editor) signal() {
	select {
	case e.interrupts <- os.Interrupt:
	default: // one that nobody looked at yet says the same
	}
}

// pump lets what is in the queue become the line that is wanted.
func (e *Editor) pump() {
	switch {
	case !e.wanted || e.closed:
	case e.hidden:
		e.pumpSecret()
	case e.reading || e.start:
		e.more.Broadcast()
	default:
		line, end, ok := e.queue.line() // whole lines need no editing
		switch {
		case ok:
			e.finish(line, "")
			e.deliver(Line{Text: toBytes(line), At: end.at, Pasted: end.pasted})
		case e.gone != nil && e.queue.ends == 0:
			e.deliver(gone(e.gone))
		default:
			e.start = true
			e.more.Broadcast()
		}
	}
}

// deliver hands over the line that was wanted. There is room: another is only
// wanted when it was taken.
func (e *Editor) deliver(l Line) {
	e.wanted, e.coming = false, false
	e.lines <- l
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

// redraw shows the line as it is now.
func (e *Editor) redraw() {
	var f frame
	switch {
	case e.status != "":
		f.prompt(e.status)
	case e.hidden:
		f.prompt(e.prompt)
		f.mask(e.secret.line)
		f.cursor += e.secret.pos
	default:
		if e.label != "" {
			f.prompt(e.label)
		} else {
			f.prompt(e.prompt)
		}
		f.runes(e.line)
		f.cursor += e.pos
		f.ghost = e.hint.cells()
	}
	e.dirty = false
	e.screen.show(f)
}

// touch draws anew if there is a line on the screen.
func (e *Editor) touch() {
	if e.screen.shown {
		e.redraw()
	}
}

// changed tells that the terminal's size may have, or that the process was
// stopped and goes on.
func (e *Editor) changed(resumed bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return
	}
	if resumed && e.mode.enter() == nil {
		e.set.Out.WriteString(pasteOn)
	}
	if resumed || !e.screen.fits() {
		e.touch()
	}
}

// stopped is suspend for who does not have the lock.
func (e *Editor) stopped(stop func()) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if !e.closed {
		e.suspend(stop)
	}
}

// suspend stops the process with the terminal as it was.
func (e *Editor) suspend(stop func()) {
	if stop == nil {
		return
	}
	shown := e.screen.shown
	e.screen.hide()
	e.set.Out.WriteString(pasteOff)
	e.mode.leave(false)
	stop()
	if e.mode.enter() != nil {
		return
	}
	e.set.Out.WriteString(pasteOn)
	if shown {
		e.redraw()
	}
}
