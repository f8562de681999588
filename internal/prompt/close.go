package prompt

import (
	"errors"
	"time"
)

// With bracketed paste, the terminal marks pasted text.
const (
	pasteOn  = "\x1b[?2004h"
	pasteOff = "\x1b[?2004l"
)

// Close restores the terminal in every state of the editor. Any goroutine may call it, more
// than once. It returns errors of the terminal and of the history.
//
// Close returns when the terminal has accepted all output, or has accepted none for half a
// second. If the terminal accepts output later, the rest is written then.
func (e *Editor) Close() error {
	var err error
	e.closing.Do(func() {
		err = e.mode.leave(true)
		close(e.done)
		failed := e.leaveScreen()
		e.out.close()
		err = errors.Join(err, failed, e.out.takeError())
	})
	return err
}

// leaveScreen ends the line on the screen and wakes the waiting goroutines. It returns the
// error of the history.
func (e *Editor) leaveScreen() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.closed = true
	e.partTimer.Stop()
	e.set.In.SetReadDeadline(time.Now()) // ends Read, where the system supports it
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
	return e.historyError
}

// Guard, when deferred, restores the terminal before a panic continues.
func (e *Editor) Guard() {
	if p := recover(); p != nil {
		e.mode.leave(true)
		e.out.put([]byte(pasteOff + lineFeed))
		e.out.close()
		panic(p)
	}
}

// restoreScreen draws the line again after the terminal's size has changed. resumed: the
// process continues after a stop, so restoreScreen also makes the terminal raw again.
func (e *Editor) restoreScreen(resumed bool) {
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

// suspend restores the terminal, calls stop, which stops the process, and makes the terminal
// raw again.
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

// hideFrame removes the line from the screen and reports whether it was shown. ok is false
// after Close.
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
