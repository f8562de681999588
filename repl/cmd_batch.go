package repl

import (
	"context"
	"fmt"
	"strings"

	"byhand/internal/describe"
)

func cmdBatch(_ context.Context, s *Session, arg string) error {
	switch arg = strings.TrimSpace(arg); {
	case arg == "--drop" && s.batch != nil:
		s.out.Note(fmt.Sprintf("%s dropped", describe.Lines(s.dropBatch())))
		return nil
	case arg == "--drop":
		return failure(Usage, ":batch --drop: there is no batch", "")
	case arg != "":
		return usage("batch", fmt.Sprintf("unexpected %q", arg))
	case s.batch != nil:
		return failure(Usage, fmt.Sprintf(":batch: already collecting lines, %s so far", describe.Lines(len(s.batch.group))), ":go sends them, :batch --drop drops them")
	case s.client.Live() == nil:
		return notSentFailure(s)
	}
	s.batch = &batch{Session: s, dialect: s.client.Fork()}
	s.policy.noteAtPrompt("collecting lines: :go sends them in one write, :batch --drop or Ctrl-C drops them")
	return nil
}
