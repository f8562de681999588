package repl

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

func cmdLog(ctx context.Context, s *Session, arg string) error {
	found, name, err := parseOptions("log", arg)
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
		s.out.Note(fmt.Sprintf("logging the session to %q from now on", name))
		return nil
	}
	n := 0
	for _, l := range s.out.logs {
		if l.name != "" {
			s.out.Answer(fmt.Sprintf("logging the session to %q", l.name))
			n++
		}
	}
	if n == 0 {
		s.out.Answer("the session is not being logged; :log FILE logs it from now on, :save FILE writes the session so far")
	}
	return nil
}

// stopLogs ends the logs of :log and --log.
func stopLogs(ctx context.Context, s *Session) error {
	files := func(l *log) bool { return l.name != "" }
	stopping := slices.DeleteFunc(slices.Clone(s.out.logs), func(l *log) bool { return !files(l) })
	if len(stopping) == 0 {
		return failure(Usage, ":log: the session is not being logged", "")
	}
	s.out.logs = slices.DeleteFunc(s.out.logs, files)
	for _, l := range stopping {
		var failed error
		if err := s.out.doInOrder(ctx, func() { failed = l.close() }); err != nil {
			return err
		}
		if failed != nil {
			return saveFailure(l.name, failed)
		}
		s.out.Answer(fmt.Sprintf("closed the log %q", l.name))
	}
	return nil
}

func cmdSave(_ context.Context, s *Session, arg string) error {
	found, name, err := parseOptions("save", arg)
	if err != nil {
		return err
	}
	save := s.opt.Recorder.Save
	if found["--export"] {
		tool, rest, _ := strings.Cut(strings.TrimSpace(name), " ")
		name = rest
		save = func(name string) (int, int, error) { return s.opt.Recorder.SaveScript(name, tool) }
	}
	if name = strings.TrimSpace(name); name == "" {
		return usage("save", "no file name given; the extension selects the format")
	}
	kept, missing, err := save(name)
	if err != nil {
		return saveFailure(name, err)
	}
	words := fmt.Sprintf("saved the session so far to %q: %d entries", name, kept)
	if missing > 0 {
		words += fmt.Sprintf("; byhand could not keep %d more (--log and :log write all entries)", missing)
	}
	s.out.Answer(words)
	return nil
}
