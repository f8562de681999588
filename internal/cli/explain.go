package cli

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"byhand/internal/explain"
	"byhand/repl"
)

// explainCommand looks words up in the dictionary; no network is needed.
func explainCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "explain WORD...",
		Short: "what a reply code, enhanced code, command, EHLO keyword or SASL mechanism means",
		RunE: func(c *cobra.Command, words []string) error {
			if len(words) == 0 {
				return usageError("byhand explain 550 5.1.1", "no word is given")
			}
			found, err := explain.Find(words...)
			var unknown *explain.UnknownError
			if errors.As(err, &unknown) {
				return unknownWord(unknown)
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
	c.Flags().SetInterspersed(false) // a reply's text may have dashes
	return c
}

// unknownWord offers what is nearly the same: status 1.
func unknownWord(e *explain.UnknownError) error {
	hint := ""
	if len(e.Near) > 0 {
		hint = "did you mean " + strings.Join(e.Near, ", ") + "?"
	}
	return &repl.Failure{Status: repl.Refused, What: e.Error(), Hint: hint}
}
