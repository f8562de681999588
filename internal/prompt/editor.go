package prompt

import (
	"os"
	"sync"
	"time"
)

// Settings configure an Editor.
type Settings struct {
	In, Out *os.File // one terminal
	History *History // nil: the user can recall only lines of this session

	// Candidates returns what can replace line from byte from to pos, where the
	// user pressed TAB. nil: there is no completion.
	Candidates func(line string, pos int) (list []string, from int)
	// Ghost returns a hint to show in grey after line. Right or End adds it to
	// the line. nil: there are no hints.
	Ghost func(line string) string
	Color bool // needed for hints

	// Stuck is called when the user pressed Ctrl-C and the terminal then accepted
	// no output for 3 seconds. nil: nothing is called.
	Stuck func()
}

// Editor is a line editor for a terminal to which other goroutines print at any
// time. They call Write: text appears above the line being typed, which stays
// as it is.
//
// A terminal that accepts no output blocks only Write and Ready, and those for
// at most a minute, for 3 seconds after Ctrl-C, and for half a second once Close
// is called. Then Write drops its text until the terminal accepts output again,
// and reports how much is missing. Close returns half a second after the
// terminal last accepted something. No other method waits for the terminal.
//
// The library (see library.go) edits the line and recalls and searches the
// history; it knows nothing of the terminal. The keys, the screen and the
// terminal's mode are ours.
type Editor struct {
	source
	set      Settings
	mode     mode
	out      *output
	keys     decoder // only read uses it
	lib      library
	suspends chan struct{} // asks watch to stop the process
	late     *time.Timer   // shows text that waited for its line end
	state
}

// state is what the editor's goroutines share. mu is never held while a
// goroutine waits for the terminal or calls a function from Settings. The locks
// of output, mode and History may be taken while it is held, but not vice versa.
type state struct {
	mu      sync.Mutex // guards the fields below
	changed *sync.Cond // signals to the library's goroutines
	screen  screen
	queue   queue
	draft   draft
	secret  secret // the line being typed while hidden
	request
	closed  bool
	gone    error // why the terminal cannot be read any more
	dropped int   // how many lines Ctrl-C dropped since Ready or DropQueued
	failed  error // from the history file
}

// request is what the caller wants to be typed.
type request struct {
	prompt  string
	status  string // shown while no line is wanted
	wanted  bool   // a line is: its prompt is shown
	coming  bool   // the line is complete and will be delivered
	hidden  bool   // the line is a secret
	literal bool   // the line is text of a message
}

// partDelay is how long text without a line end waits for the rest before it
// is shown above the prompt.
const partDelay = 150 * time.Millisecond

// NewEditor makes the terminal raw and starts to read it. Close undoes that.
func NewEditor(set Settings) (*Editor, error) {
	if set.History == nil {
		set.History = &History{}
	}
	e := &Editor{source: newSource(1), set: set, mode: mode{in: set.In, out: set.Out}, suspends: make(chan struct{}, 1)}
	e.changed = sync.NewCond(&e.mu)
	e.out = newOutput(set.Out, e.caughtUp)
	e.out.stuck = set.Stuck
	e.screen = screen{out: e.out, size: func() (int, int) { return sizeOf(set.Out) }}
	if err := e.mode.enter(); err != nil {
		return nil, err
	}
	if err := e.lib.load(e); err != nil {
		e.mode.leave(true)
		return nil, err
	}
	e.out.put([]byte(pasteOn))
	e.late = time.AfterFunc(time.Hour, e.showHeld)
	e.watch()
	go e.read()
	go e.lib.run()
	return e, nil
}

// Ready asks for a line: it shows the prompt, followed by queued input. While a
// line is wanted already, it only changes the prompt.
func (e *Editor) Ready(prompt string) {
	e.out.reserve(0)
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed || e.coming || len(e.lines) > 0 || e.wanted && prompt == e.prompt {
		return
	}
	e.prompt, e.status, e.wanted, e.dropped = prompt, "", true, 0
	if e.pump(); e.wanted {
		e.redraw()
	}
}

// MarkTaken does nothing: the screen shows the line already.
func (e *Editor) MarkTaken(Line) {}

// Dropped withdraws the request for a line, after Ctrl-C. What the user has
// typed since then waits for Ready.
func (e *Editor) Dropped() {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.wanted && !e.hidden {
		e.finish(nil, "^C")
		e.wanted = false
	}
}

// Waiting reports whether the queued input has a complete line.
func (e *Editor) Waiting() bool {
	_, _, ok := e.NextQueued()
	return ok
}

// NextQueued returns when the first complete line of the queued input was ended, and
// whether it was pasted; ok is false if there is none.
func (e *Editor) NextQueued() (at time.Time, pasted, ok bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	end, ok := e.queue.firstEnd()
	return end.at, end.pasted, ok
}

// DropQueued returns how many lines of the queued input Ctrl-C dropped since the last
// Ready or DropQueued. It does not drop any itself.
func (e *Editor) DropQueued() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	n := e.dropped
	e.dropped = 0
	return n
}

// SetTextMode sets whether the line is text of a message: then TAB is a tab, and
// there are no hints.
func (e *Editor) SetTextMode(on bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.literal != on {
		e.literal, e.draft.hint = on, hint{}
		e.redrawShown()
	}
}

// Keep adds a line to the history. The user cannot recall other lines.
func (e *Editor) Keep(text string) {
	if err := e.set.History.Append(text); err != nil {
		e.mu.Lock()
		defer e.mu.Unlock()
		e.failed = err
	}
}

// Redraws reports that the screen can be changed: the prompt in place, and text
// without a line end when its rest comes.
func (e *Editor) Redraws() bool { return true }

// Status shows text on a row of its own while no line is wanted, in place of the
// text before it; "" removes it. What the user types meanwhile is queued.
func (e *Editor) Status(text string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.status == text || e.closed || e.wanted || e.coming || e.hidden {
		return
	}
	if e.status = text; text == "" {
		e.screen.hide()
	} else {
		e.redraw()
	}
}

// Write shows text above the line being typed. Text without a line end waits for
// the rest for a moment, and is joined with it. Write returns before the text is
// on the screen; an error is returned by the next Write, or by Close.
func (e *Editor) Write(p []byte) (int, error) { return e.out.write(p, e.print) }

// print queues text to show above the line being typed.
func (e *Editor) print(p []byte) {
	e.mu.Lock()
	defer e.mu.Unlock()
	waits := len(e.screen.held) > 0
	e.screen.above(p)
	if len(e.screen.held) > 0 && !waits {
		e.late.Reset(partDelay)
	}
}

// showHeld shows text that waited long enough for its line end.
func (e *Editor) showHeld() {
	defer e.Guard()
	e.mu.Lock()
	defer e.mu.Unlock()
	if !e.closed {
		e.screen.unhold()
	}
}

// caughtUp is called when the terminal has accepted everything.
func (e *Editor) caughtUp() {
	defer e.Guard()
	if notice := e.out.takeNotice(); notice != nil {
		e.print(notice)
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if !e.closed {
		e.screen.refresh()
	}
}
