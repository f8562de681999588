package cli

import (
	"context"
	"io"
	"os"
	"runtime"
	"slices"
	"syscall"

	"github.com/mattn/go-isatty"

	"byhand/internal/prompt"
	"byhand/repl"
)

// person is whoever types at the terminal.
type person interface {
	repl.Input
	repl.Terminal
	io.Writer // what is to be seen there while a line is typed
	Close() error
}

// prepare reads what the flags name, and describes stdout and stderr to the session.
func (f *sessionFlags) prepare(ctx context.Context) (err error) {
	opt := &f.opt
	opt.Out, opt.OnTerminal, opt.Columns = os.Stdout, isTerminal(os.Stdout), columnsOf(os.Stdout)
	opt.Err, opt.ErrColumns, opt.Quiet = &f.console, columnsOf(os.Stderr), f.console.quiet
	opt.Color = opt.OnTerminal && !f.noColor && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" && prompt.Colors(os.Stdout)
	if err := f.connect.load(ctx, &f.console); err != nil {
		return err
	}
	if proxy := opt.Dialer.Proxy; proxy != nil {
		password, _ := proxy.User.Password()
		opt.Recorder.Learn([]byte(password))
	}
	if opt.Password, err = f.password.read(ctx, &f.console); err != nil {
		return err
	}
	opt.Token, err = f.token.read(ctx, &f.console)
	return err
}

// openScript makes the flags' lines the input, or stdin's.
func (f *sessionFlags) openScript(ctx context.Context, opt *repl.Options, s signals) (done func(), err error) {
	if len(f.script) == 0 {
		f.script = script{{isFile, "-"}}
	}
	if isTerminal(os.Stderr) && os.Getenv("TERM") != "dumb" && !opt.Quiet {
		opt.Status = f.console.Status
	}
	sources, done, err := f.script.open()
	if err == nil {
		opt.Input = repl.NewScript(ctx, sources)
		opt.Out, opt.Err = s.before(opt.Out), s.before(opt.Err)
	}
	return done, err
}

// openPrompt makes a person at the terminal the input; what is written to the same
// terminal goes by way of the prompt.
func (f *sessionFlags) openPrompt(_ context.Context, opt *repl.Options, s signals) (done func(), err error) {
	opt.Typed, opt.Advisor = true, &repl.Advisor{}
	p, trouble := f.person(opt, s)
	opt.Input, opt.Terminal, opt.Status = p, p, p.Status
	if opt.OnTerminal {
		opt.Out = p
	}
	f.console.give(p)
	if trouble != nil {
		f.console.tell("the history cannot be used: %v", trouble)
	}
	return func() {
		err := p.Close()
		f.console.give(nil)
		if err != nil {
			f.console.tell("the terminal or the history: %v", err)
		}
	}, nil
}

// person returns the line editor, or line mode where there can be none. trouble
// is what is wrong with the history.
func (f *sessionFlags) person(opt *repl.Options, s signals) (p person, trouble error) {
	at := screen()
	if !edits(at) {
		return prompt.NewLineMode(os.Stdin, at), nil
	}
	history, trouble := f.history()
	editor, err := prompt.NewEditor(prompt.Settings{In: os.Stdin, Out: at, History: history,
		Candidates: opt.Advisor.Candidates, Ghost: opt.Advisor.Ghost, Color: opt.Color,
		Stuck: func() { s.cancel(signalled{syscall.SIGINT}) }})
	if err != nil {
		return prompt.NewLineMode(os.Stdin, at), nil
	}
	return editor, trouble
}

// openRaw makes the bytes of stdin the input.
func (f *sessionFlags) openRaw(context.Context, *repl.Options, signals) (done func(), err error) {
	return func() {}, f.checkRaw()
}

// holdRaw copies bytes both ways.
func (f *sessionFlags) holdRaw(ctx context.Context, opt repl.Options) repl.Status {
	return repl.Raw(ctx, opt, os.Stdin, opt.EOL == "crlf")
}

// checkRaw says which flags have no meaning where nobody looks at the bytes.
func (f *sessionFlags) checkRaw() error {
	switch {
	case isTerminal(os.Stdout):
		return usageError("redirect stdout, or pipe it on", "--raw writes the server's bytes as they are, which must not drive a terminal")
	case len(f.script) > 0:
		return usageError("what stdin has goes out as it is", "--raw sends no lines of -f or -c")
	case f.opt.JSON:
		return usageError("--log FILE.json has the events", "--raw and --json exclude each other: stdout has the server's bytes")
	case f.opt.StartTLS:
		return usageError("--tls begins TLS at once, for port 465", "--raw and --starttls exclude each other")
	case !slices.Contains([]string{"", "crlf", "none"}, f.opt.EOL):
		return usageError("crlf or none", "--raw knows no --eol %s", f.opt.EOL)
	}
	return nil
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
func (f *sessionFlags) history() (*prompt.History, error) {
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
