// Package prompt reads lines that a user types at a terminal, and shows text above the line
// being typed. It does not know about servers.
//
// Editor edits the line itself. LineMode uses the terminal's own line mode, for terminals on
// which an editor cannot work.
package prompt

import (
	"os"
	"sync"
	"time"
)

// Line is a line that the user ended with Enter, without the line ending. If Err is io.EOF, the
// user pressed Ctrl-D on an empty line, and more lines may follow. After any other error no
// lines follow.
type Line struct {
	Text   []byte
	At     time.Time // when the user pressed Enter; if pasted, when the paste began
	Where  string    // where it is in a script: "login.txt:3"
	Pasted bool      // the user pasted it
	Note   string    // a note to show before the line is handled; "": none
	Err    error
}

// source delivers what the user types.
type source struct {
	lines      chan Line
	interrupts chan os.Signal
	done       chan struct{} // closed by Close
	closing    sync.Once
}

// newSource returns a source that can queue ahead lines.
func newSource(ahead int) source {
	return source{lines: make(chan Line, ahead), interrupts: make(chan os.Signal, 1), done: make(chan struct{})}
}

// Lines returns the channel that delivers lines: one for each Ready of an Editor, or all lines
// typed in LineMode.
func (s *source) Lines() <-chan Line { return s.lines }

// Interrupts returns the channel that delivers Ctrl-C, except where it drops the line being
// typed.
func (s *source) Interrupts() <-chan os.Signal { return s.interrupts }

func (s *source) signal() {
	select {
	case s.interrupts <- os.Interrupt:
	default: // an earlier one is not handled yet
	}
}
