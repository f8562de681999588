package repl

import (
	"context"
	"fmt"
	"strings"
)

// cmdBatch begins to collect lines.
func cmdBatch(_ context.Context, s *Session, arg string) error {
	switch arg = strings.TrimSpace(arg); {
	case arg == "--drop" && s.batch != nil:
		s.view.Note(fmt.Sprintf("%s dropped", lines(s.dropBatch())))
		return nil
	case arg == "--drop":
		return failure(Usage, ":batch --drop: there is no batch", "")
	case arg != "":
		return usage("batch", fmt.Sprintf("what is %q?", arg))
	case s.batch != nil:
		return failure(Usage, fmt.Sprintf(":batch: %s collected already", lines(len(s.batch.lines))), ":go sends them, :batch --drop forgets them")
	case s.live() == nil:
		return s.notSent()
	}
	s.mu.Lock()
	s.batch = &batch{dialect: s.dialect.Fork()}
	s.mu.Unlock()
	if s.opt.Typed {
		s.view.Answer("lines are collected now; :go sends them in one write, :batch --drop or Ctrl-C forgets them")
	}
	return nil
}
