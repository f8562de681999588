package cli

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"byhand/internal/explain"
	"byhand/repl"
)

// explainCommand returns byhand explain.
func explainCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "explain WORD...",
		Short: "explain a reply code, enhanced code, command, EHLO keyword or SASL mechanism",
		Long: `explain says what each WORD means, and names the RFC that defines it. A WORD is a reply
code, an enhanced status code, a command, an EHLO keyword or a SASL mechanism. You can
also paste the first line of a reply: byhand explain 550 5.1.1 no such user`,
		RunE: func(c *cobra.Command, words []string) error {
			if len(words) == 0 {
				return usageError("byhand explain 550 5.1.1", "no word given")
			}
			found, err := explain.Find(words...)
			var unknown *explain.UnknownError
			if errors.As(err, &unknown) {
				return unknownWordError(unknown)
			}
			out := stdoutRows(c)
			for _, e := range found {
				for _, line := range e.Lines() {
					if err := out.Row("", line); err != nil {
						return err
					}
				}
			}
			return nil
		},
	}
	c.Flags().SetInterspersed(false) // words after the first may begin with a dash
	return c
}

// unknownWordError returns the error for a word that byhand cannot explain, with status 1. Its
// hint names similar words.
func unknownWordError(e *explain.UnknownError) error {
	hint := ""
	if len(e.Near) > 0 {
		hint = "did you mean " + strings.Join(e.Near, ", ") + "?"
	}
	return &repl.Failure{Status: repl.Refused, What: e.Error(), Hint: hint}
}
