package sanitize

import (
	"bytes"
	"errors"
)

// ErrUTF16 is the error for a file in UTF-16, as some Windows programs save text.
var ErrUTF16 = errors.New("it is UTF-16 text, and byhand reads UTF-8")

var bom = []byte("\ufeff")

// TrimBOM removes the byte order mark from text, the beginning of a file, and reports
// whether there was one. It returns ErrUTF16 if text is UTF-16: it has the byte
// order mark of either byte order, or every other byte is NUL.
func TrimBOM(text []byte) (rest []byte, trimmed bool, err error) {
	if bytes.HasPrefix(text, []byte("\xff\xfe")) || bytes.HasPrefix(text, []byte("\xfe\xff")) || hasInterleavedNULs(text) {
		return nil, false, ErrUTF16
	}
	rest, trimmed = bytes.CutPrefix(text, bom)
	return rest, trimmed, nil
}

// hasInterleavedNULs reports whether every other byte at the beginning is NUL. It returns
// false for fewer than four bytes.
func hasInterleavedNULs(text []byte) bool {
	text = text[:min(len(text), 64)]
	if len(text) < 4 {
		return false
	}
	nul := bytes.IndexByte(text[:2], 0)
	if nul < 0 {
		return false
	}
	for i, b := range text {
		if (b == 0) != (i%2 == nul) {
			return false
		}
	}
	return true
}
