package prompt

import (
	"os"
	"sync"
	"time"
)

// Settings configure an Editor.
type Settings struct {
	In, Out *os.File // the same terminal
	History *History // nil: the user can recall only lines of this session

	// Candidates returns what can replace line[from:pos]. The user pressed TAB at
	// pos. nil: there is no completion.
	Candidates func(line string, pos int) (list []string, from int)
	// Ghost returns a hint to show in grey after line. Right or End adds it to
	// the line. nil: there are no hints.
	Ghost func(line string) string
	Color bool // needed for hints

	// Stuck is called if the terminal accepts no output for 3 seconds after the
	// user pressed Ctrl-C. nil: nothing is called.
	Stuck func()
}

// Editor is a line editor for a terminal. Other goroutines can print at any time with Write:
// their text appears above the line being typed, which does not change.
//
// If the terminal accepts no output, only Write and Ready wait for it: at most a minute, 3
// seconds after Ctrl-C, and half a second after Close. After that, Write drops its text until
// the terminal accepts output again, and then reports how much is missing. Close returns half
// a second after the terminal last accepted output. No other method waits for the terminal.
//
// The library (see library.go) edits the line, and recalls and searches the history. This
// package itself decodes keys, draws the screen and sets the terminal's mode.
type Editor struct {
	source
	set       Settings
	mode      mode
	out       *output
	keys      decoder // only read uses it
	lib       library
	suspends  chan struct{} // asks watch to stop the process
	partTimer *time.Timer   // shows text without a line ending after partDelay
	state
}

// state is the state that the editor's goroutines share. No goroutine holds mu while it waits
// for the terminal or calls a function from Settings. Lock order: mu comes before the locks of
// output, mode and History.
type state struct {
	mu      sync.Mutex // guards the fields below
	changed *sync.Cond // signals a change to the library's goroutines
	screen  screen
	queue   queue
	draft   draft
	secret  secret // the line being typed while hidden
	request
	closed       bool
	readError    error // why reading the terminal failed; nil: it has not
	dropped      int   // how many lines Ctrl-C dropped since Ready or DropQueued
	historyError error // of the history file
}

// request says which line the caller waits for.
type request struct {
	prompt    string
	status    string // shown while no line is wanted
	wanted    bool   // the caller waits for a line: the prompt is shown
	completed bool   // the line is complete and will be delivered
	hidden    bool   // the line is a secret
	literal   bool   // the line is text of a message
}

// partDelay is how long text without a line ending waits for the rest of its line before it is
// shown above the prompt.
const partDelay = 150 * time.Millisecond

// NewEditor makes the terminal raw and starts to read it. Close ends both. It returns an error
// if the terminal's mode cannot be changed.
func NewEditor(set Settings) (*Editor, error) {
	if set.History == nil {
		set.History = &History{}
	}
	e := &Editor{source: newSource(1), set: set, mode: mode{in: set.In, out: set.Out}, suspends: make(chan struct{}, 1)}
	e.changed = sync.NewCond(&e.mu)
	e.out = newOutput(set.Out, e.outputDrained)
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
	e.partTimer = time.AfterFunc(time.Hour, e.showPartial)
	e.watch()
	go e.read()
	go e.lib.run()
	return e, nil
}

// Ready asks for a line: it shows the prompt and the queued input after it. If the editor
// already waits for a line, Ready only changes the prompt.
func (e *Editor) Ready(prompt string) {
	e.out.reserve(0)
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed || e.completed || len(e.lines) > 0 || e.wanted && prompt == e.prompt {
		return
	}
	e.prompt, e.status, e.wanted, e.dropped = prompt, "", true, 0
	if e.takeQueued(); e.wanted {
		e.redraw()
	}
}

// MarkTaken does nothing: the screen shows the line already.
func (e *Editor) MarkTaken(Line) {}

// Dropped cancels the request for a line after Ctrl-C. Input that the user has typed since
// then stays queued.
func (e *Editor) Dropped() {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.wanted && !e.hidden {
		e.finish(nil, "^C")
		e.wanted = false
	}
}

// Waiting reports whether the queued input contains a complete line.
func (e *Editor) Waiting() bool {
	_, _, ok := e.NextQueued()
	return ok
}

// NextQueued returns when the user ended the first complete line of the queued input, and
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

// SetTextMode sets whether the line is text of a message: TAB then inserts a tab, and there
// are no hints.
func (e *Editor) SetTextMode(on bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.literal != on {
		e.literal, e.draft.hint = on, hint{}
		e.redrawShown()
	}
}

// Keep adds a line to the history. The user can recall only lines added this way.
func (e *Editor) Keep(text string) {
	if err := e.set.History.Append(text); err != nil {
		e.mu.Lock()
		defer e.mu.Unlock()
		e.historyError = err
	}
}

// Redraws returns true: the editor can change the prompt in place, and can continue text
// without a line ending when the rest of the line arrives.
func (e *Editor) Redraws() bool { return true }

// Status shows text on its own row while the editor waits for no line. It replaces an earlier
// text; "" removes it. Input that the user types meanwhile is queued.
func (e *Editor) Status(text string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.status == text || e.closed || e.wanted || e.completed || e.hidden {
		return
	}
	if e.status = text; text == "" {
		e.screen.hide()
	} else {
		e.redraw()
	}
}

// Write shows text above the line being typed. Text without a line ending waits up to
// partDelay for the rest of its line. Write returns before the text is on the screen. The next
// Write, or Close, returns its error.
func (e *Editor) Write(p []byte) (int, error) { return e.out.write(p, e.print) }

// print queues text to show above the line being typed.
func (e *Editor) print(p []byte) {
	e.mu.Lock()
	defer e.mu.Unlock()
	waits := len(e.screen.partial) > 0
	e.screen.printAbove(p)
	if len(e.screen.partial) > 0 && !waits {
		e.partTimer.Reset(partDelay)
	}
}

// showPartial shows text without a line ending after partDelay.
func (e *Editor) showPartial() {
	defer e.Guard()
	e.mu.Lock()
	defer e.mu.Unlock()
	if !e.closed {
		e.screen.showPartial()
	}
}

// outputDrained is called when the terminal has accepted all queued output.
func (e *Editor) outputDrained() {
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
