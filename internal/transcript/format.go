package transcript

import (
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"time"
)

// Format is how a transcript is written.
type Format string

// The formats. HTML and Script cannot be read back.
const (
	Text     Format = "text"
	Markdown Format = "Markdown"
	HTML     Format = "HTML"
	Script   Format = "Shell script"
	JSON     Format = "JSON Lines"
)

// row holds every fact about a format.
type row struct {
	format     Format
	extensions string                                                // of its files; messages and help name the first
	writer     func(io.Writer) Writer                                // nil: only whole writes it
	whole      func(w io.Writer, entries []Entry, dropped int) error // nil: writer writes it, entry by entry
	recognizes func(data []byte) bool                                // reports whether data begins as this format does
	read       func(data []byte, take func(Entry) bool) error        // calls take until it returns false; returns a *ReadError; nil: it cannot be read back
}

// formats has a row for each format. Read tries them from the last to the first.
var formats = []row{
	{Text, ".txt .log", newTextWriter, nil, isText, readText},
	{Markdown, ".md .markdown", newMarkdownWriter, nil, isMarkdown, readMarkdown},
	{HTML, ".html .htm", nil, writeHTML, isHTML, nil},
	{Script, ".sh", nil, writeScript, isScript, nil},
	{JSON, ".json .jsonl .ndjson", newJSONWriter, nil, isJSON, readJSON},
}

// row returns the row of a format.
func (f Format) row() row {
	return formats[slices.IndexFunc(formats, func(r row) bool { return r.format == f })]
}

// IsWhole reports whether a format is written only as a whole, by Write.
func (f Format) IsWhole() bool { return f.row().writer == nil }

// Extension returns the usual extension of a format's files: ".txt".
func (f Format) Extension() string { return strings.Fields(f.row().extensions)[0] }

// Formats returns all formats.
func Formats() []Format { return formatsWith(func(row) bool { return true }) }

// LogFormats returns the formats that a log can have: those not written only as a whole.
func LogFormats() []Format { return formatsWith(func(r row) bool { return r.writer != nil }) }

// Readable returns the formats that Read reads.
func Readable() []Format { return formatsWith(func(r row) bool { return r.read != nil }) }

func formatsWith(fact func(row) bool) (all []Format) {
	for _, r := range formats {
		if fact(r) {
			all = append(all, r.format)
		}
	}
	return all
}

// Extensions lists the usual extensions of formats: ".txt, .md or .json".
func Extensions(formats []Format) string {
	var all []string
	for _, f := range formats {
		all = append(all, f.Extension())
	}
	last := len(all) - 1
	return strings.Join(all[:last], ", ") + " or " + all[last]
}

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
	return fmt.Sprintf("the name %q has no known extension: use %s", e.Name, Extensions(Formats()))
}

// A LogError says that a log cannot have a format, because it is written only as a whole.
type LogError struct{ Format Format }

// Error names the format.
func (e *LogError) Error() string {
	return fmt.Sprintf("%s needs the whole session, so it cannot be written as a log", e.Format)
}

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
