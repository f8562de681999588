package prompt

import (
	"errors"
	"time"
)

// Bracketed paste: the terminal tells what is pasted from what is typed.
const (
	pasteOn  = "\x1b[?2004h"
	pasteOff = "\x1b[?2004l"
)

// closeTime is how long Close waits for a screen that takes no output.
const closeTime = 500 * time.Millisecond

// Close leaves the terminal as it was found, whatever the editor is doing. It
// may be called twice, and from anywhere. It returns what went wrong with the
// terminal's mode or, before that, with the history or the last flood.
func (e *Editor) Close() error {
	var err error
	e.closing.Do(func() {
		err = e.mode.leave(true)
		close(e.done)
		left := make(chan error, 1)
		go func() { left <- e.leave() }()
		select {
		case failed := <-left:
			err = errors.Join(err, failed)
		case <-time.After(closeTime): // the rest goes out when the screen takes it, if it ever does
		}
	})
	return err
}

// leave ends what is on the screen and wakes whoever waits.
func (e *Editor) leave() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.closed = true
	e.late.Stop()
	e.set.In.SetReadDeadline(time.Now()) // where that can be done
	if e.status != "" {
		e.status = ""
		e.screen.hide()
	}
	if e.screen.shown {
		e.hint = hint{}
		e.redraw()
		f := e.screen.frame
		f.cursor = len(f.cells)
		e.screen.finish(f)
	} else {
		e.screen.leave()
	}
	e.queue.drop()
	e.secret.clear()
	e.set.Out.WriteString(pasteOff)
	e.more.Broadcast()
	return errors.Join(e.failed, e.unshown)
}

// Guard, deferred, leaves the terminal as it was found before a panic goes on.
func (e *Editor) Guard() {
	if p := recover(); p != nil {
		e.mode.leave(true)
		e.set.Out.WriteString(pasteOff + lineFeed)
		panic(p)
	}
}
