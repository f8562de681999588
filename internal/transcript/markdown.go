package transcript

import (
	"bytes"
	"io"
	"iter"
	"strings"
	"time"
)

// markdownWriter writes a heading and a fenced block with the transcript in the text format. No line
// in the block can close the fence, because each begins with C, S or #.
type markdownWriter struct{ textWriter }

func newMarkdownWriter(w io.Writer) Writer { return &markdownWriter{textWriter{w: w}} }

// Entry writes an entry, and the heading before the first one.
func (m *markdownWriter) Entry(e Entry) error {
	if m.last.IsZero() {
		if _, err := m.w.Write([]byte(heading(e))); err != nil {
			return err
		}
	}
	return m.textWriter.Entry(e)
}

// Close closes the fence.
func (m *markdownWriter) Close() error {
	if m.last.IsZero() {
		return nil
	}
	_, err := m.w.Write([]byte("```\n"))
	return err
}

func heading(e Entry) string {
	title := "## SMTP session"
	if e.Opening != nil {
		title += " with " + removeMarkup(e.Opening.Target)
	}
	if !e.Time.IsZero() {
		title += ", " + e.Time.UTC().Format(time.DateTime) + " UTC"
	}
	return title + "\n\n```text\n"
}

// removeMarkup replaces the characters that may have a meaning in Markdown.
func removeMarkup(name string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune(".:-/", r) {
			return r
		}
		return '?'
	}, name)
}

// isMarkdown reports whether data contains a fenced block.
func isMarkdown(data []byte) bool {
	if !isText(data) {
		return false
	}
	for line := range bytes.Lines(data) {
		if nextFence("", trimQuoting(line)) != "" {
			return true
		}
	}
	return false
}

// readMarkdown reads the text in the fenced blocks.
func readMarkdown(data []byte, take func(Entry) bool) error {
	return readLines(fencedLines(data), take)
}

// fencedLines returns the lines in fenced blocks, with their numbers from 1. It skips blocks
// without a line that was sent or received. A support ticket contains such blocks too.
func fencedLines(data []byte) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		number, end, fence, isDialogue := 0, 0, "", false
		for line := range bytes.Lines(data) {
			number, end = number+1, end+len(line)
			was, text := fence, trimQuoting(line)
			switch fence = nextFence(fence, text); {
			case was == "" && fence != "":
				isDialogue = startsDialogue(data[end:], fence)
			case was != "" && fence != "" && isDialogue && !yield(number, text):
				return
			}
		}
	}
}

// startsDialogue reports whether data, which begins inside a block, contains a line that was
// sent or received before the block ends.
func startsDialogue(data []byte, fence string) bool {
	for line := range bytes.Lines(data) {
		text := trimQuoting(line)
		if nextFence(fence, text) == "" {
			return false
		}
		if lineTag(text) != "" {
			return true
		}
	}
	return false
}

// nextFence returns the fence that is open after a line; "": none.
func nextFence(open, line string) string {
	marks := line[:len(line)-len(strings.TrimLeft(line, "`"))]
	if marks == "" {
		marks = line[:len(line)-len(strings.TrimLeft(line, "~"))]
	}
	switch {
	case len(marks) < 3:
		return open
	case open == "":
		return marks
	case marks[0] == open[0] && len(marks) >= len(open) && strings.TrimSpace(line[len(marks):]) == "":
		return ""
	}
	return open
}
