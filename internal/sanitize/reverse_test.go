package sanitize

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Restore returns the bytes that were made safe: Restore(Text(b)) is b. It returns an
// error for an escape that Text never writes.
func Restore(safe string) ([]byte, error) {
	out := make([]byte, 0, len(safe))
	for i := 0; i < len(safe); {
		rest := safe[i:]
		var used int
		switch {
		case strings.HasPrefix(rest, `\x`):
			out, used = restoreByte(out, rest)
		case strings.HasPrefix(rest, "<U+"):
			out, used = restoreRune(out, rest)
		default:
			out, used = append(out, rest[0]), 1
		}
		if used == 0 {
			return nil, fmt.Errorf("broken escape at byte %d: %q", i, rest[:min(len(rest), len("<U+10FFFF>"))])
		}
		i += used
	}
	return out, nil
}

// restoreByte appends the byte for an escape like \x1b at the start of s, and returns
// the length of the escape: 0 for a broken one.
func restoreByte(out []byte, s string) ([]byte, int) {
	const size = len(`\x1b`)
	if len(s) < size || s[2:size] != strings.ToLower(s[2:size]) {
		return out, 0
	}
	c, err := strconv.ParseUint(s[2:size], 16, 8)
	if err != nil {
		return out, 0
	}
	return append(out, byte(c)), size
}

// restoreRune does the same for an escape like <U+202E>.
func restoreRune(out []byte, s string) ([]byte, int) {
	digits, _, ok := strings.Cut(s[len("<U+"):], ">")
	r, err := strconv.ParseUint(digits, 16, 32)
	if !ok || err != nil || !utf8.ValidRune(rune(r)) || fmt.Sprintf("%04X", r) != digits {
		return out, 0
	}
	return utf8.AppendRune(out, rune(r)), len("<U+") + len(digits) + len(">")
}
