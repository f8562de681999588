// Package sanitize turns foreign bytes into text that is safe to show on a terminal.
//
// Everything from a server, a certificate or an error text passes through this
// package before it reaches a screen. Printable Unicode and TAB stay as they are.
// Everything else is escaped:
//
//	\x1b       a byte: a control character, or not valid UTF-8
//	<U+202E>   a code point: invisible, blank, reordering or unassigned
//	\x5c       a backslash before x, which would look like the first form
//	\x3c       a < before U+, which would look like the second form
//
// LF and CR are control characters too: callers split the lines and write line
// ends themselves. The escapes are reversible.
package sanitize

import (
	"encoding/hex"
	"fmt"
	"strings"
	"unicode/utf8"
)

// maxMarks is how many combining marks one character may have, as in the
// Stream-Safe Text Format (UAX #15): no living language needs as many.
const maxMarks = 30

// Text makes one complete foreign text safe to show, such as a certificate's name,
// an error or a decoded challenge.
func Text[T ~string | ~[]byte](text T) string {
	if plainLen(text) == len(text) {
		return string(text)
	}
	var s Stream
	return string(s.Flush(s.Append(nil, []byte(text))))
}

// Words makes a sentence of byhand safe whose foreign parts were quoted or made
// safe before: it keeps their escapes. Unlike Text, it cannot distinguish them from
// text that only looks like an escape.
func Words(text string) string {
	var b strings.Builder
	for {
		i := strings.IndexAny(text, `\<`)
		if i < 0 {
			return b.String() + Text(text)
		}
		b.WriteString(Text(text[:i]))
		b.WriteByte(text[i])
		text = text[i+1:]
	}
}

// A Stream makes text safe that comes in pieces. Its output does not depend on how
// the text is split: a UTF-8 sequence, or text that looks like an escape, may be
// split between two pieces. The zero value is ready to use.
type Stream struct {
	held [utf8.UTFMax]byte // the first n bytes wait for the rest
	n    int
	// How many more combining marks the last character may have: none at the start
	// of a line, where they would change what byhand wrote before it.
	marks int
}

// Append makes src safe and appends it to dst. It may hold back up to three bytes
// at the end of src until more text or Flush shows what they are.
func (s *Stream) Append(dst, src []byte) []byte {
	if s.n > 0 {
		dst, src = s.resume(dst, src)
	}
	for len(src) > 0 {
		used := plainLen(src)
		if used > 0 {
			dst = append(dst, src[:used]...)
			s.marks = maxMarks
		} else if dst, used = s.appendOne(dst, src); used == 0 {
			s.n = copy(s.held[:], src)
			return dst
		}
		src = src[used:]
	}
	return dst
}

// Flush appends the bytes held back and resets s. Call it at the end of a line: text
// that continues after it is still safe to show, but may not be reversible.
func (s *Stream) Flush(dst []byte) []byte {
	for _, c := range s.held[:s.n] {
		if c < utf8.RuneSelf {
			dst = append(dst, c) // it only began like an escape
		} else {
			dst = s.escapeByte(dst, c)
		}
	}
	*s = Stream{}
	return dst
}

// resume handles the bytes held back together with the start of src, and returns
// the rest of src.
func (s *Stream) resume(dst, src []byte) ([]byte, []byte) {
	for s.n > 0 && len(src) > 0 {
		more := copy(s.held[s.n:], src)
		var used int
		dst, used = s.appendOne(dst, s.held[:s.n+more])
		switch {
		case used == 0: // src was too short
			s.n += more
			src = src[more:]
		case used < s.n:
			s.n = copy(s.held[:], s.held[used:s.n])
		default:
			src = src[used-s.n:]
			s.n = 0
		}
	}
	return dst, src
}

// appendOne appends the first character of src, which is not empty, and returns its length
// in bytes: 0 if src is too short to know it.
func (s *Stream) appendOne(dst, src []byte) ([]byte, int) {
	switch c := src[0]; {
	case c >= utf8.RuneSelf:
		return s.appendRune(dst, src)
	case c == '\\':
		return s.appendLookAlike(dst, src, `\x`)
	case c == '<':
		return s.appendLookAlike(dst, src, "<U+")
	case c == '\t':
		s.marks = 0
		return append(dst, c), 1
	case isPlain[c]:
		s.marks = maxMarks
		return append(dst, c), 1
	default:
		return s.escapeByte(dst, c), 1
	}
}

// appendLookAlike appends the first byte of src. It escapes the byte if src begins with
// escape.
func (s *Stream) appendLookAlike(dst, src []byte, escape string) ([]byte, int) {
	n := min(len(src), len(escape))
	switch {
	case string(src[:n]) != escape[:n]:
		s.marks = maxMarks
		return append(dst, src[0]), 1
	case n < len(escape):
		return dst, 0
	default:
		return s.escapeByte(dst, src[0]), 1
	}
}

// appendRune appends the first character of src, which is not ASCII.
func (s *Stream) appendRune(dst, src []byte) ([]byte, int) {
	if !utf8.FullRune(src) {
		return dst, 0
	}
	r, size := utf8.DecodeRune(src)
	if r == utf8.RuneError && size == 1 {
		return s.escapeByte(dst, src[0]), 1
	}
	switch k := kindOf(r); {
	case k == letter:
		s.marks = maxMarks
	case k == mark && s.marks > 0:
		s.marks--
	default:
		return s.escapeRune(dst, r), size
	}
	return append(dst, src[:size]...), size
}

// escapeByte appends c as an escape such as \x1b, which can have no marks.
func (s *Stream) escapeByte(dst []byte, c byte) []byte {
	s.marks = 0
	return hex.AppendEncode(append(dst, `\x`...), []byte{c})
}

// escapeRune appends r as an escape such as <U+202E>, which can have no marks.
func (s *Stream) escapeRune(dst []byte, r rune) []byte {
	s.marks = 0
	return fmt.Appendf(dst, "<U+%04X>", r)
}
