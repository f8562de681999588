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

// Source is a source of script lines: a file, a pipe or a -c flag.
type Source struct {
	Name   string    // for messages: "login.txt", "stdin", "-c"
	First  int       // the line number of its first line, for messages; 0 means 1
	Reader io.Reader // read to its end; only line endings are removed
}

// Script is an Input that reads sources one after another. It changes no byte except that
// it removes the LF or CRLF at the end of a line.
type Script struct {
	lines chan prompt.Line
}

// NewScript starts to read the sources, until ctx ends.
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

// Lines returns the channel that delivers the lines.
func (s *Script) Lines() <-chan prompt.Line { return s.lines }

// Ready does nothing: a script needs no prompt.
func (s *Script) Ready(string) {}

// MarkTaken does nothing.
func (s *Script) MarkTaken(prompt.Line) {}

// Waiting returns false: a script is read line by line.
func (s *Script) Waiting() bool { return false }

// read delivers all lines of one source, including a last line without a line ending. It
// returns false after an error or when ctx has ended.
func (s *Script) read(ctx context.Context, source Source) (more bool) {
	in := bufio.NewReaderSize(source.Reader, 64<<10)
	for n := 1; ; n++ {
		text, err := in.ReadBytes('\n')
		note := ""
		if n == 1 {
			var failed error
			if text, note, failed = trimBOM(source.Name, text); failed != nil {
				s.deliver(ctx, prompt.Line{Err: failed})
				return false
			}
		}
		if len(text) > 0 && !s.deliver(ctx, prompt.Line{Text: trimLineEnding(text), At: time.Now(), Where: fmt.Sprintf("%s:%d", source.Name, max(1, source.First)+n-1), Note: note}) {
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

// trimBOM removes a byte order mark from the first line of a source and returns a note about
// it. It returns a *Failure for text in UTF-16.
func trimBOM(name string, line []byte) (rest []byte, note string, failed error) {
	rest, trimmed, err := sanitize.TrimBOM(line)
	if err != nil {
		return nil, "", failure(Usage, fmt.Sprintf("%s cannot be read: %v", name, err), "save it as UTF-8")
	}
	if trimmed {
		note = name + " begins with a byte order mark, which byhand does not send"
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

// trimLineEnding removes the LF or CRLF at the end of a line.
func trimLineEnding(text []byte) []byte {
	text, ended := bytes.CutSuffix(text, []byte("\n"))
	if ended {
		text = bytes.TrimSuffix(text, []byte("\r"))
	}
	return text
}
