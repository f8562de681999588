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

// comparison is the command line of byhand replay, and the session that it repeats.
type comparison struct {
	*sessionFlags
	strict bool
	then   []replay.Exchange
	plan   replay.Plan
}

// replayCommand says a saved session again and compares the replies.
func replayCommand() *cobra.Command {
	f := &comparison{sessionFlags: newSessionFlags()}
	c := &cobra.Command{
		Use:   "replay [flags] FILE [HOST[:PORT] [PORT]]",
		Short: "say a saved session again, here or to another server, and compare the replies",
		Long: `replay reads a transcript (text, Markdown, JSON Lines, or typed by hand with lines
that begin with C: and S:), sends the client's lines again, each behind the reply
to the one before, and shows where the replies differ. A login is done anew: the
password is asked for, or taken from the password flags. A session that used TLS
is replayed with TLS; --no-tls replays it in plain text.

Exit status: 0 all codes agree; 1 they do not; the others as without replay.`,
		Args: fileAndHost,
		RunE: func(c *cobra.Command, args []string) error { return f.replay(c.Context(), args) },
	}
	f.add(c)
	f.addReach(c)
	c.Flags().BoolVar(&f.strict, "strict", false, "texts must agree too, also in times, ids and host names")
	return c
}

// fileAndHost wants one to three arguments.
func fileAndHost(_ *cobra.Command, args []string) error {
	switch {
	case len(args) == 0:
		return usageError("byhand replay FILE; - is standard input", "no transcript is given")
	case len(args) > 3:
		return usageError("byhand replay FILE HOST PORT", "%q is one argument too many", args[3])
	}
	return nil
}

// replay holds the session and judges it.
func (f *comparison) replay(ctx context.Context, args []string) (err error) {
	if f.then, f.plan, err = load(args[0]); err != nil {
		return err
	}
	t, err := f.stage(args[1:])
	if err != nil {
		return err
	}
	if f.noTLS || t.TLS {
		f.plan = f.plan.WithoutTLS()
	}
	if f.plan.More > 0 {
		f.console.tell("the transcript has %d connections more: only the first is replayed", f.plan.More)
	}
	f.opt.Replays = args[0]
	if strings.ContainsAny(args[0], " \t'\"\\$`*?;&|<>()") {
		f.opt.Replays = "FILE" // what a shell would take apart
	}
	return f.runAs(ctx, t, mode{open: f.openQuestions, hold: func(ctx context.Context, opt repl.Options) repl.Status {
		return f.compare(repl.Rehearse(ctx, opt, f.plan))
	}})
}

// openQuestions lets a session that nobody types ask for a secret, if somebody is there.
func (f *comparison) openQuestions(ctx context.Context, opt *repl.Options, s signals) (done func(), err error) {
	if !isTerminal(os.Stdin) {
		return func() {}, nil
	}
	done, err = f.openPrompt(ctx, opt, s)
	opt.Typed = false
	return done, err
}

// load reads a transcript, makes a plan of it, and returns what was said then.
func load(name string) (then []replay.Exchange, plan replay.Plan, err error) {
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
		return nil, plan, usageError(unread.Hint, "%q is no transcript: %v", name, err)
	}
	if err != nil {
		return nil, plan, usageError("", "%v", err)
	}
	if plan, err = replay.Steps(entries); err == nil {
		then, err = replay.Exchanges(entries)
	}
	hint := ""
	if errors.Is(err, replay.ErrGap) {
		hint = "--log FILE and :log FILE write a whole session, as it goes"
	}
	if err != nil {
		err = usageError(hint, "%q cannot be replayed: %v", name, err)
	}
	return then, plan, err
}

// stage is where a plan is played: where it was recorded, or where somebody says.
// A host alone keeps the port. The protection is that of the recording, unless --no-tls
// was given.
func (f *comparison) stage(args []string) (conn.Target, error) {
	where, err := target.Parse(f.plan.Target)
	known := f.plan.Target != "" && err == nil
	switch {
	case len(args) == 0 && !known:
		return where, usageError("byhand replay FILE HOST PORT", "the transcript does not say where the session went")
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

// compare shows where the replies differ, and turns that into a status.
func (f *comparison) compare(status repl.Status) repl.Status {
	now, _ := replay.Exchanges(f.said) // of too many the first
	switch {
	case len(now) == 0, status == repl.Usage:
		return status
	case !replay.Answered(f.then):
		f.console.tell("the transcript has no reply to compare with")
		return status
	}
	differences := replay.Compare(f.then, now)
	alike := replay.Alike(differences, f.strict)
	if alike && f.console.quiet {
		return status
	}
	width := 100
	if columns := columnsOf(os.Stderr); columns != nil {
		width = columns()
	}
	for _, row := range replay.Report(differences, len(f.then), f.strict, width-len(rows.Ours)) {
		f.console.words().Say(row)
	}
	if status == repl.OK && !alike {
		return repl.Refused
	}
	return status
}

// said passes on what of the replayed session is compared, also where it went to disk.
func (f *comparison) said(yield func(transcript.Entry) bool) {
	var talk replay.Talk
	f.opt.Recorder.Each(func(e transcript.Entry) error {
		if talk.Needs(e) && !yield(e) {
			return io.EOF
		}
		return nil
	})
}
