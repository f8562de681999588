package repl

import (
	"context"
	"errors"
	"strings"

	"byhand/internal/advice"
	"byhand/internal/describe"
	"byhand/internal/explain"
	"byhand/internal/refusal"
)

func cmdExplain(_ context.Context, s *Session, arg string) error {
	if arg == "" {
		return usage("explain", "no word given")
	}
	if describe.IsRefusal(arg) {
		for _, line := range describe.Refusal(advice.Refusal{Reply: refusal.Parse(arg)}) {
			s.out.Answer(line)
		}
		return nil
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
