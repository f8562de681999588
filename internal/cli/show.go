package cli

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"byhand/conn"
	"byhand/internal/advice"
	"byhand/internal/describe"
	"byhand/internal/prompt"
	"byhand/internal/session"
	"byhand/internal/transcript"
	"byhand/internal/view"
	"byhand/repl"
)

// showFlags are the flags of byhand show.
type showFlags struct {
	session       int // 0: all
	hideAddresses bool
	noColor       bool
	tool          string // of a script; "": the best one
}

// showCommand returns byhand show.
func showCommand() *cobra.Command {
	f := &showFlags{}
	c := &cobra.Command{
		Use:   "show [flags] FILE [OUT]",
		Short: "show a transcript or the log of another mail client, without its secrets, and explain the refusals in it",
		Long: `show reads a transcript, or the log of another mail client: swaks, curl, PHPMailer,
nodemailer, Python, a copy of a telnet session. It prints each session as byhand shows its
own, and explains each refusal. "-" reads stdin.

With OUT, show writes the sessions to a new file instead: ` + transcript.Extensions(transcript.Formats()) + `.
A file that ends in .sh is a shell script that repeats the session without byhand.

Passwords and tokens are masked, also where the log repeats them. --redact-addresses also
masks mail addresses, host names and IP addresses. Check the result before you publish it.`,
		Args: showArgs,
		RunE: func(c *cobra.Command, args []string) error { return f.run(c, args) },
	}
	c.Flags().SortFlags = false
	c.Flags().IntVar(&f.session, "session", 0, "show only session `N` of the file")
	c.Flags().BoolVar(&f.hideAddresses, "redact-addresses", false, "mask mail addresses, host names and IP addresses")
	c.Flags().StringVar(&f.tool, "export", "", "write a script for `TOOL`, if OUT ends in .sh: "+strings.Join(transcript.Tools(), ", "))
	c.Flags().BoolVar(&f.noColor, "no-color", false, "no colours (setting NO_COLOR does the same)")
	return c
}

// showArgs accepts one or two arguments: FILE [OUT].
func showArgs(_ *cobra.Command, args []string) error {
	switch {
	case len(args) == 0:
		return usageError("byhand show FILE, or byhand show - for standard input", "no file given")
	case len(args) > 2:
		return usageError("byhand show FILE OUT.md", "unexpected argument %q", args[2])
	}
	return nil
}

func (f *showFlags) run(c *cobra.Command, args []string) error {
	if err := f.checkOutput(args); err != nil {
		return err
	}
	file, err := readSessions(args[0])
	if err != nil {
		return err
	}
	numbers, err := f.numbers(file)
	if err != nil {
		return err
	}
	file = file.Masked(f.hideAddresses)
	if len(args) == 2 {
		return f.writeSessions(args[1], file, numbers)
	}
	v := f.newView(c)
	v.Answer(fmt.Sprintf("%s, %s", sourceName(file), countSessions(len(file.Sessions))))
	if file.IsCut {
		v.Answer("the file is too long: only its beginning is shown")
	}
	for _, n := range numbers {
		if len(file.Sessions) > 1 {
			v.Answer(sessionName(file, n))
		}
		for e := range withReasons(file.Sessions[n-1]) {
			showEntry(v, &e)
		}
	}
	return nil
}

// checkOutput returns an error unless show can write OUT.
func (f *showFlags) checkOutput(args []string) (err error) {
	switch {
	case len(args) < 2 && f.tool != "":
		return usageError("byhand show --export "+f.tool+" FILE OUT.sh", "--export writes a script, but no file name is given for it")
	case len(args) < 2:
		return nil
	case f.tool != "":
		err = transcript.CheckTool(args[1], f.tool)
	default:
		_, err = transcript.FormatOf(args[1])
	}
	if err != nil {
		return usageError("", "%v", err)
	}
	return nil
}

func countSessions(n int) string {
	if n == 1 {
		return "1 session"
	}
	return fmt.Sprintf("%d sessions", n)
}

// newView returns a view that writes to stdout as to a terminal, even if it is not one.
func (f *showFlags) newView(c *cobra.Command) view.View {
	stdout := c.OutOrStdout()
	color := isTerminal(os.Stdout) && !f.noColor && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" && prompt.Colors(os.Stdout)
	columns := columnsOf(os.Stdout)
	return view.New(view.Settings{Err: stdout, ErrColumns: columns, OnTerminal: true, Columns: columns, Color: color}, &view.Outlet{To: stdout})
}

