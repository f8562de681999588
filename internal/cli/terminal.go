package cli

import (
	"context"
	"io"
	"os"
	"runtime"
	"syscall"
	"time"

	"github.com/mattn/go-isatty"

	"byhand/internal/prompt"
	"byhand/repl"
)

// terminal is a prompt on the user's terminal: a line editor, or line mode.
type terminal interface {
	repl.Input
	repl.Terminal
	io.Writer // shows text above the line being typed
	Close() error
}

// openPrompt makes a prompt on the terminal the input. Output to the same terminal goes
// through the prompt, which redraws the line being typed below it.
func (f *sessionFlags) openPrompt(ctx context.Context, opt *repl.Options, cancel context.CancelCauseFunc) (closeInput func(), err error) {
	opt.Interactive, opt.Advisor = true, &repl.Advisor{}
	t, err := f.newTerminal(opt, cancel)
	opt.Input, opt.Terminal, opt.Status = t, t, t.Status
	if opt.OnTerminal {
		opt.Out = t
	}
	f.console.setTerminal(t)
	if err != nil {
		f.console.tell("cannot use the history: %v", err)
	}
	stop := context.AfterFunc(ctx, func() { // a second after a signal, unblock everything that waits for the terminal
		time.AfterFunc(time.Second, func() { t.Close() })
	})
	return func() {
		stop()
		err := t.Close()
		f.console.setTerminal(nil)
		if err != nil {
			f.console.tell("cannot restore the terminal or save the history: %v", err)
		}
	}, nil
}

// newTerminal returns a line editor, or line mode if an editor cannot work on the terminal. If
// the history cannot be opened, it returns a line editor without history, and the error.
func (f *sessionFlags) newTerminal(opt *repl.Options, cancel context.CancelCauseFunc) (terminal, error) {
	out := promptFile()
	if !canEdit(out) {
		return prompt.NewLineMode(os.Stdin, out), nil
	}
	history, historyErr := f.openHistory()
	editor, err := prompt.NewEditor(prompt.Settings{In: os.Stdin, Out: out, History: history,
		Candidates: opt.Advisor.Candidates, Ghost: opt.Advisor.Ghost, Color: opt.Color,
		Stuck: func() { cancel(signalError{syscall.SIGINT}) }})
	if err != nil {
		return prompt.NewLineMode(os.Stdin, out), nil
	}
	return editor, historyErr
}

// openHistory opens the history file. With --no-history it returns nil.
func (f *sessionFlags) openHistory() (*prompt.History, error) {
	if f.noHistory {
		return nil, nil
	}
	path, err := prompt.DefaultHistoryPath()
	if err != nil {
		return nil, err
	}
	return prompt.OpenHistory(path, 0)
}

// promptFile returns the file that the prompt is written to.
func promptFile() *os.File {
	if isTerminal(os.Stdout) {
		return os.Stdout
	}
	return os.Stderr
}

// canEdit reports whether a line editor works on stdin and out. It does not on a dumb
// terminal, nor on the terminals of Cygwin and mintty, which are pipes to byhand.
func canEdit(out *os.File) bool {
	if !isatty.IsTerminal(os.Stdin.Fd()) || !isatty.IsTerminal(out.Fd()) {
		return false
	}
	term := os.Getenv("TERM")
	return term != "dumb" && (term != "" || runtime.GOOS == "windows")
}

func isTerminal(f *os.File) bool {
	return isatty.IsTerminal(f.Fd()) || isatty.IsCygwinTerminal(f.Fd())
}

// columnsOf returns a function that returns the width of terminal f in columns, or nil
// if f is not a terminal.
func columnsOf(f *os.File) func() int {
	if !isTerminal(f) {
		return nil
	}
	return func() int { return prompt.Columns(f) }
}
