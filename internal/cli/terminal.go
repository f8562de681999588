package cli

import (
	"io"
	"os"
	"runtime"
	"sync"

	"github.com/mattn/go-isatty"

	"byhand/internal/prompt"
	"byhand/internal/rows"
	"byhand/repl"
)

// person is whoever types at the terminal.
type person interface {
	repl.Input
	repl.Terminal
	io.Writer // what is to be seen there while a line is typed
	Close() error
}

// typed makes a person at the terminal the input; what is written to the same
// terminal goes by way of the prompt.
func (f *flags) typed(opt *repl.Options) (done func()) {
	p, trouble := f.person(screen(), opt.Color)
	opt.Typed, opt.Input, opt.Terminal, opt.Status, opt.Advisor = true, p, p, p.Status, &f.advisor
	if opt.OnTerminal {
		opt.Out = p
	}
	f.err.give(p)
	if trouble != nil {
		f.tell("the history cannot be used: %v", trouble)
	}
	return func() {
		err := p.Close()
		f.err.give(nil)
		if err != nil {
			f.tell("the terminal or the history: %v", err)
		}
	}
}

// asks lets a session that nobody types ask for a secret, if somebody is there.
func (f *flags) asks(opt *repl.Options) (done func()) {
	if !isTerminal(os.Stdin) {
		return func() {}
	}
	done = f.typed(opt)
	opt.Typed = false
	return done
}

// person returns the line editor, or line mode where there can be none. trouble
// is what is wrong with the history.
func (f *flags) person(at *os.File, color bool) (p person, trouble error) {
	if !edits(at) {
		return prompt.NewLineMode(os.Stdin, at), nil
	}
	history, trouble := f.history()
	editor, err := prompt.NewEditor(prompt.Settings{In: os.Stdin, Out: at, History: history,
		Candidates: f.advisor.Candidates, Ghost: f.advisor.Ghost, Color: color, Stuck: f.stuck})
	if err != nil {
		return prompt.NewLineMode(os.Stdin, at), nil
	}
	return editor, trouble
}

// screen is where the prompt is seen.
func screen() *os.File {
	if isTerminal(os.Stdout) {
		return os.Stdout
	}
	return os.Stderr
}

// edits reports whether a line can be edited: not on a dumb terminal, nor on
// Cygwin's and mintty's, which are pipes to us.
func edits(at *os.File) bool {
	if !isatty.IsTerminal(os.Stdin.Fd()) || !isatty.IsTerminal(at.Fd()) {
		return false
	}
	term := os.Getenv("TERM")
	return term != "dumb" && (term != "" || runtime.GOOS == "windows")
}

// history opens the file of what was typed before, unless nobody wants one.
func (f *flags) history() (*prompt.History, error) {
	if f.noHistory {
		return nil, nil
	}
	path, err := prompt.DefaultHistoryPath()
	if err != nil {
		return nil, err
	}
	return prompt.OpenHistory(path, 0)
}

func isTerminal(f *os.File) bool {
	return isatty.IsTerminal(f.Fd()) || isatty.IsCygwinTerminal(f.Fd())
}

// columnsOf returns what tells the width of a terminal; nil if f is not one.
func columnsOf(f *os.File) func() int {
	if !isTerminal(f) {
		return nil
	}
	return func() int { return prompt.Columns(f) }
}

// rowsOf returns a writer of rows to stdout or stderr.
func rowsOf(f *os.File) rows.Writer {
	return rows.Writer{To: f, Columns: columnsOf(f)}
}

// console is where byhand's own words go: stderr, or the prompt while somebody
// types on the same terminal. The zero value is stderr.
type console struct {
	mu     sync.Mutex
	person person
	status bool // the last row is one that changes in place
}

// give tells who types; nil: nobody any more.
func (c *console) give(p person) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.person = p
}

// Write writes to where the words go now.
func (c *console) Write(p []byte) (int, error) {
	c.mu.Lock()
	who, status := c.person, c.status
	c.status = false
	c.mu.Unlock()
	if status {
		os.Stderr.WriteString(eraseRow)
	}
	if who != nil && isTerminal(os.Stderr) {
		return who.Write(p)
	}
	return os.Stderr.Write(p)
}

// words writes what byhand says to where the words go now.
func (c *console) words() rows.Writer {
	return rows.Writer{To: c, Columns: columnsOf(os.Stderr)}
}

// eraseRow empties the row in which the cursor is.
const eraseRow = "\r\x1b[K"

// Status shows in one row what goes on while nobody types; "" takes it away.
func (c *console) Status(text string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if columns := columnsOf(os.Stderr); columns != nil && text != "" {
		text = text[:rows.Fit(text, columns()-1)] // more than one row could not be erased
	}
	if c.status || text != "" {
		os.Stderr.WriteString(eraseRow + text)
	}
	c.status = text != ""
}

// Guard, deferred, leaves the terminal as it was found before a panic goes on.
func (c *console) Guard() {
	if p := recover(); p != nil {
		c.mu.TryLock() // whoever has it may be the one that panics
		if c.person != nil {
			c.person.Close()
		}
		panic(p)
	}
}