// numbers returns the numbers of the sessions to show.
func (f *showFlags) numbers(file session.File) (all []int, err error) {
	if f.session != 0 {
		return []int{f.session}, checkSession(file, f.session)
	}
	for i := range file.Sessions {
		all = append(all, i+1)
	}
	return all, nil
}

// checkSession returns an error unless a file has session n.
func checkSession(file session.File, n int) error {
	if n < 1 || n > len(file.Sessions) {
		return usageError(fmt.Sprintf("--session N takes 1 to %d", len(file.Sessions)), "the %s has no session %d", sourceName(file), n)
	}
	return nil
}

// withReasons yields the entries of a session with a notice after each refusal that explains
// it. A transcript may have the same notices already.
func withReasons(s session.Session) iter.Seq[transcript.Entry] {
	return func(yield func(transcript.Entry) bool) {
		told := map[string]bool{}
		for e := range s.Entries {
			if e.Kind == transcript.Notice {
				told[e.Text] = true
			}
		}
		for e, r := range s.Refusals() {
			if !yield(e) {
				return
			}
			for _, text := range reasons(r) {
				if !told[text] && !yield(transcript.Entry{Kind: transcript.Notice, Time: e.Time, Elapsed: e.Elapsed, Secure: e.Secure, Text: text}) {
					return
				}
			}
		}
	}
}

// reasons explains a refusal; nil: none. It omits hints that only help in an open session.
func reasons(r *advice.Refusal) []string {
	if r == nil {
		return nil
	}
	return slices.DeleteFunc(describe.Refusal(*r), func(line string) bool { return strings.HasPrefix(line, "hint: :") })
}

// showEntry shows an entry as a session does.
func showEntry(v view.View, e *transcript.Entry) {
	line := conn.Event{Line: []byte(e.Text), Ending: e.Ending, Secure: e.Secure}
	if e.Kind == transcript.Sent {
		v.Sent(line)
		return
	}
	line.Ending = "\r\n" // shows the line at once
	switch {
	case e.Kind == transcript.Received && e.Reply != nil:
		v.Received(line, e.Reply.Took)
	case e.Kind == transcript.Received:
		v.Received(line, 0)
	case e.Opening != nil:
		v.Answer("connected to " + cmp.Or(e.Opening.Target, "a server that the file does not name"))
	case e.TLS != nil && e.TLS.Version == "":
		v.Answer("TLS started")
	case e.TLS != nil:
		v.Answer("TLS started: " + e.TLS.Version)
	case e.End != nil:
		v.Answer(e.End.Text)
	case e.Kind == transcript.Command:
		v.Answer("typed: " + e.Text)
	default:
		v.Answer(e.Text)
	}
}

// writeSessions writes sessions to a new file, in the format of its extension.
func (f *showFlags) writeSessions(name string, file session.File, numbers []int) error {
	format, err := transcript.FormatOf(name)
	if err != nil {
		return usageError("", "%v", err)
	}
	out, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	switch {
	case errors.Is(err, fs.ErrExist):
		return usageError("choose another name", "%q already exists: nothing was written", name)
	case err != nil:
		return &repl.Failure{Status: repl.Unwritable, What: err.Error()}
	}
	var entries []transcript.Entry
	for _, n := range numbers {
		entries = append(entries, separated(file, n)...)
	}
	buffer := bufio.NewWriterSize(out, 64<<10)
	write := func() error {
		if format == transcript.Script {
			return transcript.WriteScript(buffer, f.tool, entries, 0)
		}
		return transcript.Write(buffer, format, entries, 0)
	}
	if err := cmp.Or(write(), buffer.Flush(), out.Close()); err != nil {
		os.Remove(name)
		return &repl.Failure{Status: repl.Unwritable, What: fmt.Sprintf("cannot write the transcript: %v", err)}
	}
	return nil
}

// separated returns the entries of session n. If there are several sessions, they begin with
// an opening, which separates them.
func separated(file session.File, n int) []transcript.Entry {
	var entries []transcript.Entry
	opens := false
	for e := range withReasons(file.Sessions[n-1]) {
		opens = opens || e.Kind == transcript.Opened
		entries = append(entries, e)
	}
	if !opens && len(file.Sessions) > 1 {
		return append([]transcript.Entry{{Kind: transcript.Opened, Opening: &transcript.Opening{}}}, entries...)
	}
	return entries
}
