package cli

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"byhand/internal/describe"
	"byhand/internal/explain"
	"byhand/internal/refusal"
	"byhand/internal/rows"
	"byhand/repl"
)

// explainCommand returns byhand explain.
func explainCommand() *cobra.Command {
	f := &explainFlags{}
	c := &cobra.Command{
		Use:   "explain [flags] [WORD...]",
		Short: "explain a refusal, a code, a command, an EHLO keyword or a SASL mechanism, or all refusals in a log",
		Long: `explain says what each WORD means, and names the RFC that defines it. A WORD is a reply
code, an enhanced status code, a command, an EHLO keyword or a SASL mechanism.

It also explains a reply that refused something: the cause, what the provider or the
server software means by it, and whether it may work later. Paste the reply in
quotes:

  byhand explain '550 5.7.1 Service unavailable; client [192.0.2.7] blocked using bl.example'

Without a WORD, explain reads stdin: a reply, a bounce, a session or a mail log. It lists
the causes of all refusals in it, how often each occurs, and the first example of each:

  byhand explain < mail.log

With --json, it writes one object for each refusal; docs/explain.md describes the format.
The exit status is 1 if explain recognizes nothing.`,
		RunE: func(c *cobra.Command, words []string) error {
			f.out = stdoutRows(c)
			return f.run(words)
		},
	}
	c.Flags().SetInterspersed(false) // words after the first may begin with a dash
	c.Flags().BoolVar(&f.json, "json", false, "write one JSON object per refusal to stdout (JSON Lines)")
	c.Flags().BoolVar(&f.console.quiet, "quiet", false, "print no progress")
	return c
}

// explainFlags are the flags of byhand explain.
type explainFlags struct {
	json    bool
	console console
	out     rows.Writer // stdout
}

func (f *explainFlags) run(words []string) error {
	if last := len(words) - 1; last > 0 && words[last] == "--json" {
		f.json, words = true, words[:last]
	}
	switch text := strings.Join(words, " "); {
	case len(words) == 0 && isTerminal(os.Stdin):
		return usageError("byhand explain 550 5.1.1", "no word given")
	case len(words) == 0:
		return f.explainLog(os.Stdin)
	case describe.IsRefusal(text):
		return f.explainReply(refusal.Parse(text), text)
	case f.json:
		return &repl.Failure{Status: repl.Refused, What: fmt.Sprintf("%q is not a refusal", text)}
	}
	found, err := explain.Find(words...)
	var unknown *explain.UnknownError
	if errors.As(err, &unknown) {
		return unknownWordError(unknown)
	}
	return f.showEntries(found)
}

func (f *explainFlags) showEntries(found []explain.Entry) error {
	for _, e := range found {
		for _, line := range e.Lines() {
			if err := f.out.Row("", line); err != nil {
				return err
			}
		}
	}
	return nil
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
