package cli

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"syscall"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"byhand/internal/rows"
	"byhand/repl"
)

// usageError returns an error about the command line, with status 2. hint is what to type
// instead, or "".
func usageError(hint, format string, a ...any) error {
	return &repl.Failure{Status: repl.Usage, What: fmt.Sprintf(format, a...), Hint: hint}
}

// statusError returns an error with a status and no message, because the failure was already
// reported. It returns nil for OK.
func statusError(status repl.Status) error {
	if status == repl.OK {
		return nil
	}
	return &repl.Failure{Status: status}
}

// writeError returns the error for output that could not be written, with status 7. The error
// has no message if the reader closed the pipe.
func writeError(err error) error {
	if errors.Is(err, syscall.EPIPE) {
		return statusError(repl.Unwritable)
	}
	return &repl.Failure{Status: repl.Unwritable, What: fmt.Sprintf("cannot write the output: %v", err)}
}

// flagError returns an error about a flag's value, with the flag's name. pflag's own error
// would also quote the value, which may contain a password.
func flagError(_ *cobra.Command, err error) error {
	var bad *pflag.InvalidValueError
	var cause *repl.Failure
	if errors.As(err, &bad) && errors.As(err, &cause) {
		return usageError(cause.Hint, "--%s: %s", bad.GetFlag().Name, cause.What)
	}
	return err
}

// report prints err and its hint on stderr, and returns its exit status. Run calls it once,
// before byhand exits.
func report(err error) repl.Status {
	failure := &repl.Failure{Status: repl.Usage, Hint: "byhand --help lists commands and flags"} // for cobra's errors
	var ended signalError
	switch {
	case err == nil:
		return repl.OK
	case errors.As(err, &ended):
		return repl.Status(128 + int(ended.Signal))
	case !errors.As(err, &failure):
		failure.What = err.Error()
	}
	stderr := rows.Writer{To: os.Stderr, Columns: columnsOf(os.Stderr)}
	if failure.What != "" {
		stderr.Say(failure.What)
	}
	if failure.Hint != "" {
		stderr.Say("hint: " + failure.Hint)
	}
	return failure.Status
}

// stdoutRows returns a writer of rows to the stdout of c.
func stdoutRows(c *cobra.Command) rows.Writer {
	return rows.Writer{To: c.OutOrStdout(), Columns: columnsOf(os.Stdout)}
}

// stdoutWriter writes to stdout outside a session. It keeps the first error, because cobra
// ignores errors of writing.
type stdoutWriter struct{ err error }

// Write writes to stdout. Its error is a writeError.
func (p *stdoutWriter) Write(b []byte) (int, error) {
	n, err := os.Stdout.Write(b)
	if err != nil {
		err = writeError(err)
		p.err = cmp.Or(p.err, err)
	}
	return n, err
}
