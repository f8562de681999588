package transcript

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"unicode/utf16"
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
// JSON Lines, Markdown, or text, also such as people type. Errors: a *ReadError,
// those of r.
func Read(r io.Reader) ([]Entry, Format, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxRead+1))
	if err != nil {
		return nil, "", err
	}
	if len(data) > MaxRead {
		return nil, "", &ReadError{What: fmt.Sprintf("it has more than %d MiB", MaxRead>>20)}
	}
	data = toUTF8(data)
	begin := bytes.ToLower(bytes.TrimSpace(data[:min(len(data), 1024)]))
	switch {
	case len(bytes.TrimSpace(data)) == 0:
		return nil, "", &ReadError{What: "it is empty"}
	case begin[0] == '{':
		entries, err := readJSON(data)
		if err == nil && !talks(entries) {
			err = &ReadError{What: "there is no conversation in it: no event is sent or received"}
		}
		return entries, JSON, err
	case bytes.HasPrefix(begin, []byte("<!doctype html")), bytes.HasPrefix(begin, []byte("<html")):
		return nil, HTML, &ReadError{What: "a page of HTML is a picture of a session: it cannot be read back",
			Hint: ":save FILE.txt, FILE.md or FILE.json can"}
	case bytes.IndexByte(data, 0) >= 0:
		return nil, "", &ReadError{What: "it is no text"}
	case hasFence(data):
		entries, err := readText(fencedLines(data))
		return entries, Markdown, err
	}
	entries, err := readText(allLines(data))
	return entries, Text, err
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
	units := make([]uint16, (len(data)-2)/2)
	for i := range units {
		units[i] = order.Uint16(data[2+2*i:])
	}
	return []byte(string(utf16.Decode(units)))
}

// hasFence reports whether a line begins a fenced block.
func hasFence(data []byte) bool {
	for line := range bytes.Lines(data) {
		if nextFence("", unquoted(line)) != "" {
			return true
		}
	}
	return false
}
