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
	"byhand/internal/recorder"
	"byhand/internal/replay"
	"byhand/internal/rows"
	"byhand/internal/target"
	"byhand/internal/transcript"
	"byhand/repl"
)

// replayCommand says a saved session again and compares the replies.
func replayCommand(talk func(context.Context, *flags, conn.Target) error) *cobra.Command {
	f := &flags{}
	strict := false
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
		RunE: func(c *cobra.Command, args []string) error { return f.replay(c.Context(), args, strict, talk) },
	}
	f.talk(c)
	f.reach(c)
	c.Flags().BoolVar(&strict, "strict", false, "texts must agree too, also in times, ids and host names")
	return c
}

// fileAndHost wants one to three arguments.
func fileAndHost(_ *cobra.Command, args []string) error {
	switch {
	case len(args) == 0:
		return wrong("byhand replay FILE; - is standard input", "no transcript is given")
	case len(args) > 3:
		return wrong("byhand replay FILE HOST PORT", "%q is one argument too many", args[3])
	}
	return nil
}

// replay holds the session and judges it.
func (f *flags) replay(ctx context.Context, args []string, strict bool, talk func(context.Context, *flags, conn.Target) error) error {
	then, plan, err := load(args[0])
	if err != nil {
		return err
	}
	t, err := f.stage(plan, args[1:])
	if err != nil {
		return err
	}
	if f.noTLS || t.TLS {
		plan = plan.WithoutTLS()
	}
	if plan.More > 0 {
		f.tell("the transcript has %d connections more: only the first is replayed", plan.More)
	}
	f.plan, f.replays, f.recorded = &plan, args[0], nil
	if strings.ContainsAny(f.replays, " \t'\"\\$`*?;&|<>()") {
		f.replays = "FILE" // what a shell would take apart
	}
	f.judge = func(status repl.Status) repl.Status { return f.compare(then, strict, status) }
	return talk(ctx, f, t)
}

// load reads a transcript, makes a plan of it, and returns what was said then.
func load(name string) (then []replay.Exchange, plan replay.Plan, err error) {
	file := os.Stdin
	if name != "-" {
		if file, err = os.Open(name); err != nil {
			return nil, plan, wrong("", "%v", err)
		}
		defer file.Close()
	}
	entries, _, err := transcript.Read(file)
	var unread *transcript.ReadError
	if errors.As(err, &unread) {
		return nil, plan, wrong(unread.Hint, "%q is no transcript: %v", name, err)
	}
	if err != nil {
		return nil, plan, wrong("", "%v", err)
	}
	if plan, err = replay.Steps(entries); err == nil {
		then, err = replay.Exchanges(entries)
	}
	hint := ""
	if errors.Is(err, replay.ErrGap) {
		hint = "--log FILE and :log FILE write a whole session, as it goes"
	}
	if err != nil {
		err = wrong(hint, "%q cannot be replayed: %v", name, err)
	}
	return then, plan, err
}

// stage is where a plan is played: where it was recorded, or where somebody says.
// A host alone keeps the port. The protection is that of the recording, unless --no-tls
// was given.
func (f *flags) stage(plan replay.Plan, args []string) (conn.Target, error) {
	where, err := target.Parse(plan.Target)
	known := plan.Target != "" && err == nil
	switch {
	case len(args) == 0 && !known:
		return where, wrong("byhand replay FILE HOST PORT", "the transcript does not say where the session went")
	case len(args) == 0:
		args = []string{plan.Target}
	case len(args) == 1 && known:
		if _, err := target.Parse(args[0], fmt.Sprint(where.Port)); err == nil {
			args = append(args, fmt.Sprint(where.Port))
		}
	}
	t, err := f.target(args)
	if err == nil && !f.noTLS {
		t.TLS = t.TLS || plan.TLS
	}
	if plan.LMTP {
		t.Protocol = "lmtp"
	}
	return t, err
}

// compare shows where the replies differ, and turns that into a status.
func (f *flags) compare(then []replay.Exchange, strict bool, status repl.Status) repl.Status {
	now, _ := replay.Exchanges(f.said) // of too many the first
	switch {
	case len(now) == 0, status == repl.Usage:
		return status
	case !replay.Answered(then):
		f.tell("the transcript has no reply to compare with")
		return status
	}
	differences := replay.Compare(then, now)
	alike := replay.Alike(differences, strict)
	if alike && f.quiet {
		return status
	}
	width := 100
	if columns := columnsOf(os.Stderr); columns != nil {
		width = columns()
	}
	for _, row := range replay.Report(differences, len(then), strict, width-len(rows.Ours)) {
		f.err.words().Say(row)
	}
	if status == repl.OK && !alike {
		return repl.Refused
	}
	return status
}

// said passes on what of the replayed session is compared, also where it went to disk.
func (f *flags) said(yield func(transcript.Entry) bool) {
	var talk replay.Talk
	f.recorded.Each(func(e transcript.Entry) error {
		if talk.Needs(e) && !yield(e) {
			return io.EOF
		}
		return nil
	})
}

// recorder is what remembers the session.
func (f *flags) recorder() *recorder.Recorder {
	f.recorded = &recorder.Recorder{WithSecrets: f.withSecrets, HideAddresses: f.hideAddresses}
	return f.recorded
}
