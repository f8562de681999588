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

// LineMode reads lines in the terminal's own line mode. Text written to it while
// a prompt is shown appears above a new prompt.
//
// A terminal that accepts no output blocks Write and Ready as long as those of
// Editor.
type LineMode struct {
	source
	in      *os.File
	out     *output
	signals chan os.Signal

	mu      sync.Mutex // guards the fields below; output.mu may be taken while it is held
	prompt  string
	shown   bool         // the prompt is on the screen, and maybe part of a line after it
	since   time.Time    // when it was shown
	column  bool         // the screen's last line has no end yet
	hidden  func() error // restores the echo; nil while it is on
	unwatch func()       // ends watchStops
}

// typeAhead is how many lines may be queued.
const typeAhead = 1024

// NewLineMode starts to read in, a terminal, and writes to out.
func NewLineMode(in *os.File, out io.Writer) *LineMode {
	l := &LineMode{source: newSource(typeAhead), in: in, signals: make(chan os.Signal, 1)}
	l.out = newOutput(out, l.caughtUp)
	signal.Notify(l.signals, os.Interrupt)
	go l.read()
	go l.interrupt()
	return l
}

// interrupt passes Ctrl-C on.
func (l *LineMode) interrupt() {
	for {
		select {
		case <-l.done:
			return
		case <-l.signals:
			l.out.hurry()
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
	l.column = l.column || l.shown
	l.freshLine()
	l.prompt, l.shown, l.since = prompt, true, time.Now()
	l.out.put([]byte(prompt))
}

// MarkTaken notes that the caller took a line: the prompt's row is finished, unless
// the line was typed before the prompt was shown.
func (l *LineMode) MarkTaken(line Line) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.column = l.shown && line.At.Before(l.since)
	l.shown = false
}

// Waiting reports whether a line is queued.
func (l *LineMode) Waiting() bool { return len(l.lines) > 0 }

// NextQueued always returns false: the terminal has echoed queued lines already.
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

// SetTextMode does nothing: TAB always is a tab.
func (l *LineMode) SetTextMode(bool) {}

// Redraws reports that the screen cannot be changed.
func (l *LineMode) Redraws() bool { return false }

// Status does nothing: it could not be removed again.
func (l *LineMode) Status(string) {}

// Guard is for defer. It restores the echo before a panic continues.
func (l *LineMode) Guard() {
	if p := recover(); p != nil {
		l.Close()
		panic(p)
	}
}

// Dropped ends the prompt's row after Ctrl-C or Ctrl-D.
func (l *LineMode) Dropped() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.column = true
	l.freshLine()
}

// Write shows p, above a new prompt if one is shown. It returns before p is on
// the screen; an error is returned by the next Write, or by Close.
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
		l.column = true
		l.freshLine()
	}
	l.out.put(p)
	l.column = p[len(p)-1] != '\n'
	if again {
		l.freshLine()
		l.shown = true
		l.out.put([]byte(l.prompt))
	}
}

// caughtUp is called when the terminal has accepted everything.
func (l *LineMode) caughtUp() {
	defer l.Guard()
	if notice := l.out.takeNotice(); notice != nil {
		l.print(notice)
	}
}

// freshLine ends the screen's last line if it has no end yet.
func (l *LineMode) freshLine() {
	if l.column {
		l.out.put([]byte("\n"))
	}
	l.column, l.shown = false, false
}

// Hide switches the echo off for a secret. Show switches it on again. It returns
// an error if the terminal's mode cannot be changed.
func (l *LineMode) Hide() error {
	restore, err := echoOff(l.in)
	if err == nil {
		l.mu.Lock()
		l.hidden, l.unwatch = restore, l.watchStops()
		l.mu.Unlock()
	}
	return err
}

// stopped calls stop, which stops the process, with the echo restored.
func (l *LineMode) stopped(stop func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.hidden == nil {
		stop()
		return
	}
	l.hidden()
	stop()
	echoOff(l.in)
}

// Show restores the echo and ends the row of the hidden line.
func (l *LineMode) Show() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.hidden != nil {
		l.hidden()
		l.unwatch()
		l.hidden = nil
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

// leave ends the prompt's row.
func (l *LineMode) leave() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.shown {
		l.column = true
		l.freshLine()
	}
}

// read reads lines until the terminal is gone. A line without an end is never
// delivered: the user did not press Enter.
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
