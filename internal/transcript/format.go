package transcript

import (
	"fmt"
	"io"
	"path/filepath"
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

// FormatOf tells the format by the extension of a file's name.
func FormatOf(name string) (Format, bool) {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".txt", ".log":
		return Text, true
	case ".md", ".markdown":
		return Markdown, true
	case ".html", ".htm":
		return HTML, true
	case ".json", ".jsonl", ".ndjson":
		return JSON, true
	}
	return "", false
}

// Writer writes entries one after the other. The first error of what is below
// is returned at once.
type Writer interface {
	Entry(Entry) error // writes one, in one piece
	Close() error      // writes what ends the document; does not close what is below
}

// NewWriter begins a transcript. HTML has no Writer: a page is made of a whole
// session. See Write.
func NewWriter(w io.Writer, f Format) (Writer, error) {
	switch f {
	case Text:
		return &textWriter{w: w}, nil
	case Markdown:
		return &markdownWriter{textWriter{w: w}}, nil
	case JSON:
		return &jsonWriter{w: w}, nil
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
