package sanitize

import (
	"errors"
	"testing"
)

func TestTrimBOM(t *testing.T) {
	for _, test := range []struct {
		name, text, rest string
		trimmed, utf16   bool
	}{
		{"empty", "", "", false, false},
		{"plain", "EHLO me", "EHLO me", false, false},
		{"UTF-8 with a mark", "\ufeffEHLO me", "EHLO me", true, false},
		{"a mark alone", "\ufeff", "", true, false},
		{"two marks", "\ufeff\ufeffx", "\ufeffx", true, false},
		{"a part of a mark", "\xef\xbb", "\xef\xbb", false, false},
		{"UTF-16, little", "\xff\xfeE\x00H\x00", "", false, true},
		{"UTF-16, big", "\xfe\xff\x00E\x00H", "", false, true},
		{"UTF-16, little, no mark", "E\x00H\x00L\x00O\x00\r\x00\n", "", false, true},
		{"UTF-16, big, no mark", "\x00E\x00H\x00L\x00O\x00\r\x00\n", "", false, true},
		{"one NUL", "a\x00", "a\x00", false, false},
		{"a NUL within", "a\x00bc", "a\x00bc", false, false},
		{"NULs", "\x00\x00\x00\x00", "\x00\x00\x00\x00", false, false},
		{"AUTH PLAIN, decoded", "a\x00b\x00cd", "a\x00b\x00cd", false, false},
	} {
		rest, trimmed, err := TrimBOM([]byte(test.text))
		if string(rest) != test.rest || trimmed != test.trimmed || errors.Is(err, ErrUTF16) != test.utf16 {
			t.Errorf("%s: %q, %v, %v", test.name, rest, trimmed, err)
		}
	}
}
