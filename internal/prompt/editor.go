package prompt

import (
	"os"
	"sync"
	"time"

	"github.com/chzyer/readline"
)

// Settings say what an Editor works with.
type Settings struct {
	In, Out *os.File // one terminal
	History *History // nil: only this session's lines can be called up

	// Candidates returns what may stand in line from the byte from on to pos,
	// where TAB was pressed. nil: there is no completion.
	Candidates func(line string, pos int) (list []string, from int)
	// Ghost returns a hint that is shown in grey behind line. Right or End make
	// it part of the line. nil: there are none.
	Ghost func(line string) string
	Color bool // without it there are no hints

	// Stuck is called when Ctrl-C finds no answer for a while, because the
	// screen takes no output. nil: nobody wants to know.
	Stuck func()
}

// Editor is a line editor for a terminal on which others write at any time.
// They write through it: text appears above the line being typed, which stays
// as it is.
//
// The library (see library.go) edits the line, walks and searches the history,
// and knows nothing of the terminal. Keys, screen and terminal mode are ours.
type Editor struct {
	set        Settings
	mode       mode
	rl         *readline.Instance
	lines      chan Line
	interrupts chan os.Signal
	done       chan struct{} // closed by Close
	closing    sync.Once
	stop       func()      // stops the process; nil where there is no ^Z
	late       *time.Timer // shows text that waited for its line end
	keys       decoder

	mu      sync.Mutex
	more    *sync.Cond // something that the library's goroutines wait for changed
	screen  screen
	queue   queue
	prompt  string
	status  string // shown while no line is wanted
	wanted  bool   // a line is; then its prompt is shown
	coming  bool   // the line is complete and on its way
	hidden  bool
	literal bool
	closed  bool
	gone    error    // the terminal is
	secret  secret   // the line being typed while hidden
	dropped int      // lines that Ctrl-C dropped and nobody asked for yet
	keeps   []string // for the history, when the library does not look
	failed  error    // what went wrong with the history
	showing []byte   // the flood that is being shown
	unshown error    // why the last one could not be
	library
}

// partDelay is how long text without a line end waits for the rest before it
// is shown above the prompt.
const partDelay = 150 * time.Millisecond

// NewEditor makes the terminal raw and begins to read it. Close undoes that.
func NewEditor(set Settings) (*Editor, error) {
	e := &Editor{set: set, mode: mode{in: set.In, out: set.Out}, lines: make(chan Line, 1),
		interrupts: make(chan os.Signal, 1), done: make(chan struct{})}
	e.more = sync.NewCond(&e.mu)
	e.screen = screen{out: set.Out, size: func() (int, int) { return sizeOf(set.Out) }}
	if err := e.mode.enter(); err != nil {
		return nil, err
	}
	if err := e.load(); err != nil {
		e.mode.leave(true)
		return nil, err
	}
	set.Out.WriteString(pasteOn)
	e.late = time.AfterFunc(time.Hour, e.showHeld)
	e.stop = e.watch()
	go e.read()
	go e.drive()
	return e, nil
}

// Lines delivers the lines that Ready asked for, one each.
func (e *Editor) Lines() <-chan Line { return e.lines }

// Interrupts delivers Ctrl-C, unless it dropped a line being typed.
func (e *Editor) Interrupts() <-chan os.Signal { return e.interrupts }

// Ready tells that a line is wanted: it shows the prompt, and behind it what
// was typed ahead. While a line is wanted it only changes the prompt.
func (e *Editor) Ready(prompt string) {
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

// Took tells that the line was taken: it stands on the screen already.
func (e *Editor) Took(Line) {}

// Dropped tells that Ctrl-C was taken: the line that was wanted is no more,
// until Ready. What was typed of it since then waits.
func (e *Editor) Dropped() {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.wanted && !e.hidden {
		e.finish(nil, "^C")
		e.wanted = false
	}
}

// Waiting reports whether more was typed or pasted ahead: a whole line.
func (e *Editor) Waiting() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.queue.ends > 0
}

// Ahead tells when the next line was ended that was typed or pasted ahead; ok is
// false if none was.
func (e *Editor) Ahead() (at time.Time, pasted, ok bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	end, ok := e.queue.next()
	return end.at, end.pasted, ok
}

// Drop returns how many whole lines Ctrl-C dropped since the last line was
// wanted. Those were forgotten with the key; what was typed behind it stays.
func (e *Editor) Drop() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	n := e.dropped
	e.dropped = 0
	return n
}

// Literal tells whether a message is being typed: TAB is a tab then, and there
// are no hints.
func (e *Editor) Literal(on bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.literal != on {
		e.literal, e.hint = on, hint{}
		e.touch()
	}
}

// Keep puts a line into the history. One that is not kept cannot be called up.
func (e *Editor) Keep(text string) {
	e.mu.Lock()
	e.keeps = append(e.keeps, text)
	e.mu.Unlock()
	if e.set.History == nil {
		return
	}
	if err := e.set.History.Append(text); err != nil {
		e.mu.Lock()
		e.failed = err
		e.mu.Unlock()
	}
}

// flood is so much text that a terminal takes a while to show it.
const flood = 16 << 10

// Write shows text above the line being typed. Text that has no line end yet
// waits for it a moment, and is joined with what follows. A flood is shown while
// its writer goes on to make more; that it could not be is the error of the next
// Write, or of Close.
func (e *Editor) Write(p []byte) (int, error) {
	e.mu.Lock()
	err := e.unshown
	e.unshown = nil
	if err == nil && !e.closed && len(p) >= flood {
		e.showing = append(e.showing[:0], p...)
		go e.showFlood() // which unlocks: whoever comes next comes behind it
		return len(p), nil
	}
	defer e.mu.Unlock()
	if e.closed {
		return e.set.Out.Write(p)
	}
	if err == nil {
		err = e.above(p)
	}
	if err != nil {
		return 0, err
	}
	return len(p), nil
}

// showFlood has the lock from Write.
func (e *Editor) showFlood() {
	defer e.Guard()
	defer e.mu.Unlock()
	e.unshown = e.above(e.showing)
}

// above shows text, and sees to it that a rest without a line end is not forgotten.
func (e *Editor) above(p []byte) error {
	waits := len(e.screen.held) > 0
	err := e.screen.above(p)
	if len(e.screen.held) > 0 && !waits {
		e.late.Reset(partDelay)
	}
	return err
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
