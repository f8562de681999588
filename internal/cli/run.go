// Package cli is the command line: flags and subcommands, what stdin and stdout
// are, and the exit status.
package cli

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/spf13/cobra"

	"byhand/conn"
	"byhand/internal/prompt"
	"byhand/repl"
)

const usageText = `byhand opens a prompt on a live connection. What you type goes to the server
exactly as typed; what the server says appears as it comes; a line that begins
with ":" is for byhand itself (:help lists them).

  byhand HOST[:PORT] [PORT]    talk to a server (port 587 if none is given)
  byhand smtps://HOST          the same with URLs: smtp, smtps, imap, pop3, tcp, tls, unix, ...
  byhand practice              talk to a practice server of byhand's own
  byhand probe HOST...         which ports answer, and what each offers
  byhand replay FILE           say a saved session again, and compare the replies
  byhand explain WORD...       a reply code, command, EHLO keyword or SASL mechanism

  printf 'EHLO me\nQUIT\n' | byhand HOST 25     each line waits for its reply

Exit status: 0 it worked; 1 the server refused; 2 bad usage; 3 no connection;
4 TLS failed; 5 no reply in time; 6 connection lost; 7 output not writable.`

// Run runs byhand with these arguments and returns the exit status.
func Run(args []string) int {
	leaveNoCore()
	signal.Ignore(syscall.SIGPIPE) // a reader that went away is an error of the write: status 7
	status := repl.OK
	root := commandLine(func(ctx context.Context, f *flags, t conn.Target) error {
		var err error
		status, err = session(ctx, f, t)
		return err
	})
	root.SetArgs(args)
	printed := &printed{}
	root.SetOut(printed)
	err := root.ExecuteContext(context.Background())
	if printed.err != nil {
		err = unwritable(printed.err)
	}
	if err != nil {
		return int(complain(err))
	}
	return int(status)
}

// Command returns the command line, for the documents made from it.
func Command() *cobra.Command { return commandLine(nil) }

// commandLine defines the commands; each ends in a call of talk.
func commandLine(talk func(context.Context, *flags, conn.Target) error) *cobra.Command {
	f := &flags{}
	root := &cobra.Command{
		Use:           "byhand [flags] HOST[:PORT] [PORT]",
		Long:          usageText,
		Args:          hostAndPort,
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE: func(c *cobra.Command, args []string) error {
			t, err := f.target(args)
			if err != nil {
				return err
			}
			return talk(c.Context(), f, t)
		},
	}
	f.session(root)
	f.reach(root)
	root.AddCommand(practiceCommand(talk), probeCommand(), replayCommand(talk), explainCommand())
	root.Version = buildVersion()
	return root
}

// buildVersion is the tag or commit that byhand was built from, as far as Go
// knows it.
func buildVersion() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}

// hostAndPort wants one or two arguments, and says what is amiss as byhand does.
func hostAndPort(_ *cobra.Command, args []string) error {
	switch len(args) {
	case 0:
		return wrong("byhand HOST PORT talks to a server, byhand practice to one of byhand's own", "no host is given")
	case 1, 2:
		return nil
	}
	return wrong("byhand HOST PORT; lines to send are given with -c or -f", "%q is one argument too many", args[2])
}

// session holds one session with t, until it or a signal ends it.
func session(ctx context.Context, f *flags, t conn.Target) (repl.Status, error) {
	atPrompt := len(f.script) == 0 && !f.raw && f.plan == nil && isTerminal(os.Stdin)
	ctx, caught, cancel := untilSignal(ctx, atPrompt && !edits(screen()))
	defer cancel(nil)
	f.stuck = func() { cancel(signalled{syscall.SIGINT}) }
	ready, _ := untilStuck(ctx, f.err.Guard, func() (r prepared) {
		if r.opt, r.err = f.options(ctx, t); r.err == nil {
			r.done, r.err = f.input(ctx, &r.opt, atPrompt, caught)
		}
		return r
	})
	var ended signalled
	if ready.err != nil && !errors.As(context.Cause(ctx), &ended) {
		return repl.Usage, ready.err
	}
	var status repl.Status
	if ready.done != nil {
		defer ready.done()
		defer ready.opt.Recorder.Close()
		status, _ = untilStuck(ctx, f.err.Guard, func() repl.Status { return f.hold(ctx, ready.opt) })
	}
	if errors.As(context.Cause(ctx), &ended) {
		return repl.Status(128 + int(ended.Signal)), nil
	}
	if atPrompt && !isTerminal(os.Stdin) { // it hung up, and the signal may still be on its way
		return repl.Status(128 + int(syscall.SIGHUP)), nil
	}
	return status, nil
}

