package prompt

import (
	"errors"
	"time"
)

// Bracketed paste: the terminal marks what is pasted.
const (
	pasteOn  = "\x1b[?2004h"
	pasteOff = "\x1b[?2004l"
)

// Close restores the terminal, whatever the editor is doing. It may be called
// from anywhere, and more than once. It returns errors of the terminal and of the
// history.
//
// Close returns when the terminal has accepted everything, or has accepted
// nothing for half a second. It then writes the rest if the terminal accepts it
// later.
func (e *Editor) Close() error {
	var err error
	e.closing.Do(func() {
		err = e.mode.leave(true)
		close(e.done)
		failed := e.leave()
		e.out.close()
		err = errors.Join(err, failed, e.out.takeError())
	})
	return err
}

// leave ends what is on the screen and wakes the goroutines. It returns the
// history's error.
func (e *Editor) leave() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.closed = true
	e.late.Stop()
	e.set.In.SetReadDeadline(time.Now()) // where that is possible
	if e.status != "" {
		e.status = ""
		e.screen.hide()
	}
	if e.screen.hasFrame() {
		e.draft.hint = hint{}
		f := e.frame()
		f.cursor = len(f.cells)
		e.screen.finish(f)
	} else {
		e.screen.leave()
	}
	e.queue.drop()
	e.secret.clear()
	e.out.put([]byte(pasteOff))
	e.changed.Broadcast()
	return e.failed
}

// Guard is for defer. It restores the terminal before a panic continues.
func (e *Editor) Guard() {
	if p := recover(); p != nil {
		e.mode.leave(true)
		e.out.put([]byte(pasteOff + lineFeed))
		e.out.close()
		panic(p)
	}
}

// resized draws the line again for a terminal of another size, and after the
// process was stopped, which may have changed the terminal's mode.
func (e *Editor) resized(resumed bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return
	}
	if resumed && e.mode.enter() == nil {
		e.out.put([]byte(pasteOn))
	}
	if resumed || !e.screen.fits() {
		e.redrawShown()
	}
}

// suspend calls stop, which stops the process, with the terminal restored.
func (e *Editor) suspend(stop func()) {
	shown, ok := e.hideFrame()
	if !ok {
		return
	}
	e.out.pause()
	e.mode.leave(false)
	stop()
	failed := e.mode.enter()
	e.mu.Lock()
	defer e.mu.Unlock()
	e.out.resume()
	if failed != nil {
		return
	}
	e.out.put([]byte(pasteOn))
	if shown || e.screen.hasFrame() {
		e.redraw()
	}
}

// hideFrame removes the line from the screen and reports whether it was there. It
// returns false, false after Close.
func (e *Editor) hideFrame() (shown, ok bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return false, false
	}
	shown = e.screen.hasFrame()
	e.screen.hide()
	e.out.put([]byte(pasteOff))
	return shown, true
}
