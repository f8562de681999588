package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"byhand/conn"
	"byhand/internal/replay"
	"byhand/internal/rows"
	"byhand/internal/target"
	"byhand/internal/transcript"
	"byhand/repl"
)

// replayFlags are the flags of byhand replay, and the recorded session.
type replayFlags struct {
	*sessionFlags
	strict   bool
	recorded []replay.Exchange
	plan     replay.Plan // how to send the recorded lines again
}

// replayCommand returns byhand replay.
func replayCommand() *cobra.Command {
	f := &replayFlags{sessionFlags: newSessionFlags()}
	c := &cobra.Command{
		Use:   "replay [flags] FILE [HOST[:PORT] [PORT]]",
		Short: "send a recorded session again, to the same server or another, and compare the replies",
		Long: `replay reads a session that byhand recorded as text, Markdown or JSON Lines. You can also
write one by hand: start each line with C: (client) or S: (server). replay sends the
client's lines again, one at a time, and waits for the reply to each. Then it shows where
the replies differ from the recorded ones.

If the session has a login, replay asks for the password or uses the password flags. If
the session used TLS, so does replay; --no-tls replays it in plaintext.

Exit status: 0 all reply codes agree; 1 some differ; other statuses as for byhand HOST.`,
		Args: replayArgs,
		RunE: func(c *cobra.Command, args []string) error { return f.replay(c.Context(), args) },
	}
	f.add(c)
	f.addRemote(c)
	c.Flags().BoolVar(&f.strict, "strict", false, "compare reply texts too, including times, IDs and host names")
	return c
}

// replayArgs accepts one to three arguments: FILE [HOST [PORT]].
func replayArgs(_ *cobra.Command, args []string) error {
	switch {
	case len(args) == 0:
		return usageError("byhand replay FILE, or byhand replay - for standard input", "no transcript given")
	case len(args) > 3:
		return usageError("byhand replay FILE HOST PORT", "unexpected argument %q", args[3])
	}
	return nil
}

// replay runs the session and compares the replies.
func (f *replayFlags) replay(ctx context.Context, args []string) (err error) {
	if f.recorded, f.plan, err = readTranscript(args[0]); err != nil {
		return err
	}
	t, err := f.replayTarget(args[1:])
	if err != nil {
		return err
	}
	if f.noTLS || t.TLS {
		f.plan = f.plan.WithoutTLS()
	}
	if f.plan.More > 0 {
		f.console.tell("replaying only the first connection of the transcript; it has %d more", f.plan.More)
	}
	f.opt.ReplayFile = args[0]
	if strings.ContainsAny(args[0], " \t'\"\\$`*?;&|<>()") {
		f.opt.ReplayFile = "FILE" // a hint must not need quoting
	}
	return f.runAs(ctx, t, mode{openInput: f.openPromptForSecrets, runSession: func(ctx context.Context, opt repl.Options) repl.Status {
		return f.compare(repl.Replay(ctx, opt, f.plan))
	}})
}

// openPromptForSecrets opens a prompt, at which a replay can ask for a secret, if stdin is a
// terminal.
func (f *replayFlags) openPromptForSecrets(ctx context.Context, opt *repl.Options, cancel context.CancelCauseFunc) (closeInput func(), err error) {
	if !isTerminal(os.Stdin) {
		return func() {}, nil
	}
	closeInput, err = f.openPrompt(ctx, opt, cancel)
	opt.Interactive = false
	return closeInput, err
}

// readTranscript reads a transcript. It returns the recorded exchanges and the plan to repeat them.
func readTranscript(name string) (before []replay.Exchange, plan replay.Plan, err error) {
	file := os.Stdin
	if name != "-" {
		if file, err = os.Open(name); err != nil {
			return nil, plan, usageError("", "%v", err)
		}
		defer file.Close()
	}
	entries, _, err := transcript.Read(file)
	var unread *transcript.ReadError
	if errors.As(err, &unread) {
		return nil, plan, usageError(unread.Hint, "%q is not a transcript: %v", name, err)
	}
	if err != nil {
		return nil, plan, usageError("", "%v", err)
	}
	if plan, err = replay.Steps(entries); err == nil {
		before, err = replay.Exchanges(entries)
	}
	hint := ""
	if errors.Is(err, replay.ErrGap) {
		hint = "to record a complete session, use --log FILE or :log FILE"
	}
	if err != nil {
		err = usageError(hint, "%q cannot be replayed: %v", name, err)
	}
	return before, plan, err
}

// replayTarget returns the server to replay to: the one in args, or else the recorded one.
// A host without a port keeps the recorded port. TLS is as recorded, unless --no-tls is
// given.
func (f *replayFlags) replayTarget(args []string) (conn.Target, error) {
	where, err := target.Parse(f.plan.Target)
	known := f.plan.Target != "" && err == nil
	switch {
	case len(args) == 0 && !known:
		return where, usageError("byhand replay FILE HOST PORT", "the transcript does not name a server")
	case len(args) == 0:
		args = []string{f.plan.Target}
	case len(args) == 1 && known:
		if _, err := target.Parse(args[0], fmt.Sprint(where.Port)); err == nil {
			args = append(args, fmt.Sprint(where.Port))
		}
	}
	t, err := f.target(args)
	if err == nil && !f.noTLS {
		t.TLS = t.TLS || f.plan.TLS
	}
	if f.plan.LMTP {
		t.Protocol = "lmtp"
	}
	return t, err
}

// compare shows where the replies differ, and returns the exit status.
func (f *replayFlags) compare(status repl.Status) repl.Status {
	now, _ := replay.Exchanges(f.entries) // an error means that there are too many: it returns the first ones
	switch {
	case len(now) == 0, status == repl.Usage:
		return status
	case !replay.HasReplies(f.recorded):
		f.console.tell("the transcript has no replies to compare with")
		return status
	}
	differences := replay.Compare(f.recorded, now)
	alike := replay.AreAlike(differences, f.strict)
	if alike && f.console.quiet {
		return status
	}
	width := 100
	if columns := columnsOf(os.Stderr); columns != nil {
		width = columns()
	}
	for _, row := range replay.Report(differences, len(f.recorded), f.strict, width-len(rows.Ours)) {
		f.console.rows().Say(row)
	}
	if status == repl.OK && !alike {
		return repl.Refused
	}
	return status
}

// entries yields the recorded entries of the new session, including those on disk.
func (f *replayFlags) entries(yield func(transcript.Entry) bool) {
	f.opt.Recorder.Each(func(e transcript.Entry) error {
		if !yield(e) {
			return io.EOF
		}
		return nil
	})
}
