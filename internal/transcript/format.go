package transcript

import (
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"time"
)

// Format is how a transcript is written.
type Format string

// The formats. All but HTML can be read again.
const (
	Text     Format = "text"
	Markdown Format = "Markdown"
	HTML     Format = "HTML"
	JSON     Format = "JSON Lines"
)

// formats has a row for each format: the extensions of its files, and what begins to
// write one; nil: it is written as a whole. How one is recognized and read is in sniff.
var formats = []struct {
	format     Format
	extensions string
	writer     func(io.Writer) Writer
}{
	{Text, ".txt .log", func(w io.Writer) Writer { return &textWriter{w: w} }},
	{Markdown, ".md .markdown", func(w io.Writer) Writer { return &markdownWriter{textWriter{w: w}} }},
	{HTML, ".html .htm", nil},
	{JSON, ".json .jsonl .ndjson", func(w io.Writer) Writer { return &jsonWriter{w: w} }},
}

// FormatOf returns the format that a file name's extension stands for. The error is a
// *FormatError.
func FormatOf(name string) (Format, error) {
	extension := strings.ToLower(path.Ext(name))
	for _, f := range formats {
		if slices.Contains(strings.Fields(f.extensions), extension) {
			return f.format, nil
		}
	}
	return "", &FormatError{name}
}

// A FormatError says that a file's name does not tell how to write it.
type FormatError struct{ Name string }

// Error names the endings that do.
func (e *FormatError) Error() string {
	return fmt.Sprintf("%q does not say which format: .txt, .md, .html or .json", e.Name)
}

// ErrHTMLLog says why a page cannot be a log.
var ErrHTMLLog = errors.New("a page of HTML is made of a whole session: it cannot be written as the session goes")

// Writer writes entries one after the other. The first error of what is below
// is returned at once.
type Writer interface {
	Entry(Entry) error // writes one, in one piece
	Close() error      // writes what ends the document; does not close what is below
}

// NewWriter begins a transcript. HTML has no Writer: a page is made of a whole
// session. See Write.
func NewWriter(w io.Writer, f Format) (Writer, error) {
	for _, row := range formats {
		if row.format == f && row.writer != nil {
			return row.writer(w), nil
		}
	}
	return nil, fmt.Errorf("%s is not written entry by entry", f)
}

// Write writes a whole transcript. dropped is how many entries more there were
// than could be kept: the document says so.
func Write(w io.Writer, f Format, entries []Entry, dropped int) error {
	if f == HTML {
		return writeHTML(w, entries, dropped)
	}
	out, err := NewWriter(w, f)
	if err != nil {
		return err
	}
	if dropped > 0 {
		last := time.Time{}
		if n := len(entries); n > 0 {
			last = entries[n-1].Time
		}
		entries = append(entries[:len(entries):len(entries)], NewGap(dropped, last))
	}
	for _, e := range entries {
		if err := out.Entry(e); err != nil {
			return err
		}
	}
	return out.Close()
}
