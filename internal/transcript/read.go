package transcript

import (
	"bytes"
	"fmt"
	"io"
	"iter"
	"slices"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// MaxRead is how many bytes of a transcript Read accepts.
const MaxRead = 64 << 20

// A ReadError says why a file is not a transcript, or which line of it is wrong.
type ReadError struct {
	What string
	Hint string // what to do; "": nothing
	Line int    // from 1; 0: the whole file
}

// Error returns the line number, if there is one, and what is wrong.
func (e *ReadError) Error() string {
	if e.Line > 0 {
		return fmt.Sprintf("line %d: %s", e.Line, e.What)
	}
	return e.What
}

// Read reads a transcript to its end and recognizes its format: JSON Lines, Markdown, or
// text, which may have been typed by hand. It returns the entries and the format. The
// iterator parses the bytes again each time, because the entries of short lines would use
// fifty times as much memory. The error is a *ReadError or one of r's.
func Read(r io.Reader) (iter.Seq[Entry], Format, error) {
	r = transform.NewReader(r, unicode.BOMOverride(encoding.Nop.NewDecoder())) // Windows writes UTF-16
	data, err := io.ReadAll(io.LimitReader(r, MaxRead+1))
	if err != nil {
		return nil, "", err
	}
	if len(data) > MaxRead {
		return nil, "", &ReadError{What: fmt.Sprintf("it has more than %d MiB", MaxRead>>20)}
	}
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, "", &ReadError{What: "it is empty"}
	}
	for _, f := range slices.Backward(formats) {
		if f.recognizes(data) {
			return f.entries(data)
		}
	}
	return nil, "", &ReadError{What: "it is not text"}
}

// entries checks all of data and returns its entries.
func (f row) entries(data []byte) (iter.Seq[Entry], Format, error) {
	if f.read == nil {
		return nil, f.format, &ReadError{What: string(f.format) + " cannot be read back", Hint: ":save FILE" + Readable()[0].Extension() + " writes a transcript that can"}
	}
	hasDialogue := false
	err := f.read(data, func(e Entry) bool {
		hasDialogue = hasDialogue || e.Kind == Sent || e.Kind == Received
		return true
	})
	if err == nil && !hasDialogue {
		err = &ReadError{What: "it has no line that was sent or received",
			Hint: "in a text file, write C: EHLO me for a line of the client, S: 250 ok for one of the server"}
	}
	if err != nil {
		return nil, f.format, err
	}
	return func(yield func(Entry) bool) { _ = f.read(data, yield) }, f.format, nil
}

// The limits of a line in bytes: of a line that crossed the wire, and of a line of JSON.
// The recorder splits lines long before. In JSON a byte can become an escape of six bytes,
// and an object also has the whole reply.
const (
	maxLine   = 1 << 20
	maxObject = 8 << 20
)

// tooLong returns the error for a line of more than limit bytes.
func tooLong(number, limit int) error {
	return &ReadError{What: fmt.Sprintf("the line is longer than %d MiB", limit>>20), Line: number}
}
