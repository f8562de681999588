package repl

import (
	"byhand/internal/describe"
	"context"
	"fmt"
	"strings"
)

// cmdBatch begins to collect lines.
func cmdBatch(_ context.Context, s *Session, arg string) error {
	switch arg = strings.TrimSpace(arg); {
	case arg == "--drop" && s.batch != nil:
		s.out.Note(fmt.Sprintf("%s dropped", describe.Lines(s.dropBatch())))
		return nil
	case arg == "--drop":
		return failure(Usage, ":batch --drop: there is no batch", "")
	case arg != "":
		return usage("batch", fmt.Sprintf("what is %q?", arg))
	case s.batch != nil:
		return failure(Usage, fmt.Sprintf(":batch: %s collected already", describe.Lines(len(s.batch.group))), ":go sends them, :batch --drop forgets them")
	case s.client.Live() == nil:
		return notSent(s)
	}
	s.batch = &batch{Session: s, dialect: s.client.Fork()}
	s.policy.tell("lines are collected now; :go sends them in one write, :batch --drop or Ctrl-C forgets them")
	return nil
}