// prepared is what a session needs before it connects.
type prepared struct {
	opt  repl.Options
	done func() // ends the input; nil after an error
	err  error
}

// hold holds the session that the options describe.
func (f *flags) hold(ctx context.Context, opt repl.Options) repl.Status {
	switch {
	case f.raw:
		return repl.Raw(ctx, opt, os.Stdin, f.eol == "crlf")
	case f.plan != nil:
		return f.judge(repl.Rehearse(ctx, opt, *f.plan))
	}
	return repl.Run(ctx, opt)
}

// options turns the flags, and what stdout is, into a session's.
func (f *flags) options(ctx context.Context, t conn.Target) (opt repl.Options, err error) {
	opt = repl.Options{Target: t, Out: os.Stdout, OnTerminal: isTerminal(os.Stdout), Columns: columnsOf(os.Stdout), Err: &f.err, ErrColumns: columnsOf(os.Stderr),
		Quiet: f.quiet, Timeout: f.timeout, Deadline: f.deadline, StartTLS: f.startTLS,
		KeepGoing: f.keepGoing, NoWait: f.noWait, JSON: f.json, Log: f.log, Replays: f.replays, Lesson: f.course, Recorder: f.recorder()}
	opt.Color = opt.OnTerminal && !f.noColor && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" && prompt.Colors(os.Stdout)
	if opt.Dialer, err = f.dialer(ctx); err != nil {
		return opt, err
	}
	learnProxy(opt.Dialer.Proxy, opt.Recorder.Learn)
	if opt.EHLO, err = f.name(); err != nil {
		return opt, err
	}
	if opt.Ending, err = f.ending(); err != nil {
		return opt, err
	}
	if opt.Password, err = f.password.read(ctx, f.tell); err != nil {
		return opt, err
	}
	opt.Token, err = f.token.read(ctx, f.tell)
	return opt, err
}

// input says where the session's lines come from. Where a terminal is about to
// change, and where bytes wait for nothing, signals are caught before that.
func (f *flags) input(ctx context.Context, opt *repl.Options, atPrompt bool, ready caught) (done func(), err error) {
	if f.raw || f.plan != nil || atPrompt {
		<-ready
	}
	switch {
	case atPrompt:
		return f.typed(opt), nil
	case f.raw:
		return func() {}, f.checkRaw()
	case f.plan != nil:
		return f.asks(opt), nil
	}
	if len(f.script) == 0 {
		f.script = script{{isFile, "-"}}
	}
	if isTerminal(os.Stderr) && os.Getenv("TERM") != "dumb" && !f.quiet {
		opt.Status = f.err.Status
	}
	sources, done, err := f.script.open()
	if err == nil {
		opt.Input = repl.NewScript(ctx, sources)
		opt.Out, opt.Err = ready.before(opt.Out), ready.before(opt.Err)
	}
	return done, err
}

// complain tells of an error and returns its status.
func complain(err error) repl.Status {
	hint, status := "byhand --help lists what there is", repl.Usage
	var wrong *usageError
	if errors.As(err, &wrong) {
		hint, status = wrong.hint, wrong.status
	}
	if err.Error() == "" {
		return status
	}
	words := rowsOf(os.Stderr)
	words.Say(err.Error())
	if hint != "" {
		words.Say("hint: " + hint)
	}
	return status
}
