package cli

import (
	"cmp"
	"encoding/json"

	"byhand/internal/advice"
	"byhand/internal/refusal"
	"byhand/internal/sanitize"
)

// refusalJSON is a refusal as --json writes it. docs/explain.md describes the keys.
type refusalJSON struct {
	V           int     `json:"v"`
	Line        int     `json:"line,omitempty"`
	Cause       string  `json:"cause"`
	Code        *int    `json:"code"`
	Enhanced    *string `json:"enhanced"`
	Reply       string  `json:"reply"`
	To          *string `json:"to"`
	Retry       *bool   `json:"retry"`
	Provider    *string `json:"provider"`
	Explanation string  `json:"explanation"`
	Hint        *string `json:"hint"`
	Source      *string `json:"source"`
}

// newRefusalJSON returns the object for a refusal. line is 0 if it is not from a log.
func newRefusalJSON(reason advice.Reason, r refusal.Reply, text string, line int) refusalJSON {
	j := refusalJSON{V: 1, Line: line, Cause: string(reason.Cause), Code: known(r.Code), Enhanced: known(r.Enhanced), Reply: text, To: known(r.Verb),
		Provider: known(reason.Provider), Explanation: cmp.Or(reason.Words, reason.Cause.Means()), Hint: known(reason.Next), Source: known(reason.Source)}
	if reason.Retry != refusal.Unclear {
		can := reason.Retry == refusal.Can
		j.Retry = &can
	}
	return j
}

// known returns a pointer to v, or nil if v is zero: JSON null.
func known[T comparable](v T) *T {
	var zero T
	if v == zero {
		return nil
	}
	return &v
}

// write writes an object as one line.
func (f *explainFlags) write(j refusalJSON) error {
	b, err := json.Marshal(j)
	if err != nil {
		return err
	}
	_, err = f.out.To.Write(append(sanitize.JSON(b), '\n'))
	return err
}
