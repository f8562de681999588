// Package cli is the command line: flags and subcommands, what stdin and stdout
// are, and the exit status.
package cli

import (
	"cmp"
	"context"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/spf13/cobra"
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
	root, out := Command(), &printed{}
	root.SetArgs(args)
	root.SetOut(out)
	err := root.ExecuteContext(context.Background())
	return int(report(cmp.Or(err, out.err)))
}

// Command returns the command line: byhand and its subcommands.
func Command() *cobra.Command {
	f := newSessionFlags()
	root := &cobra.Command{
		Use:           "byhand [flags] HOST[:PORT] [PORT]",
		Long:          usageText,
		Args:          hostAndPort,
		Version:       buildVersion(),
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE: func(c *cobra.Command, args []string) error {
			t, err := f.target(args)
			if err != nil {
				return err
			}
			return f.run(c.Context(), t)
		},
	}
	f.addTyped(root)
	f.addReach(root)
	root.SetFlagErrorFunc(flagError)
	root.AddCommand(practiceCommand(), probeCommand(), replayCommand(), explainCommand())
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
		return usageError("byhand HOST PORT talks to a server, byhand practice to one of byhand's own", "no host is given")
	case 1, 2:
		return nil
	}
	return usageError("byhand HOST PORT; lines to send are given with -c or -f", "%q is one argument too many", args[2])
}
