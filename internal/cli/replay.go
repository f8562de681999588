package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"byhand/conn"
	"byhand/internal/lazyregexp"
	"byhand/internal/recorder"
	"byhand/internal/replay"
	"byhand/internal/session"
	"byhand/internal/target"
	"byhand/internal/transcript"
	"byhand/repl"
)

// replayFlags are the flags of byhand replay, and the recorded session.
type replayFlags struct {
	*sessionFlags
	strict   bool
	dryRun   bool
	session  int             // 0: the first
	user     string          // the user who logs in; "": the recorded one
	report   string          // a file for the comparison; "": none
	isLog    bool            // the file is the log of another client
	source   session.Session // with its secrets masked
	recorded []replay.Exchange
	plan     replay.Plan // how to send the recorded lines again
}

// replayCommand returns byhand replay.
func replayCommand() *cobra.Command {
	f := &replayFlags{sessionFlags: newSessionFlags()}
	c := &cobra.Command{
		Use:   "replay [flags] FILE [HOST[:PORT] [PORT]]... ",
		Short: "send a recorded session again, to the same server or others, and compare the replies",
		Long: `replay reads a transcript, or the log of another mail client: swaks, curl, PHPMailer,
nodemailer, Python, a copy of a telnet session. You can also write one by hand: start each
line with C: (client) or S: (server). "-" reads stdin. replay sends the client's lines
again, one at a time, and waits for the reply to each. Then it shows where the replies
differ from the recorded ones. --dry-run only prints what replay would send.

If the session has a login, replay asks for the password or uses the password flags. If
the log omits the message, replay stops before DATA, unless you pass --message or
--test-message. If the session used TLS, so does replay; --no-tls replays it in plaintext.

With several HOST:PORT, replay sends the session to each, and compares all replies.

Exit status: 0 all reply codes agree; 1 some differ; other statuses as for byhand HOST.`,
		Args: replayArgs,
		RunE: func(c *cobra.Command, args []string) error { return f.replay(c, args) },
	}
	f.add(c)
	f.addRemote(c)
	c.Flags().BoolVar(&f.dryRun, "dry-run", false, "print what would be sent, and what is missing; send nothing")
	c.Flags().IntVar(&f.session, "session", 0, "replay session `N` of the file (default: the first)")
	c.Flags().StringVar(&f.opt.Playback.Message, "message", "", "send the message in `FILE` where the log omits it")
	c.Flags().BoolVar(&f.opt.Playback.Test, "test-message", false, "send a test message where the log omits the message")
	c.Flags().StringVar(&f.user, "user", "", "log in as `USER` instead of the recorded user")
	c.Flags().StringVar(&f.report, "report", "", "write the comparison to the new file `FILE`: .html or .json")
	c.Flags().BoolVar(&f.strict, "strict", false, "exit with status 1 also if only reply texts differ, including times, IDs and host names")
	return c
}

// replayArgs needs FILE.
func replayArgs(_ *cobra.Command, args []string) error {
	if len(args) == 0 {
		return usageError("byhand replay FILE, or byhand replay - for standard input", "no transcript given")
	}
	return nil
}

