package redact

import (
	"slices"
	"strings"
)

const (
	// minFragment is how many bytes of a secret at the end of a line count as its
	// beginning. Many ordinary lines end with fewer.
	minFragment = 4

	// maxFragment is how many bytes at the end of a line are compared with a secret.
	maxFragment = 4 << 10

	// These limits bound the memory that a server can make byhand use.
	maxFragmentsPerForm = 4
	maxFragments        = 64
	maxPieces           = 32
)

// Echo finds secrets that a server repeats folded over several lines. It remembers
// their beginnings. The zero value is ready.
type Echo struct{ fragments []fragment }

// fragment is a form that the server has repeated in part: its first seen bytes.
type fragment struct {
	form form
	seen int
}

// lineHead finds what comes before the text of a line: reply code, tag or status, and
// enhanced code.
var lineHead = pattern(`^(?:\d{3}[ -]|[*+] |\S+ (?:ok|no|bad|bye) |(?:\+ok|-err|ok|no|bye) )?[ \t]*(?:\d\.\d{1,3}\.\d{1,3}[ -])?`)

// MaskReply masks every known form in a line from the server, and reports whether there
// was one. The form may have begun in the line before, or continue in the next. A line
// may contain a CR, which some programs read as its end.
func (s *Secrets) MaskReply(e *Echo, line string) (masked string, found bool) {
	if s == nil || len(s.forms) == 0 {
		return line, false
	}
	lower := toLower(line)
	spans := s.find(lower)
	for begin := 0; begin <= len(lower); {
		end := len(lower)
		if i := strings.IndexAny(lower[begin:], "\r\n"); i >= 0 {
			end = begin + i
		}
		if end > begin || end == len(lower) {
			spans = append(spans, s.folded(e, lower, begin, end)...)
		}
		begin = end + 1
	}
	return maskSpans(line, spans)
}

// folded finds the fragments in one line, text[begin:end]: those that continue from the
// line before and those that begin here. It remembers them as pieces, because byhand
// may quote one line of a reply.
func (s *Secrets) folded(e *Echo, text string, begin, end int) (spans []span) {
	line := text[begin:end]
	var next []fragment
	head := len(lineHead().FindString(line))
	add := func(f fragment, from, to int) { // offsets in line
		if f.seen >= minFragment {
			at := widenToWord(text, begin+min(from, head), span{begin + from, begin + to}, f.form)
			s.addPiece(form{text: text[at.begin:at.end]})
			spans = append(spans, at)
		}
	}
	for _, f := range e.fragments {
		rest := strings.TrimLeft(f.form.text[f.seen:], " ")
		for _, at := range []int{0, head} {
			at += len(line[at:]) - len(strings.TrimLeft(line[at:], " \t"))
			n := commonPrefix(line[at:], rest)
			more := fragment{f.form, len(f.form.text) - len(rest) + n}
			if n == len(rest) {
				add(more, at, at+n)
			} else if n > 0 && at+n == len(strings.TrimRight(line, " \t")) {
				add(more, at, at+n)
				next = append(next, more)
			}
		}
	}
	line = strings.TrimRight(line, " \t")
	for _, form := range s.forms {
		for i, f := range fragmentsAtEnd(line, form) {
			if next = append(next, f); i == 0 {
				add(f, len(line)-f.seen, len(line))
			}
		}
	}
	e.fragments = next[:min(len(next), maxFragments)]
	return spans
}

// fragmentsAtEnd returns the fragments of f at the end of a line, the longest first.
func fragmentsAtEnd(line string, f form) (all []fragment) {
	for at := max(0, len(line)-min(len(f.text)-1, maxFragment)); at < len(line) && len(all) < maxFragmentsPerForm; at++ {
		i := strings.IndexByte(line[at:], f.text[0])
		if i < 0 {
			break
		}
		if at += i; strings.HasPrefix(f.text, line[at:]) {
			all = append(all, fragment{f, len(line) - at})
		}
	}
	return all
}

func commonPrefix(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// addPiece adds a part of a secret, to be masked later.
func (s *Secrets) addPiece(f form) {
	if len(f.text) < minLength || slices.Contains(s.pieces, f) || slices.Contains(s.forms, f) {
		return
	}
	s.pieces = append(s.pieces, f)
	s.pieces = s.pieces[max(0, len(s.pieces)-maxPieces):]
}
