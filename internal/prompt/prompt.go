// Package prompt turns what a user types at a terminal into lines, and shows text
// above the line being typed. It knows nothing of servers.
//
// Editor edits the line itself. LineMode leaves that to the terminal's own line
// mode, for dumb terminals.
package prompt

import (
	"os"
	"sync"
	"time"
)

// Line is a line that the user ended with Enter, without the line end. If Err is
// io.EOF, the user pressed Ctrl-D on an empty line, and more lines may come.
// Other errors say why no more will come.
type Line struct {
	Text   []byte
	At     time.Time // when the user pressed Enter; if pasted, when the paste began
	Where  string    // if it came from a file: "login.txt:3"
	Pasted bool      // it was pasted, not typed
	Note   string    // shown before the line is handled; "": nothing
	Err    error
}

// source delivers what the user types.
type source struct {
	lines      chan Line
	interrupts chan os.Signal
	done       chan struct{} // closed by Close
	closing    sync.Once
}

// newSource makes a source with room for so many lines.
func newSource(ahead int) source {
	return source{lines: make(chan Line, ahead), interrupts: make(chan os.Signal, 1), done: make(chan struct{})}
}

// Lines delivers lines: one for each Ready of an Editor, and all that are typed
// in LineMode.
func (s *source) Lines() <-chan Line { return s.lines }

// Interrupts delivers Ctrl-C, unless it dropped a line being typed.
func (s *source) Interrupts() <-chan os.Signal { return s.interrupts }

func (s *source) signal() {
	select {
	case s.interrupts <- os.Interrupt:
	default: // an earlier one is not handled yet
	}
}
