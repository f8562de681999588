package transcript

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"byhand/internal/sanitize"
)

func newJSONWriter(w io.Writer) Writer { return jsonWriter{w} }

// jsonWriter writes JSON Lines: an object for each entry, in a line of its own.
type jsonWriter struct{ w io.Writer }

// Entry writes one entry.
func (j jsonWriter) Entry(e Entry) error {
	_, err := j.w.Write(EncodeJSON(&e))
	return err
}

// Close has nothing to write.
func (jsonWriter) Close() error { return nil }

// EncodeJSON returns an entry as a line of JSON. It contains nothing that a terminal
// would obey.
func EncodeJSON(e *Entry) []byte {
	if line, ok := appendSimple(nil, e); ok {
		return line
	}
	line := encode(newJSON(e))
	unsafe := func(r rune) bool { return r >= 0x7f && !sanitize.IsVisible(r) }
	if !bytes.ContainsFunc(line, unsafe) {
		return line
	}
	var out []byte
	for _, r := range string(line) { // outside strings there is only ASCII
		if !unsafe(r) {
			out = utf8.AppendRune(out, r)
			continue
		}
		for _, unit := range utf16.AppendRune(nil, r) {
			out = fmt.Appendf(out, `\u%04x`, unit)
		}
	}
	return out
}

// encode returns a value as a line of JSON. It does not escape "<", ">" and "&".
func encode(v any) []byte {
	var b bytes.Buffer
	out := json.NewEncoder(&b)
	out.SetEscapeHTML(false)
	out.Encode(v) // never fails: there are only strings, numbers and booleans
	return b.Bytes()
}

// isJSON reports whether data begins with an object.
func isJSON(data []byte) bool { return bytes.HasPrefix(bytes.TrimSpace(data), []byte("{")) }

// readJSON reads an object from each line.
func readJSON(data []byte, take func(Entry) bool) error {
	number := 0
	for line := range bytes.Lines(data) {
		number++
		if line = bytes.TrimSpace(line); len(line) == 0 {
			continue
		}
		if len(line) > maxObject {
			return tooLong(number, maxObject)
		}
		var j jsonEntry
		switch err := json.Unmarshal(line, &j); {
		case err != nil && err.Error() == "unexpected end of JSON input":
			return &ReadError{What: fmt.Sprintf("%q is cut off", line[:min(len(line), 40)]), Line: number}
		case err != nil:
			return &ReadError{What: err.Error(), Line: number}
		case j.V != 1:
			return &ReadError{What: fmt.Sprintf(`"v" is %d, but this version of byhand reads only 1`, j.V), Line: number}
		}
		e := j.toEntry()
		if len(e.Text) > maxLine {
			return tooLong(number, maxLine)
		}
		if e.Kind == Command && !strings.HasPrefix(e.Text, ":") {
			return &ReadError{What: fmt.Sprintf(`%q is not a command: it does not begin with ":"`, e.Text[:min(len(e.Text), 40)]), Line: number}
		}
		if !take(e) {
			break
		}
	}
	return nil
}

// ParseJSON reads a line that EncodeJSON wrote.
func ParseJSON(line []byte) (Entry, error) {
	var j jsonEntry
	err := json.Unmarshal(line, &j)
	return j.toEntry(), err
}
