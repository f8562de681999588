package repl

import (
	"context"
	"errors"
	"strings"

	"byhand/internal/explain"
)

func cmdExplain(_ context.Context, s *Session, arg string) error {
	if arg == "" {
		return usage("explain", "no word given")
	}
	found, err := explain.Find(arg)
	var unknown *explain.UnknownError
	if errors.As(err, &unknown) {
		return failure(Refused, ":explain: "+err.Error(), nearWords(unknown))
	}
	for _, e := range found {
		for _, line := range e.Lines() {
			s.out.Answer(line)
		}
	}
	return nil
}

// nearWords returns a hint with similar names, or "".
func nearWords(e *explain.UnknownError) string {
	if len(e.Near) == 0 {
		return ""
	}
	return "did you mean " + strings.Join(e.Near, ", ") + "?"
}
