package prompt

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"time"
	"unicode"

	"github.com/chzyer/readline"
)

// library drives the library chzyer/readline, which edits the line. The library reads no keys
// and draws nothing: its standard input never ends and contains only spaces. For each space it
// calls giveKey, which returns a key, and then takeLine, which gets the changed line. To run an
// edit of this package, giveKey returns a key that only moves the cursor, and takeLine runs the
// edit. Both run on the library's goroutine and use the fields below rl without a lock.
type library struct {
	e            *Editor
	rl           *readline.Instance
	edit         edit   // the edit that takeLine runs next, or nil
	ending       bool   // the key ends the line
	beforeSearch edit   // restores the line from before the search
	wasSearching bool   // the key came during a search: the line may share memory with the history
	killed       []rune // the text that ^W deleted last; nil: the library has deleted text since
	historyLines int    // how many lines of the history the library has
}

// draft is the library's current line. Editor.mu guards it.
type draft struct {
	state       draftState
	line        []rune // never changed in place
	pos         int    // of the cursor
	dirty       bool   // the screen does not show it yet
	label       string // the prompt of a search; "": no search
	searchFails bool   // the search finds nothing
	hint        hint
	end         token // the end of line that ended it
}

// draftState says how far the library is with a line.
type draftState int

const (
	idle      draftState = iota
	requested            // run must ask the library for a line
	reading              // the library waits for keys
	ending               // the library has received the last key
)

// load creates the library's instance. The width must not be 0 and the prompt must be empty:
// otherwise the library's cursor arithmetic never ends.
func (l *library) load(e *Editor) (err error) {
	l.e = e
	l.rl, err = readline.NewEx(&readline.Config{
		Stdin: ticks{e.done}, Stdout: sink{l}, Stderr: sink{l},
		FuncIsTerminal:         func() bool { return false },
		FuncMakeRaw:            func() error { return nil },
		FuncExitRaw:            func() error { return nil },
		FuncGetWidth:           func() int { return 1 << 20 },
		FuncOnWidthChanged:     func(func()) {},
		FuncFilterInputRune:    l.giveKey,
		Listener:               readline.FuncListener(l.takeLine),
		HistoryLimit:           1 << 30, // History has the limit
		HistorySearchFold:      true,
		DisableAutoSaveHistory: true,
	})
	return err
}

// addHistory adds the lines to the library that were added to the history since the last call.
// The first one replaces the library's empty line.
func (l *library) addHistory() {
	for _, line := range l.e.set.History.since(l.historyLines) {
		if l.historyLines == 0 {
			l.rl.ResetHistory()
		}
		l.historyLines++
		l.rl.SaveHistory(string(toRunes(nil, []byte(line))))
	}
}

// run asks the library for a line whenever one is wanted.
func (l *library) run() {
	defer l.e.Guard()
	for l.begin() {
		line, err := l.rl.Readline()
		l.takeResult([]rune(line), err)
	}
	l.rl.Config.Stdin.Close()
	l.rl.Terminal.KickRead()
	for l.rl.Terminal.ReadRune() != 0 { // otherwise the library's goroutine would never end
	}
}

// begin waits until a line is wanted. It returns false after Close.
//
// The library is idle until Readline is called, so begin can add the lines of Keep. It first
// saves an empty line, to make the library forget the line before, which Keep may not have
// added. Without that, the library would save a recalled and edited line instead of the one
// that it is given. Without any lines, it would panic at Ctrl-C in a search.
func (l *library) begin() bool {
	e := l.e
	e.mu.Lock()
	defer e.mu.Unlock()
	for e.draft.state != requested && !e.closed {
		e.changed.Wait()
	}
	if e.closed {
		return false
	}
	l.rl.SaveHistory("")
	l.addHistory()
	e.draft.state = reading
	e.changed.Broadcast() // giveKey may be waiting for this
	return true
}

// takeResult handles the line or the error that the library returned. After Ctrl-C a new line
// begins.
func (l *library) takeResult(line []rune, err error) {
	e := l.e
	e.mu.Lock()
	defer e.mu.Unlock()
	d := e.draft
	e.draft = draft{}
	switch {
	case e.closed:
	case err == nil:
		e.finish(line, "")
		e.deliver(d.end.line(line))
	case errors.Is(err, io.EOF):
		e.finish(nil, "")
		e.deliver(failedLine(io.EOF))
	case e.readError != nil:
		e.deliver(failedLine(e.readError))
	default:
		if len(d.line) > 0 {
			e.finish(d.line, "^C")
		} else {
			e.signal()
		}
		if e.wanted && !e.hidden {
			e.redraw()
		}
		e.takeQueued()
	}
}

