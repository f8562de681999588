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

// The formats. All but HTML can be read back.
const (
	Text     Format = "text"
	Markdown Format = "Markdown"
	HTML     Format = "HTML"
	JSON     Format = "JSON Lines"
)

// row holds every fact about a format.
type row struct {
	format     Format
	extensions string                                                // of its files
	writer     func(io.Writer) Writer                                // nil: only whole writes it
	whole      func(w io.Writer, entries []Entry, dropped int) error // nil: writer writes it, entry by entry
	is         func(data []byte) bool                                // reports whether data begins as this format does
	read       func(data []byte, take func(Entry) bool) error        // calls take until it returns false; returns a *ReadError
}

// formats has a row for each format. Read tries them from the last to the first.
var formats = []row{
	{Text, ".txt .log", newTextWriter, nil, isText, readText},
	{Markdown, ".md .markdown", newMarkdownWriter, nil, isMarkdown, readMarkdown},
	{HTML, ".html .htm", nil, writeHTML, isHTML, readHTML},
	{JSON, ".json .jsonl .ndjson", newJSONWriter, nil, isJSON, readJSON},
}

// row returns the row of a format.
func (f Format) row() row {
	return formats[slices.IndexFunc(formats, func(r row) bool { return r.format == f })]
}

// IsWhole reports whether a format is written only as a whole, by Write.
func (f Format) IsWhole() bool { return f.row().writer == nil }

// FormatOf returns the format for a file name's extension. The error is a
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

// A FormatError says that no format has a file name's extension.
type FormatError struct{ Name string }

// Error lists an extension of each format.
func (e *FormatError) Error() string {
	var all []string
	for _, f := range formats {
		all = append(all, strings.Fields(f.extensions)[0])
	}
	last := len(all) - 1
	return fmt.Sprintf("%q does not say which format: %s or %s", e.Name, strings.Join(all[:last], ", "), all[last])
}

// ErrHTMLLog is returned for a log in a format that is written only as a whole.
var ErrHTMLLog = errors.New("an HTML page needs the whole session, so it cannot be written as a log")

// Writer writes entries one by one. It returns the first error of the underlying writer.
type Writer interface {
	Entry(Entry) error // writes an entry with one call of Write
	Close() error      // ends the document; does not close the underlying writer
}

// NewWriter begins a transcript in a format that is not written only as a whole.
func NewWriter(w io.Writer, f Format) Writer { return f.row().writer(w) }

// Write writes a whole transcript. dropped is how many entries could not be kept: the
// document says so.
func Write(w io.Writer, f Format, entries []Entry, dropped int) error {
	if f.IsWhole() {
		return f.row().whole(w, entries, dropped)
	}
	out := NewWriter(w, f)
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
