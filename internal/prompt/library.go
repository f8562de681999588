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

// library drives chzyer/readline, which edits the line. It reads no keys and
// draws nothing: its standard input is an endless row of ticks. At each tick
// giveKey returns a key to it, or has it do next to nothing while an edit of ours
// is done, and takeLine gets the line that results. Both run in the library's
// goroutine, one after the other, and share the fields below rl without a lock.
type library struct {
	e      *Editor
	rl     *readline.Instance
	edit   edit   // what takeLine does
	ending bool   // the key ends the line
	sought edit   // restores the line in which a search began
	found  bool   // a search was on; what it finds is the history's own slice
	killed []rune // what ^W killed last; nil if the library's ^Y has it
	known  int    // how many lines of the history it has
}

// draft is the line being typed as the library has it. Editor.mu guards it.
type draft struct {
	state   draftState
	line    []rune // never changed in place
	pos     int
	dirty   bool // not on the screen yet
	label   string
	failing bool // the search finds nothing
	hint    hint
	end     token // what ended the line
}

// draftState is where the library is with a line.
type draftState int

const (
	idle    draftState = iota
	asked              // run is to ask the library for a line
	reading            // the library waits for keys
	ending             // it got the last key
)

// load makes the library ready. Its width must never be 0, and its prompt stays
// empty: its cursor arithmetic loops for ever on either.
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

// learn gives the library the lines that the history got since the last call. The
// first one replaces the library's empty line.
func (l *library) learn() {
	for _, line := range l.e.set.History.since(l.known) {
		if l.known == 0 {
			l.rl.ResetHistory()
		}
		l.known++
		l.rl.SaveHistory(string(toRunes(nil, []byte(line))))
	}
}

// run asks the library for a line whenever one is wanted.
func (l *library) run() {
	defer l.e.Guard()
	for l.begin() {
		line, err := l.rl.Readline()
		l.ended([]rune(line), err)
	}
	l.rl.Config.Stdin.Close()
	l.rl.Terminal.KickRead()
	for l.rl.Terminal.ReadRune() != 0 { // or its reader would wait for us for ever
	}
}

// begin waits until a line is wanted. It returns false after Close.
//
// Until Readline is called the library is idle, and takes the lines that were
// kept. An empty line makes it forget the line before, which may not have been
// kept. Without that, it would also save a recalled and edited line instead of
// the one that it is given, and would panic at Ctrl-C in a search while it has
// no lines.
func (l *library) begin() bool {
	e := l.e
	e.mu.Lock()
	defer e.mu.Unlock()
	for e.draft.state != asked && !e.closed {
		e.changed.Wait()
	}
	if e.closed {
		return false
	}
	l.rl.SaveHistory("")
	l.learn()
	e.draft.state = reading
	e.changed.Broadcast() // giveKey may be waiting for this
	return true
}

// ended takes what the library returned. After Ctrl-C a new line begins.
func (l *library) ended(line []rune, err error) {
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
	case e.gone != nil:
		e.deliver(failedLine(e.gone))
	default:
		if len(d.line) > 0 {
			e.finish(d.line, "^C")
		} else {
			e.signal()
		}
		if e.wanted && !e.hidden {
			e.redraw()
		}
		e.pump()
	}
}

// failedLine is what Lines delivers instead of a line.
func failedLine(err error) Line { return Line{Err: err, At: time.Now()} }

// giveKey gives the library a key. It waits for one, and draws the line once no
// more keys wait: a burst of keys is drawn once.
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
		case open && e.gone != nil && l.rl.Operation.IsSearchMode():
			return readline.CharBell, true
		case open && e.gone != nil:
			return l.lastKey(readline.CharInterrupt), true
		case open && e.draft.dirty:
			if !l.askGhost() {
				e.redraw()
			}
		default:
			e.changed.Wait()
		}
	}
}

// takeLine gets the line after a key, or does an edit of ours to it.
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
	found := l.found || l.rl.Operation.IsSearchMode()
	if found && op == nil {
		line = append([]rune(nil), line...)
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.draft.line, e.draft.pos, e.draft.dirty, e.draft.hint = mine, pos, true, hint{}
	return line, pos, op != nil || found
}

// do returns a key that has the library do next to nothing, so that takeLine can
// do op. The key moves the cursor, and op sets it again. Unlike other keys, this
// one ends a search without losing what it found.
func (l *library) do(op edit) rune {
	l.edit = op
	return readline.CharLineStart
}

// lastKey returns a key that ends the line.
func (l *library) lastKey(key rune) rune {
	l.ending, l.e.draft.state = true, ending
	return key
}

// ticks is the library's standard input.
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

// sink is where the library writes. It passes the bell on, and takes the words of
// a search from what the library draws.
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
	e.draft.failing = strings.HasPrefix(where, "failing ")
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
