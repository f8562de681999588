// Package sanitize turns foreign bytes into text that a terminal may show.
//
// Whatever a server, a certificate or an error text brings goes through here
// before it reaches a screen. Printable Unicode and TAB stay as they are; all
// else is shown, not obeyed:
//
//	\x1b       a byte: a control, or one that is not valid UTF-8
//	<U+202E>   a code point: invisible, blank, reordering or unassigned
//	\x5c       a backslash before an x, which would read like the first form
//	\x3c       a < before U+, which would read like the second
//
// LF and CR are controls too: a caller splits lines and writes their ends
// itself. [Restore] gives the bytes back.
package sanitize

import (
	"strings"
	"unicode/utf8"
)

// maxMarks is how many combining marks may pile up on one character, as in
// UAX #15's Stream-Safe Text Format: no living language needs as many.
const maxMarks = 30

// Text makes one complete piece of foreign text safe to show: a certificate's
// name, an error, a decoded challenge.
func Text[T ~string | ~[]byte](text T) string {
	if plainLen(text) == len(text) {
		return string(text)
	}
	var s Stream
	return string(s.Flush(s.Append(nil, []byte(text))))
}

// Words makes a sentence of byhand's own safe, in which foreign parts may stand
// that were quoted or made safe before: the escapes in them stay as they are.
// What only looks like an escape cannot be told apart here; Text does that.
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

// A Stream makes text safe that comes in pieces. What is split between two
// pieces, a UTF-8 sequence or something that looks like an escape, is judged
// as a whole, so the output does not depend on where the splits fall. The zero
// value is ready to use.
type Stream struct {
	held [utf8.UTFMax]byte // the first n bytes cannot be judged yet
	n    int
	// How many combining marks the character before may still take: none at
	// the start of a line, where they would change what byhand put there.
	marks int
}

// Append appends src to dst, made safe. Up to three bytes at the end of src
// may be held back until more text, or Flush, tells what they are.
func (s *Stream) Append(dst, src []byte) []byte {
	if s.n > 0 {
		dst, src = s.resume(dst, src)
	}
	for len(src) > 0 {
		used := plainLen(src)
		if used > 0 {
			dst = append(dst, src[:used]...)
			s.marks = maxMarks
		} else if dst, used = s.one(dst, src); used == 0 {
			s.n = copy(s.held[:], src)
			return dst
		}
		src = src[used:]
	}
	return dst
}

// Flush appends what is held back and makes s as new. It belongs at the end of
// a line: text that goes on after it is judged on its own, which stays safe to
// show but may not be what Restore needs.
func (s *Stream) Flush(dst []byte) []byte {
	for _, c := range s.held[:s.n] {
		if c < utf8.RuneSelf {
			dst = append(dst, c) // the start of an escape that did not come
		} else {
			dst = s.escapeByte(dst, c)
		}
	}
	*s = Stream{}
	return dst
}

// resume judges the bytes held back together with the start of src, and
// returns the rest of src.
func (s *Stream) resume(dst, src []byte) ([]byte, []byte) {
	for s.n > 0 && len(src) > 0 {
		more := copy(s.held[s.n:], src)
		var used int
		dst, used = s.one(dst, s.held[:s.n+more])
		switch {
		case used == 0: // src was too short to tell
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

// one appends the first character of src, which is not empty, and returns how
// many bytes it took: 0 when src is too short to tell.
func (s *Stream) one(dst, src []byte) ([]byte, int) {
	switch c := src[0]; {
	case c >= utf8.RuneSelf:
		return s.wide(dst, src)
	case c == '\\':
		return s.lookAlike(dst, src, `\x`)
	case c == '<':
		return s.lookAlike(dst, src, "<U+")
	case c == '\t':
		s.marks = 0
		return append(dst, c), 1
	case plain[c]:
		s.marks = maxMarks
		return append(dst, c), 1
	default:
		return s.escapeByte(dst, c), 1
	}
}

// lookAlike appends the first byte of src, as an escape when src goes on like
// one.
func (s *Stream) lookAlike(dst, src []byte, escape string) ([]byte, int) {
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

// wide appends the first character of src, which is not ASCII.
func (s *Stream) wide(dst, src []byte) ([]byte, int) {
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

// escapeByte appends c as an escape such as \x1b, which takes no marks.
func (s *Stream) escapeByte(dst []byte, c byte) []byte {
	const digits = "0123456789abcdef"
	s.marks = 0
	return append(dst, '\\', 'x', digits[c>>4], digits[c&15])
}

// escapeRune appends r as an escape such as <U+202E>, which takes none either.
func (s *Stream) escapeRune(dst []byte, r rune) []byte {
	const digits = "0123456789ABCDEF"
	s.marks = 0
	dst = append(dst, "<U+"...)
	for shift := 20; shift >= 0; shift -= 4 {
		if r>>shift > 0 || shift < 16 {
			dst = append(dst, digits[r>>shift&15])
		}
	}
	return append(dst, '>')
}
