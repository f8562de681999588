package sanitize

import (
	"bytes"
	"errors"
)

// ErrUTF16 reports a file in UTF-16, as some programs on Windows save text.
var ErrUTF16 = errors.New("it is UTF-16 text, and byhand reads UTF-8")

var bom = []byte("\ufeff")

// TrimBOM returns text, the beginning of a file, without its byte order mark, and
// whether there was one. The error is ErrUTF16 if text is UTF-16 in either byte
// order: with a byte order mark, or where every other byte is NUL.
func TrimBOM(text []byte) (rest []byte, trimmed bool, err error) {
	if bytes.HasPrefix(text, []byte("\xff\xfe")) || bytes.HasPrefix(text, []byte("\xfe\xff")) || interleaved(text) {
		return nil, false, ErrUTF16
	}
	rest, trimmed = bytes.CutPrefix(text, bom)
	return rest, trimmed, nil
}

// interleaved reports whether every other byte of the beginning is NUL. Fewer than
// four bytes are too few to tell.
func interleaved(text []byte) bool {
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
