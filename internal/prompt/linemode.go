// Package prompt is the line being typed: it turns what a person does at a
// terminal into lines, and shows text above the line while it is typed. It
// knows nothing of servers.
//
// LineMode leaves the editing to the terminal itself; it is what dumb terminals
// get.
package prompt

import (
	"bufio"
	"errors"
	"io"
	"os"
	"os/signal"
	"sync"
	"time"
)

// Line is what a person ended with Enter, without the line end. Err is io.EOF
// for Ctrl-D on an empty line, after which more lines may come, or the reason
// why no more will.
type Line struct {
	Text  []byte
	At    time.Time // when it was ended; of a pasted one, when the paste began
	Where string    // of a line that came from a file: "login.txt:3"
	// Pasted tells a line that came from a paste, not from keys.
	Pasted bool
	Note   string // what is to be said before the line is handled; "": nothing
	Err    error
}

// LineMode reads lines in the terminal's own line mode. It is an io.Writer for
// all that is to appear on the terminal: text that comes while a prompt is
// shown is written above a new one.
type LineMode struct {
	in         *os.File
	out        io.Writer
	lines      chan Line
	interrupts chan os.Signal
	done       chan struct{} // closed by Close
	closing    sync.Once

	mu     sync.Mutex
	prompt string
	shown  bool      // the prompt is on the screen, and maybe half a line behind it
	since  time.Time // when it was shown
	column bool      // the screen's last line has no end yet
	hidden func()    // brings the echo back; nil while it is on
	seen   func()    // ends what looks after it meanwhile
}

// typeAhead is how many lines may be typed before they are wanted.
const typeAhead = 1024

// NewLineMode begins to read in, a terminal; what it shows goes to out.
func NewLineMode(in *os.File, out io.Writer) *LineMode {
	l := &LineMode{in: in, out: out, lines: make(chan Line, typeAhead), interrupts: make(chan os.Signal, 1),
		done: make(chan struct{})}
	signal.Notify(l.interrupts, os.Interrupt)
	go l.read()
	return l
}

// Lines delivers what is typed, also before it is asked for.
func (l *LineMode) Lines() <-chan Line { return l.lines }

// Interrupts delivers Ctrl-C.
func (l *LineMode) Interrupts() <-chan os.Signal { return l.interrupts }

// Ready shows the prompt: a line is wanted now.
func (l *LineMode) Ready(prompt string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.shown && l.prompt == prompt {
		return
	}
	l.column = l.column || l.shown
	l.freshLine()
	l.prompt, l.shown, l.since = prompt, true, time.Now()
	io.WriteString(l.out, prompt)
}

// Took tells that a line was taken: the prompt is history, until Ready. A line
// typed before the prompt was shown has not ended the prompt's row.
func (l *LineMode) Took(line Line) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.column = l.shown && line.At.Before(l.since)
	l.shown = false
}

// Waiting reports whether a line was typed before it was wanted.
func (l *LineMode) Waiting() bool { return len(l.lines) > 0 }

// Ahead knows of no line: the terminal has echoed it already.
func (l *LineMode) Ahead() (at time.Time, pasted, ok bool) { return }

// Drop forgets the lines that were typed before they were wanted, and returns
// how many there were.
func (l *LineMode) Drop() int {
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

// Literal does nothing: a TAB is a tab always.
func (l *LineMode) Literal(bool) {}

// Redraws reports that what stands on the screen cannot be changed.
func (l *LineMode) Redraws() bool { return false }

// Status does nothing: it could not be taken off again.
func (l *LineMode) Status(string) {}

// Guard, deferred, brings the echo back before a panic goes on.
func (l *LineMode) Guard() {
	if p := recover(); p != nil {
		l.Close()
		panic(p)
	}
}

// Dropped tells that no line came of what was typed: Ctrl-C, Ctrl-D.
func (l *LineMode) Dropped() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.column = true
	l.freshLine()
}

// Write shows p, above a new prompt if one is shown. It returns what out says.
func (l *LineMode) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(p) == 0 {
		return 0, nil
	}
	again := l.shown
	if again {
		l.column = true
		l.freshLine()
	}
	n, err := l.out.Write(p)
	l.column = p[len(p)-1] != '\n'
	if again {
		l.freshLine()
		l.shown = true
		io.WriteString(l.out, l.prompt)
	}
	return n, err
}

// freshLine ends the screen's last line if it needs it.
func (l *LineMode) freshLine() {
	if l.column {
		io.WriteString(l.out, "\n")
	}
	l.column, l.shown = false, false
}

// Hide switches the echo off, for a secret; Show switches it on again.
func (l *LineMode) Hide() error {
	restore, err := echoOff(l.in)
	if err == nil {
		l.mu.Lock()
		l.hidden, l.seen = restore, l.watchStops()
		l.mu.Unlock()
	}
	return err
}

// stopped stops the process with the terminal's echo as it was.
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

// Show brings the echo back and ends the line that nobody saw.
func (l *LineMode) Show() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.hidden != nil {
		l.hidden()
		l.seen()
		l.hidden = nil
		io.WriteString(l.out, "\n")
	}
}

// Close leaves the terminal as it was found. What is still typed is not read.
// It always returns nil.
func (l *LineMode) Close() error {
	signal.Stop(l.interrupts)
	l.closing.Do(func() { close(l.done) })
	l.Show()
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.shown {
		l.column = true
		l.freshLine()
	}
	return nil
}

// read runs until the terminal is gone. Half a line at its end is never
// delivered: nobody pressed Enter.
func (l *LineMode) read() {
	in := bufio.NewReader(l.in)
	for {
		text, err := in.ReadBytes('\n')
		line := Line{Err: err, At: time.Now()}
		if err == nil {
			line.Text = chomp(text)
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

// chomp takes the line end off: LF, and the CR of a Windows console.
func chomp(line []byte) []byte {
	line = line[:len(line)-1]
	if n := len(line); n > 0 && line[n-1] == '\r' {
		line = line[:n-1]
	}
	return line
}
