package repl

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"byhand/internal/prompt"
	"byhand/internal/sanitize"
)

// Source is where a script's lines come from: a file, a pipe, a -c flag.
type Source struct {
	Name   string    // for messages: "login.txt", "stdin", "-c"
	First  int       // the number of its first line, for messages; 0: 1
	Reader io.Reader // read to its end, byte-exact but for the line ends
}

// Script is an Input of sources, one after the other. It never goes near a line
// editor: every byte but CR and LF at the end of a line arrives as it was.
type Script struct {
	lines chan prompt.Line
}

// NewScript begins to read the sources; ctx ends it.
func NewScript(ctx context.Context, sources []Source) *Script {
	s := &Script{lines: make(chan prompt.Line)}
	go func() {
		defer close(s.lines)
		for _, source := range sources {
			if !s.read(ctx, source) {
				return
			}
		}
	}()
	return s
}

// Lines delivers the lines, at most one ahead.
func (s *Script) Lines() <-chan prompt.Line { return s.lines }

// Ready shows nothing: a script needs no prompt.
func (s *Script) Ready(string) {}

// Took does nothing.
func (s *Script) Took(prompt.Line) {}

// Waiting is false: a script is in no hurry.
func (s *Script) Waiting() bool { return false }

// read delivers all lines of one source. A last line without a line end counts.
func (s *Script) read(ctx context.Context, source Source) (more bool) {
	in := bufio.NewReaderSize(source.Reader, 64<<10)
	for n := 1; ; n++ {
		text, err := in.ReadBytes('\n')
		note := ""
		if n == 1 {
			var failed error
			if text, note, failed = firstLine(source.Name, text); failed != nil {
				s.deliver(ctx, prompt.Line{Err: failed})
				return false
			}
		}
		if len(text) > 0 && !s.deliver(ctx, prompt.Line{Text: chomp(text), At: time.Now(), Where: fmt.Sprintf("%s:%d", source.Name, max(1, source.First)+n-1), Note: note}) {
			return false
		}
		if errors.Is(err, io.EOF) {
			return true
		}
		if err != nil {
			s.deliver(ctx, prompt.Line{Err: failure(Usage, fmt.Sprintf("%s cannot be read: %v", source.Name, err), "")})
			return false
		}
	}
}

// firstLine takes the byte order mark off a source's first line, with a note that it
// did. Text in UTF-16 is a failure.
func firstLine(name string, line []byte) (rest []byte, note string, failed error) {
	rest, trimmed, err := sanitize.TrimBOM(line)
	if err != nil {
		return nil, "", failure(Usage, fmt.Sprintf("%s cannot be read: %v", name, err), "save it as UTF-8")
	}
	if trimmed {
		note = name + " begins with a byte order mark, which is not sent"
	}
	return rest, note, nil
}

func (s *Script) deliver(ctx context.Context, line prompt.Line) bool {
	select {
	case s.lines <- line:
		return true
	case <-ctx.Done():
		return false
	}
}

// chomp takes the line end off: LF, or CRLF.
func chomp(text []byte) []byte {
	text, ended := bytes.CutSuffix(text, []byte("\n"))
	if ended {
		text = bytes.TrimSuffix(text, []byte("\r"))
	}
	return text
}
