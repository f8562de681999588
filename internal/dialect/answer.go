package dialect

import (
	"fmt"
	"slices"
)

// Kind is what :expect compares: the code of a reply, "250", or its word, "OK", where
// there are no codes.
func (a Reply) Kind() string {
	if a.Word != "" {
		return a.Word
	}
	return fmt.Sprintf("%03d", a.Reply.Code)
}

// Kinds returns every kind in a reply: more than one where its lines disagree.
func (a Reply) Kinds() []string {
	all := []string{a.Kind()}
	for _, line := range a.Reply.Lines {
		if code := fmt.Sprintf("%03d", line.Code); line.Code != 0 && !slices.Contains(all, code) {
			all = append(all, code)
		}
	}
	return all
}

// IsHello reports whether a is the reply to EHLO or LHLO.
func (a Reply) IsHello() bool { return a.Verb == "EHLO" || a.Verb == "LHLO" }
