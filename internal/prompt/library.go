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

// library is the line as the library has it. It reads no keys and draws
// nothing: its standard input is an endless row of ticks, and at each tick
// before gives it a key or has it do nothing while ours is done, and after sees
// what became of the line. Both run in the library's goroutine, one after the
// other; what is marked so is theirs alone.
type library struct {
	start   bool   // drive is to ask it for a line
	reading bool   // it is asked for one, which has not ended
	line    []rune // what it has; the slice is never changed
	pos     int
	dirty   bool // that is not on the screen yet
	label   string
	failing bool // the search finds nothing
	hint    hint
	end     token // what ended the line
	known   bool  // it has lines to call up

	op     edit   // theirs: what after is to do
	ending bool   // theirs: the key ends the line
	sought edit   // theirs: brings back the line in which a search began
	found  bool   // theirs: a search was on, and what it finds is the history's own slice
	killed []rune // theirs: what ^W killed last; nil if the library's ^Y knows better
}

// load makes the library ready. Its width must never be 0, and its prompt stays
// empty: its cursor arithmetic loops for ever on either.
func (e *Editor) load() (err error) {
	e.rl, err = readline.NewEx(&readline.Config{
		Stdin: ticks{e.done}, Stdout: sink{e}, Stderr: sink{e},
		FuncIsTerminal:         func() bool { return false },
		FuncMakeRaw:            func() error { return nil },
		FuncExitRaw:            func() error { return nil },
		FuncGetWidth:           func() int { return 1 << 20 },
		FuncOnWidthChanged:     func(func()) {},
		FuncFilterInputRune:    e.before,
		Listener:               readline.FuncListener(e.after),
		HistoryLimit:           1 << 30, // ours is kept elsewhere
		HistorySearchFold:      true,
		DisableAutoSaveHistory: true,
	})
	if err != nil {
		return err
	}
	if e.set.History != nil {
		for _, line := range e.set.History.Lines() {
			e.remember(line)
		}
	}
	return nil
}

// remember gives the library a line to call up. The first takes the place of the
// empty one.
func (e *Editor) remember(line string) {
	if line == "" {
		return
	}
	if !e.known {
		e.rl.ResetHistory()
		e.known = true
	}
	e.rl.SaveHistory(string(toRunes(nil, []byte(line))))
}

// drive asks the library for a line whenever one is wanted.
func (e *Editor) drive() {
	defer e.Guard()
	for e.begin() {
		line, err := e.rl.Readline()
		e.ended([]rune(line), err)
	}
	e.rl.Config.Stdin.Close()
	e.rl.Terminal.KickRead()
	for e.rl.Terminal.ReadRune() != 0 { // its reader must not wait for us for ever
	}
}

// begin waits until a line is wanted and reports whether one still can be. The
// library is idle then, and takes the history that was kept meanwhile. What was
// not kept it forgets at an empty line; without that it also saves a line that
// was called up and edited in place of the one it is told to, and panics at
// Ctrl-C in a search where nothing was ever kept.
func (e *Editor) begin() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	for !e.start && !e.closed {
		e.more.Wait()
	}
	e.start = false
	if e.closed {
		return false
	}
	e.rl.SaveHistory("")
	for _, line := range e.keeps {
		e.remember(line)
	}
	e.keeps = nil
	e.reading = true
	e.more.Broadcast()
	return true
}

// ended takes what the library returned.
func (e *Editor) ended(line []rune, err error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	typed, end := e.line, e.end
	e.line, e.pos, e.label, e.hint = nil, 0, "", hint{}
	switch {
	case e.closed:
	case err == nil:
		e.finish(line, "")
		e.deliver(Line{Text: toBytes(line), At: end.at, Pasted: end.pasted})
	case errors.Is(err, io.EOF):
		e.finish(nil, "")
		e.deliver(endOfInput())
	case e.gone != nil:
		e.deliver(gone(e.gone))
	case len(typed) > 0:
		e.finish(typed, "^C")
		e.again()
	default:
		e.signal()
		e.again()
	}
}

// again begins a line in place of one that was dropped.
func (e *Editor) again() {
	if e.wanted && !e.hidden {
		e.redraw()
	}
	e.pump()
}

func endOfInput() Line { return Line{Err: io.EOF, At: time.Now()} }

func gone(err error) Line { return Line{Err: err, At: time.Now()} }

// before gives the library a key. It waits for one, and draws what was typed
// once nothing more waits: a burst of keys is drawn once.
func (e *Editor) before(rune) (rune, bool) {
	defer e.Guard()
	e.mu.Lock()
	defer e.mu.Unlock()
	for {
		open := e.reading && e.wanted && !e.hidden && !e.closed
		switch {
		case e.closed && e.reading:
			e.reading = false
			return e.ends(readline.CharInterrupt), true
		case e.closed:
			return 0, true
		case open && !e.queue.empty():
			return e.next(), true
		case open && e.gone != nil && e.rl.Operation.IsSearchMode():
			return readline.CharBell, true
		case open && e.gone != nil:
			e.reading = false
			return e.ends(readline.CharInterrupt), true
		case open && e.dirty:
			if !e.askGhost() {
				e.redraw()
			}
		default:
			e.more.Wait()
		}
	}
}

// after sees what became of the line, or has something of ours done to it.
func (e *Editor) after(line []rune, pos int, key rune) ([]rune, int, bool) {
	if key == 0 { // the beginning of a line: nothing is in it
		return nil, 0, false
	}
	if e.ending {
		e.ending = false
		return nil, 0, false
	}
	defer e.Guard()
	op := e.op
	e.op = nil
	mine := line
	if op != nil {
		line, pos = op(line, e.pos)
		mine = append([]rune(nil), line...)
	}
	found := e.found || e.rl.Operation.IsSearchMode()
	if found && op == nil {
		line = append([]rune(nil), line...)
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.line, e.pos, e.dirty, e.hint = mine, pos, true, hint{}
	return line, pos, op != nil || found
}

// do has the library do next to nothing, so that after can do op. It moves the
// cursor, which op learns from us: in contrast to others, that key ends a search
// without losing what it found.
func (e *Editor) do(op edit) rune {
	e.op = op
	return readline.CharLineStart
}

// ends marks a key that ends the line.
func (e *Editor) ends(key rune) rune {
	e.ending = true
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

// sink is where the library writes. It draws only its search, of which the
// words are taken, and rings.
type sink struct{ e *Editor }

func (s sink) Write(p []byte) (int, error) {
	if string(p) == "\a" {
		s.e.bell()
	}
	search, ok := bytes.CutPrefix(bytes.TrimLeft(p, "\n"), []byte("\x1b[J"))
	where, words, found := strings.Cut(string(search), "-i-search: ")
	if !ok || !found {
		return len(p), nil
	}
	words, _, _ = strings.Cut(words, "\x1b[4m ")
	s.e.mu.Lock()
	defer s.e.mu.Unlock()
	s.e.failing = strings.HasPrefix(where, "failing ")
	s.e.label = label(where, words)
	return len(p), nil
}

// label is the prompt of a search.
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

func (e *Editor) bell() { e.set.Out.WriteString("\a") }
