package repl

import (
	"context"
	"fmt"
	"strings"
)

func cmdHelp(_ context.Context, s *Session, arg string) error {
	name := strings.TrimPrefix(strings.TrimSpace(arg), ":")
	if name != "" {
		c := find(strings.ToLower(name))
		if c == nil {
			return failure(Usage, fmt.Sprintf("unknown command %q", ":"+name), unknownHint(name))
		}
		s.out.Answer(c.Usage() + "   " + c.Help)
		s.out.Answer(c.Long)
		s.out.Answer("example: " + c.Example)
		return nil
	}
	s.out.Answer(`byhand sends each line as typed, except lines that start with ":", which are its own commands; "::x" sends ":x"`)
	for _, line := range strings.Split(strings.TrimRight(List(), "\n"), "\n") {
		s.out.Answer(line)
	}
	return nil
}

// usageWidth is the width of the first column of :help, in characters.
const usageWidth = 30

// wrapUsage returns a usage for the first column. If it is too long, a line break follows it.
func wrapUsage(usage string) string {
	if len(usage) <= usageWidth {
		return usage
	}
	return usage + "\n  " + strings.Repeat(" ", usageWidth)
}

// List returns the table as :help shows it.
func List() string {
	var b strings.Builder
	for _, group := range Groups {
		fmt.Fprintf(&b, "%s\n", group)
		for _, c := range commands {
			if c.Group == group {
				fmt.Fprintf(&b, "  %-*s %s\n", usageWidth, wrapUsage(c.Usage()), c.Help)
			}
		}
	}
	return b.String()
}
