package repl

import (
	"bytes"
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"byhand/conn"
)

// endings maps the names of line endings to their bytes.
var endings = map[string]string{"crlf": "\r\n", "lf": "\n", "cr": "\r", "none": ""}

// Ending returns the line ending of that name: crlf, lf, cr or none.
func Ending(name string) (ending string, ok bool) {
	ending, ok = endings[strings.ToLower(name)]
	return ending, ok
}

func cmdEOL(_ context.Context, s *Session, arg string) error {
	name := strings.TrimSpace(arg)
	if name == "" {
		s.out.Answer(fmt.Sprintf("lines end in %q", s.ending))
		return nil
	}
	ending, ok := Ending(name)
	if !ok {
		return usage("eol", fmt.Sprintf("unknown line ending %q", name))
	}
	s.ending = ending
	if ending != "\r\n" {
		s.out.Note(fmt.Sprintf("lines end in %q from now on; SMTP requires CRLF (RFC 5321 2.3.8)", ending))
	}
	return nil
}

// cmdGo sends the batch. If it is empty, cmdGo makes the pasted lines that byhand holds the
// next input.
func cmdGo(ctx context.Context, s *Session, _ string) error {
	paste := &s.held.paste
	switch {
	case s.batch != nil && len(s.batch.group) > 0:
		return s.batch.send(ctx)
	case len(paste.lines) > 0:
		for i := range paste.lines {
			paste.lines[i].At = time.Now() // askPermission ignores lines older than its question
		}
		s.lines.pending, paste.lines = append(paste.lines, s.lines.pending...), nil
		return nil
	case s.batch != nil:
		return failure(Usage, ":go: the batch is empty", ":batch --drop ends it")
	}
	return failure(Usage, ":go: there is no batch, and no lines are held", "")
}

func cmdRaw(ctx context.Context, s *Session, arg string) error {
	raw, err := unescape(arg)
	if err != nil {
		return usage("raw", err.Error())
	}
	if len(raw) == 0 {
		return usage("raw", "no bytes given")
	}
	lines := splitLines(raw)
	if err := s.Send(ctx, lines...); err != nil {
		return err
	}
	err = s.settleAfter(ctx, nil)
	s.held.prepareWithholding(lines)
	return err
}

// splitLines splits bytes after their line endings, because the client expects whole lines.
func splitLines(raw []byte) (all []conn.Line) {
	for line := range bytes.Lines(raw) {
		text := trimLineEnding(line)
		all = append(all, conn.Line{Text: text, Ending: string(line[len(text):])})
	}
	return all
}

// unescape decodes C-style escapes, in quotes or not.
func unescape(arg string) ([]byte, error) {
	arg = strings.TrimSpace(arg)
	if quoted, ok := strings.CutPrefix(arg, `"`); ok {
		if !strings.HasSuffix(quoted, `"`) || strings.HasSuffix(quoted, `\"`) && !strings.HasSuffix(quoted, `\\"`) {
			return nil, fmt.Errorf("the closing quote is missing")
		}
		arg = quoted[:len(quoted)-1]
	}
	return escapes(arg)
}

// escapes decodes C-style escapes, and copies all other text.
func escapes(arg string) ([]byte, error) {
	var out []byte
	for len(arg) > 0 {
		if arg[0] != '\\' {
			out, arg = append(out, arg[0]), arg[1:]
			continue
		}
		b, size, err := escape(arg)
		if err != nil {
			return nil, err
		}
		out, arg = append(out, b), arg[size:]
	}
	return out, nil
}

// escape decodes the escape at the start of s.
func escape(s string) (b byte, size int, err error) {
	const simple = "r\rn\nt\t0\x00a\ab\bf\fv\v\\\\\"\"e\x1b"
	if len(s) < 2 {
		return 0, 0, fmt.Errorf(`the text ends in a backslash; write \\ for a backslash`)
	}
	if i := strings.IndexByte(simple, s[1]); i >= 0 && i%2 == 0 {
		return simple[i+1], 2, nil
	}
	if s[1] == 'x' && len(s) >= 4 {
		if n, err := strconv.ParseUint(s[2:4], 16, 8); err == nil {
			return byte(n), 4, nil
		}
	}
	return 0, 0, fmt.Errorf("unknown escape %q", s[:min(4, len(s))])
}
