package transcript

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"iter"
	"slices"
	"unicode/utf16"
	"unicode/utf8"
)

// MaxRead is how many bytes a transcript that is read may have.
const MaxRead = 64 << 20

// A ReadError says why a file is no transcript, or which line of it is wrong.
type ReadError struct {
	What string
	Hint string // what to do; "" if there is nothing
	Line int    // from 1; 0: it is about no line
}

// Error says it in one line: line 12: "foo" begins with none of C:, S: ...
func (e *ReadError) Error() string {
	if e.Line > 0 {
		return fmt.Sprintf("line %d: %s", e.Line, e.What)
	}
	return e.What
}

// Read reads a transcript to its end, whose format it tells by what is in there:
// JSON Lines, Markdown, or text, also such as people type. What is kept are its
// bytes: as entries short lines take fifty times their room, so each walk through
// them works them out again. Errors: a *ReadError, those of r.
func Read(r io.Reader) (iter.Seq[Entry], Format, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxRead+1))
	if err != nil {
		return nil, "", err
	}
	if len(data) > MaxRead {
		return nil, "", &ReadError{What: fmt.Sprintf("it has more than %d MiB", MaxRead>>20)}
	}
	data = toUTF8(data)
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, "", &ReadError{What: "it is empty"}
	}
	for _, f := range slices.Backward(formats) {
		if f.is(data) {
			return f.entries(data)
		}
	}
	return nil, "", &ReadError{What: "it is not text"}
}

// entries checks all of data and returns its entries.
func (f row) entries(data []byte) (iter.Seq[Entry], Format, error) {
	talks := false
	err := f.read(data, func(e Entry) bool {
		talks = talks || e.Kind == Sent || e.Kind == Received
		return true
	})
	if err == nil && !talks {
		err = &ReadError{What: "it has no line that was sent or received",
			Hint: "in a text file, write C: EHLO me for a line of the client, S: 250 ok for one of the server"}
	}
	if err != nil {
		return nil, f.format, err
	}
	return func(yield func(Entry) bool) { _ = f.read(data, yield) }, f.format, nil
}

// How many bytes a line of a transcript may have, in text and in JSON: a line that
// went over the wire is cut long before (see longLine), escapes make up to six bytes of
// one, and JSON has the whole reply too.
const (
	maxLine   = 1 << 20
	maxObject = 8 << 20
)

// tooLong is the error of a line that has more.
func tooLong(number, limit int) *ReadError {
	return &ReadError{What: fmt.Sprintf("it is longer than %d MiB", limit>>20), Line: number}
}

// toUTF8 takes a byte order mark off and turns UTF-16, as Windows writes it, into
// UTF-8.
func toUTF8(data []byte) []byte {
	var order binary.ByteOrder
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		return data[3:]
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		order = binary.LittleEndian
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		order = binary.BigEndian
	default:
		return data
	}
	text := make([]byte, 0, len(data)/2)
	for data = data[2:]; len(data) > 1; {
		r := rune(order.Uint16(data))
		data = data[2:]
		if utf16.IsSurrogate(r) && len(data) > 1 {
			if pair := utf16.DecodeRune(r, rune(order.Uint16(data))); pair != utf8.RuneError {
				r, data = pair, data[2:]
			}
		}
		text = utf8.AppendRune(text, r)
	}
	return text
}
