// Package cli implements the command line: flags, subcommands, the use of stdin and
// stdout, and the exit status.
package cli

import (
	"cmp"
	"context"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/spf13/cobra"
)

const usageText = `byhand opens a prompt on a live connection. Each line you type is sent exactly as
typed, and replies appear as they arrive. Lines that start with ":" are byhand's own
commands; :help lists them.

  byhand HOST[:PORT] [PORT]    connect to a server (default port: 587)
  byhand smtps://HOST          the same with a URL: smtp, smtps, imap, pop3, tcp, tls, unix, ...
  byhand practice              connect to a built-in practice server; other commands are listed below

  printf 'EHLO me\nQUIT\n' | byhand HOST 25     run a script; wait for the reply to each line

Exit status:
  0  everything succeeded
  1  the server refused something, or a reply was not the expected one
  2  wrong usage, or a file that cannot be read
  3  no connection: name not found, connection refused, or timed out
  4  TLS failed or was refused
  5  timed out waiting for a reply
  6  the connection was lost, or the server broke the protocol
  7  output could not be written
128+n  ended by signal n`

// Run runs byhand with the given arguments and returns the exit status.
func Run(args []string) int {
	disableCoreDumps()
	signal.Ignore(syscall.SIGPIPE) // writing to a closed pipe is an error instead: status 7
	root, out := Command(), &stdoutWriter{}
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
		Args:          rootArgs,
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
	f.addInput(root)
	f.addRemote(root)
	root.SetFlagErrorFunc(flagError)
	root.AddCommand(practiceCommand(), probeCommand(), replayCommand(), showCommand(), explainCommand())
	return root
}

// buildVersion returns the tag or commit that Go recorded in the binary, or "(devel)".
func buildVersion() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}

// rootArgs accepts one or two arguments: HOST [PORT].
func rootArgs(_ *cobra.Command, args []string) error {
	switch len(args) {
	case 0:
		return usageError("byhand HOST PORT, or byhand practice for the built-in practice server", "no host given")
	case 1, 2:
		return nil
	}
	return usageError("to send lines, use -c LINE or -f FILE", "unexpected argument %q", args[2])
}
