package cli

import (
	"context"
	"os"
	"syscall"

	"byhand/conn"
	"byhand/repl"
)

// mode is a way to hold a session: at a prompt, from a script, raw, or as a replay.
type mode struct {
	atPrompt bool
	// patient: signals need not be caught before the input is opened.
	patient bool
	open    func(context.Context, *repl.Options, signals) (done func(), err error) // sets where lines come from
	hold    func(context.Context, repl.Options) repl.Status
}

// run holds the session with t that the flags describe.
func (f *sessionFlags) run(ctx context.Context, t conn.Target) error {
	m := mode{open: f.openScript, hold: repl.Run, patient: true}
	switch {
	case f.raw:
		m = mode{open: f.openRaw, hold: f.holdRaw}
	case len(f.script) == 0 && isTerminal(os.Stdin):
		m = mode{open: f.openPrompt, hold: repl.Run, atPrompt: true}
	}
	return f.runAs(ctx, t, m)
}

// runAs holds one session with t, until it or a signal ends it.
func (f *sessionFlags) runAs(ctx context.Context, t conn.Target, m mode) error {
	ctx, signals := untilSignal(ctx, m.atPrompt && !edits(screen()))
	defer signals.cancel(nil)
	f.opt.Target = t
	var done func()
	err := untilStuck(ctx, f.console.Guard, func() (err error) {
		if err = f.prepare(ctx); err != nil {
			return err
		}
		if !m.patient {
			<-signals.caught
		}
		done, err = m.open(ctx, &f.opt, signals)
		return err
	})
	if err == nil {
		defer done()
		defer f.opt.Recorder.Close()
		err = untilStuck(ctx, f.console.Guard, func() error { return statusError(m.hold(ctx, f.opt)) })
	}
	if err := endedBy(ctx); err != nil {
		return err
	}
	if m.atPrompt && !isTerminal(os.Stdin) { // it hung up, and the signal may still be on its way
		return signalled{syscall.SIGHUP}
	}
	return err
}