// replay runs the session and compares the replies.
func (f *replayFlags) replay(c *cobra.Command, args []string) error {
	if err := f.checkReport(); err != nil {
		return err
	}
	if err := f.load(args[0]); err != nil {
		return err
	}
	if f.dryRun {
		return f.dry(c, args[1:])
	}
	targets, err := f.replayTargets(args[1:])
	if err != nil {
		return err
	}
	return f.runAs(c.Context(), targets[0], mode{openInput: f.openPromptForSecrets, runSession: func(ctx context.Context, opt repl.Options) repl.Status {
		if len(targets) > 1 {
			return f.replayToEach(ctx, opt, targets)
		}
		if f.noTLS || opt.Target.TLS {
			f.plan = f.plan.WithoutTLS()
		}
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

// load reads the session to replay, and plans how to send its lines again.
func (f *replayFlags) load(name string) error {
	file, err := readSessions(name)
	if err != nil {
		return err
	}
	if file.IsCut {
		f.console.tell("the file is too long: only its beginning is read")
	}
	n := max(f.session, 1)
	if err := checkSession(file, n); err != nil {
		return err
	}
	f.isLog = !file.IsTranscript
	f.plan, err = replay.Steps(file.Sessions[n-1].Entries, f.user)
	if err == nil {
		f.source = file.Masked(false).Sessions[n-1]
		f.recorded, err = replay.Exchanges(f.source.Entries)
	}
	if err != nil {
		return usageError(planHint(err), "%q cannot be replayed: %v", name, err)
	}
	if others := len(file.Sessions) - 1; f.session == 0 && others > 0 {
		f.console.tell("%s: replaying %s; --session N replays another", sourceName(file), sessionName(file, n))
	} else if !file.IsTranscript {
		f.console.tell("%s: replaying %s", sourceName(file), sessionName(file, n))
	}
	f.opt.Playback.File = name
	if strings.ContainsAny(name, " \t'\"\\$`*?;&|<>()") {
		f.opt.Playback.File = "FILE" // a hint must not need quoting
	}
	return f.checkMessage()
}

// sourceWord returns what the file is: "transcript" or "log".
func (f *replayFlags) sourceWord() string {
	if f.isLog {
		return "log"
	}
	return "transcript"
}

// planHint returns what to do after an error of replay.Steps.
func planHint(err error) string {
	switch {
	case errors.Is(err, replay.ErrGap):
		return "to record a complete session, use --log FILE or :log FILE"
	case errors.Is(err, replay.ErrNoLogin):
		return "omit --user"
	}
	return ""
}

// checkMessage checks the flags that replace a missing message.
func (f *replayFlags) checkMessage() error {
	from := f.opt.Playback
	switch given := from.Message != "" || from.Test; {
	case from.Message != "" && from.Test:
		return usageError("", "--message and --test-message cannot be used together")
	case given && !f.plan.NeedsMessage:
		f.console.tell("the %s contains each message: --message and --test-message change nothing", f.sourceWord())
	case from.Message != "":
		if _, err := os.Stat(from.Message); err != nil {
			return usageError("", "--message: %v", err)
		}
	}
	return nil
}

// portInTarget finds the port in the target of a log.
var portInTarget = lazyregexp.New(`:\d+$`)

// replayTarget returns the server to replay to: the one in args, or else the recorded one.
// A host without a port keeps the recorded port. TLS is as recorded, unless --no-tls is
// given.
func (f *replayFlags) replayTarget(args []string) (conn.Target, error) {
	where, err := target.Parse(f.plan.Target)
	known := f.plan.Target != "" && err == nil
	if f.isLog { // no default: a log that names no port leaves it open
		known = known && portInTarget.MatchString(f.plan.Target)
	}
	switch {
	case len(args) == 0 && !known:
		return where, usageError("byhand replay FILE HOST PORT", "the %s does not name a server%s", f.sourceWord(), map[bool]string{true: " and its port"}[f.isLog])
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

// tellRefusals names the recorded refusals.
func (f *replayFlags) tellRefusals() {
	if f.console.quiet {
		return
	}
	for _, line := range recordedRefusals(f.source) {
		f.console.tell("%s", line)
	}
}

// compare shows where the replies differ, and returns the exit status.
func (f *replayFlags) compare(status repl.Status) repl.Status {
	f.tellRefusals()
	now, _ := replay.Exchanges(entriesOf(f.opt.Recorder)) // an error means that there are too many: it returns the first ones
	switch {
	case len(now) == 0, status == repl.Usage:
		return status
	case !replay.HasReplies(f.recorded):
		f.console.tell("the %s has no replies to compare with", f.sourceWord())
		return status
	}
	differences := replay.Compare(f.recorded, now)
	alike := replay.AreAlike(differences, f.strict)
	table := replay.Tabulate([]replay.Column{{Name: "recorded", Exchanges: f.recorded}, {Name: f.opt.Target.String(), Exchanges: now}}, f.strict)
	if alike && f.console.quiet {
		return f.finishReport(table, status)
	}
	for _, row := range replay.Report(differences, len(f.recorded), f.strict, f.reportWidth()) {
		f.console.rows().Say(row)
	}
	return f.finishReport(table, status)
}

// entriesOf returns the entries that r recorded, including those on disk.
func entriesOf(r *recorder.Recorder) iter.Seq[transcript.Entry] {
	return func(yield func(transcript.Entry) bool) {
		r.Each(func(e transcript.Entry) error {
			if !yield(e) {
				return io.EOF
			}
			return nil
		})
	}
}
