package prompt

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"os"
	"os/signal"
	"sync"
	"time"
)

// LineMode reads lines in the terminal's own line mode. If text is written while a prompt is
// shown, a new prompt follows the text.
//
// If the terminal accepts no output, Write and Ready wait as long as those of Editor.
type LineMode struct {
	source
	in      *os.File
	out     *output
	signals chan os.Signal

	mu          sync.Mutex // guards the fields below; output.mu may be taken while it is held
	prompt      string
	shown       bool         // the prompt is on the screen, perhaps with part of a line
	shownAt     time.Time    // when the prompt was shown
	unfinished  bool         // the screen's last line has no line ending yet
	restoreEcho func() error // switches the echo on; nil: it is on
	unwatch     func()       // ends watchStops
}

// typeAhead is how many lines may be queued.
const typeAhead = 1024

// NewLineMode starts to read in, a terminal, and writes to out.
func NewLineMode(in *os.File, out io.Writer) *LineMode {
	l := &LineMode{source: newSource(typeAhead), in: in, signals: make(chan os.Signal, 1)}
	l.out = newOutput(out, l.outputDrained)
	signal.Notify(l.signals, os.Interrupt)
	go l.read()
	go l.interrupt()
	return l
}

// interrupt passes each SIGINT on as Ctrl-C.
func (l *LineMode) interrupt() {
	for {
		select {
		case <-l.done:
			return
		case <-l.signals:
			l.out.shortenLimit()
			l.signal()
		}
	}
}

// Ready shows the prompt.
func (l *LineMode) Ready(prompt string) {
	l.out.reserve(0)
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.shown && l.prompt == prompt {
		return
	}
	l.unfinished = l.unfinished || l.shown
	l.freshLine()
	l.prompt, l.shown, l.shownAt = prompt, true, time.Now()
	l.out.put([]byte(prompt))
}

// MarkTaken is called when the caller has received a line. The row of the prompt is then
// complete, unless the user typed the line before the prompt was shown.
func (l *LineMode) MarkTaken(line Line) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.unfinished = l.shown && line.At.Before(l.shownAt)
	l.shown = false
}

// Waiting reports whether a line is queued.
func (l *LineMode) Waiting() bool { return len(l.lines) > 0 }

// NextQueued always returns false: the terminal has already shown queued lines.
func (l *LineMode) NextQueued() (at time.Time, pasted, ok bool) { return }

// DropQueued drops the queued lines and returns how many there were.
func (l *LineMode) DropQueued() int {
	for n := 0; ; n++ {
		select {
		case <-l.lines:
		default:
			return n
		}
	}
}

// Keep does nothing: the terminal's own line mode has no history.
func (l *LineMode) Keep(string) {}

// SetTextMode does nothing: TAB is always a tab.
func (l *LineMode) SetTextMode(bool) {}

// Redraws returns false: line mode cannot change the screen.
func (l *LineMode) Redraws() bool { return false }

// Status does nothing: line mode could not remove the text.
func (l *LineMode) Status(string) {}

// Guard, when deferred, restores the echo before a panic continues.
func (l *LineMode) Guard() {
	if p := recover(); p != nil {
		l.Close()
		panic(p)
	}
}

// Dropped begins a new row after Ctrl-C or Ctrl-D.
func (l *LineMode) Dropped() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.unfinished = true
	l.freshLine()
}

// Write shows p, and a new prompt after it if a prompt is shown. It returns before p is on the
// screen. The next Write, or Close, returns its error.
func (l *LineMode) Write(p []byte) (int, error) { return l.out.write(p, l.print) }

// print queues p.
func (l *LineMode) print(p []byte) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(p) == 0 {
		return
	}
	again := l.shown
	if again {
		l.unfinished = true
		l.freshLine()
	}
	l.out.put(p)
	l.unfinished = p[len(p)-1] != '\n'
	if again {
		l.freshLine()
		l.shown = true
		l.out.put([]byte(l.prompt))
	}
}

// outputDrained is called when the terminal has accepted all queued output.
func (l *LineMode) outputDrained() {
	defer l.Guard()
	if notice := l.out.takeNotice(); notice != nil {
		l.print(notice)
	}
}

// freshLine ends the screen's last line if it is unfinished.
func (l *LineMode) freshLine() {
	if l.unfinished {
		l.out.put([]byte("\n"))
	}
	l.unfinished, l.shown = false, false
}

// Hide switches the echo off for a secret. Show switches it on again. It returns
// an error if the terminal's mode cannot be changed.
func (l *LineMode) Hide() error {
	restore, err := echoOff(l.in)
	if err == nil {
		l.mu.Lock()
		l.restoreEcho, l.unwatch = restore, l.watchStops()
		l.mu.Unlock()
	}
	return err
}

// whileStopped switches the echo on, calls stop, which stops the process, and switches the echo
// off again.
func (l *LineMode) whileStopped(stop func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.restoreEcho == nil {
		stop()
		return
	}
	l.restoreEcho()
	stop()
	echoOff(l.in)
}

// Show restores the echo and ends the row of the hidden line.
func (l *LineMode) Show() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.restoreEcho != nil {
		l.restoreEcho()
		l.unwatch()
		l.restoreEcho = nil
		l.out.put([]byte("\n"))
	}
}

// Close restores the terminal and stops reading. It waits for the terminal as
// Editor.Close does, and returns an error of its output.
func (l *LineMode) Close() error {
	signal.Stop(l.signals)
	l.closing.Do(func() { close(l.done) })
	l.Show()
	l.leave()
	l.out.close()
	return l.out.takeError()
}

// leave begins a new row if a prompt is shown.
func (l *LineMode) leave() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.shown {
		l.unfinished = true
		l.freshLine()
	}
}

// read reads lines until reading fails. It never delivers a line that the user has not ended
// with Enter.
func (l *LineMode) read() {
	in := bufio.NewReader(l.in)
	for {
		text, err := in.ReadBytes('\n')
		line := Line{Err: err, At: time.Now()}
		if err == nil { // a Windows console ends lines with CR LF
			line.Text = bytes.TrimSuffix(text[:len(text)-1], []byte("\r"))
		}
		select {
		case l.lines <- line:
		case <-l.done:
			return
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return
		}
	}
}
