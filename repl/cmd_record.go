package repl

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

func cmdLog(ctx context.Context, s *Session, arg string) error {
	found, name, err := optionsOf("log", arg)
	switch {
	case err != nil:
		return err
	case found["--stop"] && name == "":
		return stopLogs(ctx, s)
	case found["--stop"]:
		return usage("log", "--stop takes no file name")
	case name != "":
		if err := openLog(s, name); err != nil {
			return err
		}
		s.out.Note(fmt.Sprintf("from now on the session is written to %q, too", name))
		return nil
	}
	n := 0
	for _, l := range s.out.logs {
		if l.name != "" {
			s.out.Answer(fmt.Sprintf("the session is written to %q", l.name))
			n++
		}
	}
	if n == 0 {
		s.out.Answer("the session is written to no file; :log FILE does it from now on, :save FILE all so far")
	}
	return nil
}

// stopLogs ends what :log and --log began.
func stopLogs(ctx context.Context, s *Session) error {
	files := func(l *log) bool { return l.name != "" }
	stopping := slices.DeleteFunc(slices.Clone(s.out.logs), func(l *log) bool { return !files(l) })
	if len(stopping) == 0 {
		return failure(Usage, ":log: the session is written to no file", "")
	}
	s.out.logs = slices.DeleteFunc(s.out.logs, files)
	for _, l := range stopping {
		var failed error
		if err := s.out.inOrder(ctx, func() { failed = l.close() }); err != nil {
			return err
		}
		if failed != nil {
			return unsaved(l.name, failed)
		}
		s.out.Answer(fmt.Sprintf("%q is complete", l.name))
	}
	return nil
}

func cmdSave(_ context.Context, s *Session, name string) error {
	if name = strings.TrimSpace(name); name == "" {
		return usage("save", "to which file? its ending names the format")
	}
	kept, missing, err := s.opt.Recorder.Save(name)
	if err != nil {
		return unsaved(name, err)
	}
	words := fmt.Sprintf("%q holds the session so far: %d entries", name, kept)
	if missing > 0 {
		words += fmt.Sprintf("; %d more are missing (--log and :log write all, as it goes)", missing)
	}
	s.out.Answer(words)
	return nil
}