// failedLine returns a Line that delivers an error.
func failedLine(err error) Line { return Line{Err: err, At: time.Now()} }

// giveKey waits for a key and returns it to the library. It draws the line only when no more
// keys are queued.
func (l *library) giveKey(rune) (rune, bool) {
	e := l.e
	defer e.Guard()
	e.mu.Lock()
	defer e.mu.Unlock()
	for {
		open := e.draft.state == reading && e.wanted && !e.hidden
		switch {
		case e.closed && e.draft.state == reading:
			return l.lastKey(readline.CharInterrupt), true
		case e.closed:
			return 0, true
		case open && !e.queue.empty():
			return l.nextKey(), true
		case open && e.readError != nil && l.rl.Operation.IsSearchMode():
			return readline.CharBell, true
		case open && e.readError != nil:
			return l.lastKey(readline.CharInterrupt), true
		case open && e.draft.dirty:
			if !l.fetchHint() {
				e.redraw()
			}
		default:
			e.changed.Wait()
		}
	}
}

// takeLine gets the line after a key. If an edit is set, it runs that edit and returns the
// result to the library.
func (l *library) takeLine(line []rune, pos int, key rune) ([]rune, int, bool) {
	if key == 0 { // a new line begins
		return nil, 0, false
	}
	if l.ending {
		l.ending = false
		return nil, 0, false
	}
	e := l.e
	defer e.Guard()
	op := l.edit
	l.edit = nil
	mine := line
	if op != nil {
		line, pos = op(line, e.draft.pos)
		mine = append([]rune(nil), line...)
	}
	found := l.wasSearching || l.rl.Operation.IsSearchMode()
	if found && op == nil {
		line = append([]rune(nil), line...)
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.draft.line, e.draft.pos, e.draft.dirty, e.draft.hint = mine, pos, true, hint{}
	return line, pos, op != nil || found
}

// runEdit makes takeLine run op, and returns the key to give to the library. That key only
// moves the cursor, and op sets the cursor again. Unlike other keys, it ends a search without
// losing the line found.
func (l *library) runEdit(op edit) rune {
	l.edit = op
	return readline.CharLineStart
}

// lastKey returns a key that ends the line.
func (l *library) lastKey(key rune) rune {
	l.ending, l.e.draft.state = true, ending
	return key
}

// ticks is the library's standard input: spaces until done is closed.
type ticks struct{ done <-chan struct{} }

func (t ticks) Read(p []byte) (int, error) {
	select {
	case <-t.done:
		return 0, io.EOF
	default:
		p[0] = ' '
		return 1, nil
	}
}

func (t ticks) Close() error { return nil }

// sink is the library's output. It passes the bell on to the terminal. It finds the searched
// words in what the library draws, and discards the rest.
type sink struct{ l *library }

func (s sink) Write(p []byte) (int, error) {
	if string(p) == "\a" {
		s.l.bell()
	}
	search, ok := bytes.CutPrefix(bytes.TrimLeft(p, "\n"), []byte("\x1b[J"))
	where, words, found := strings.Cut(string(search), "-i-search: ")
	if !ok || !found {
		return len(p), nil
	}
	words, _, _ = strings.Cut(words, "\x1b[4m ")
	e := s.l.e
	e.mu.Lock()
	defer e.mu.Unlock()
	e.draft.searchFails = strings.HasPrefix(where, "failing ")
	e.draft.label = label(where, words)
	return len(p), nil
}

// label returns the prompt of a search.
func label(where, words string) string {
	kind := "search"
	if strings.HasSuffix(where, "bck") {
		kind = "reverse search"
	}
	if strings.HasPrefix(where, "failing ") {
		kind = "failing " + kind
	}
	words = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return '?'
		}
		return r
	}, words)
	return "(" + kind + " `" + words + "') "
}

func (l *library) bell() {
	e := l.e
	e.out.put([]byte("\a"))
}
