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

// usageError returns a mistake on the command line, and what to type instead.
func usageError(hint, format string, a ...any) error {
	return &repl.Failure{Status: repl.Usage, What: fmt.Sprintf(format, a...), Hint: hint}
}

// statusError returns the error that ends byhand with a status, nil for OK. It has no
// words: the session or the report has said why.
func statusError(status repl.Status) error {
	if status == repl.OK {
		return nil
	}
	return &repl.Failure{Status: status}
}

// writeError returns the error for output that could not be written. A closed pipe
// needs no words.
func writeError(err error) error {
	if errors.Is(err, syscall.EPIPE) {
		return statusError(repl.Unwritable)
	}
	return &repl.Failure{Status: repl.Unwritable, What: fmt.Sprintf("the output cannot be written: %v", err)}
}

// flagError names the flag in an error about its value. It never quotes the value of
// --proxy, which may hold a password.
func flagError(_ *cobra.Command, err error) error {
	var bad *pflag.InvalidValueError
	var cause *repl.Failure
	if errors.As(err, &bad) && errors.As(err, &cause) {
		return usageError(cause.Hint, "--%s: %s", bad.GetFlag().Name, cause.What)
	}
	return err
}

// report prints what err says, and returns the exit status that it means.
func report(err error) repl.Status {
	failure := &repl.Failure{Status: repl.Usage, Hint: "byhand --help lists what there is"} // cobra's own errors
	var ended signalled
	switch {
	case err == nil:
		return repl.OK
	case errors.As(err, &ended):
		return repl.Status(128 + int(ended.Signal))
	case !errors.As(err, &failure):
		failure.What = err.Error()
	}
	words := rows.Writer{To: os.Stderr, Columns: columnsOf(os.Stderr)}
	if failure.What != "" {
		words.Say(failure.What)
	}
	if failure.Hint != "" {
		words.Say("hint: " + failure.Hint)
	}
	return failure.Status
}

// stdoutRows returns a writer of rows to a command's stdout.
func stdoutRows(c *cobra.Command) rows.Writer {
	return rows.Writer{To: c.OutOrStdout(), Columns: columnsOf(os.Stdout)}
}

// printed writes to stdout outside a session and keeps the first error, which cobra
// ignores.
type printed struct{ err error }

// Write writes to stdout. Its error is a writeError.
func (p *printed) Write(b []byte) (int, error) {
	n, err := os.Stdout.Write(b)
	if err != nil {
		err = writeError(err)
		p.err = cmp.Or(p.err, err)
	}
	return n, err
}
