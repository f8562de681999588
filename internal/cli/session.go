package cli

import (
	"context"
	"os"
	"slices"
	"syscall"

	"byhand/conn"
	"byhand/internal/prompt"
	"byhand/repl"
)

// mode is a way to run a session: at a prompt, from a script, raw, or as a replay.
type mode struct {
	atPrompt   bool
	openInput  func(context.Context, *repl.Options, context.CancelCauseFunc) (closeInput func(), err error) // sets the options for the input
	runSession func(context.Context, repl.Options) repl.Status
}

// run runs a session with t. The flags and stdin decide whether it is raw, at a prompt or a
// script.
func (f *sessionFlags) run(ctx context.Context, t conn.Target) error {
	m := mode{openInput: f.openScript, runSession: repl.Run}
	switch {
	case f.raw:
		m = mode{openInput: f.checkRaw, runSession: runRaw}
	case len(f.script) == 0 && isTerminal(os.Stdin):
		m = mode{openInput: f.openPrompt, runSession: repl.Run, atPrompt: true}
	}
	return f.runAs(ctx, t, m)
}

// runAs runs a session with t in mode m, until the session ends or a signal ends it.
func (f *sessionFlags) runAs(ctx context.Context, t conn.Target, m mode) error {
	ctx, cancel := contextUntilSignal(ctx, m.atPrompt && !canEdit(promptFile()))
	defer cancel(nil)
	f.opt.Target = t
	var closeInput func()
	err := runUnlessStuck(ctx, f.console.Guard, func() (err error) {
		if err = f.prepare(ctx); err != nil {
			return err
		}
		closeInput, err = m.openInput(ctx, &f.opt, cancel)
		return err
	})
	if err == nil {
		defer closeInput()
		defer f.opt.Recorder.Close()
		err = statusError(m.runSession(ctx, f.opt))
	}
	if err := signalOf(ctx); err != nil {
		return err
	}
	if m.atPrompt && !isTerminal(os.Stdin) { // the terminal hung up; its signal may arrive later
		return signalError{syscall.SIGHUP}
	}
	return err
}

// prepare sets the options that depend on stdout and stderr, and reads the files and secrets
// that the flags name.
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

// checkRaw is openInput for raw mode. It only checks the flags: runRaw reads stdin itself.
func (f *sessionFlags) checkRaw(context.Context, *repl.Options, context.CancelCauseFunc) (closeInput func(), err error) {
	switch {
	case isTerminal(os.Stdout):
		err = usageError("redirect stdout to a file or a pipe", "--raw cannot write to a terminal: control characters from the server would take effect")
	case len(f.script) > 0:
		err = usageError("put the bytes to send on stdin", "--raw cannot be used with -c or -f")
	case f.opt.JSON:
		err = usageError("--log FILE.json records the events", "--raw and --json cannot be used together")
	case f.opt.StartTLS:
		err = usageError("--tls starts TLS at once, as on port 465", "--raw and --starttls cannot be used together")
	case !slices.Contains([]string{"", "crlf", "none"}, f.opt.EOL):
		err = usageError("use crlf or none", "--raw cannot be used with --eol %s", f.opt.EOL)
	}
	return func() {}, err
}

// runRaw copies bytes between stdin, the server and stdout.
func runRaw(ctx context.Context, opt repl.Options) repl.Status {
	return repl.Raw(ctx, opt, os.Stdin, opt.EOL == "crlf")
}
