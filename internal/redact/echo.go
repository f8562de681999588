package redact

import (
	"slices"
	"strings"
)

const (
	// leastHalf is how much of a secret at the end of a line is taken for its
	// beginning, which goes on in the next line. Less ends many ordinary lines.
	leastHalf = 4

	// longestHalf is how many bytes at the end of a line are compared with a secret.
	longestHalf = 4 << 10

	// These limit what a server can make byhand remember: beginnings of one form, and
	// of all; parts of secrets.
	fewHalves, manyHalves, manyPieces = 4, 64, 32
)

// form is a text in which a secret may turn up, folded to one case.
type form struct {
	text   string
	base64 bool // it is a part of a word in base64: all of that word is secret
}

// half is a form that a line broke off: in from bytes.
type half struct {
	form form
	from int
}

// Echo follows the lines of a server, for secrets that are folded over several. The
// zero value is ready.
type Echo struct{ halves []half }

// lineHead finds what comes before the text of a line: reply code, tag or status, and
// enhanced code.
var lineHead = pattern(`^(?:\d{3}[ -]|[*+] |\S+ (?:ok|no|bad|bye) |(?:\+ok|-err|ok|no|bye) )?[ \t]*(?:\d\.\d{1,3}\.\d{1,3}[ -])?`)

// MaskReply masks every known form in a line of the server, also one that began in the
// line before or goes on in the next. A line may hold a CR, which some would take for
// its end.
func (s *Secrets) MaskReply(e *Echo, line string) (string, bool) {
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
			spans = append(spans, s.halves(e, lower, begin, end)...)
		}
		begin = end + 1
	}
	return hide(line, spans)
}

// halves finds the rest of what the line before broke off, and what this line, from
// begin to end, breaks off. The parts of a secret are remembered, because byhand may
// quote one line of a reply.
func (s *Secrets) halves(e *Echo, text string, begin, end int) (spans []span) {
	line := text[begin:end]
	var next []half
	head := len(lineHead().FindString(line))
	secret := func(h half, from, to int) { // of line
		if h.from >= leastHalf {
			at := widen(text, begin+min(from, head), span{begin + from, begin + to}, h.form)
			s.remember(form{text: text[at.begin:at.end]})
			spans = append(spans, at)
		}
	}
	for _, h := range e.halves {
		rest := strings.TrimLeft(h.form.text[h.from:], " ")
		for _, at := range []int{0, head} {
			at += len(line[at:]) - len(strings.TrimLeft(line[at:], " \t"))
			n := commonPrefix(line[at:], rest)
			more := half{h.form, len(h.form.text) - len(rest) + n}
			if n == len(rest) {
				secret(more, at, at+n)
			} else if n > 0 && at+n == len(strings.TrimRight(line, " \t")) {
				secret(more, at, at+n)
				next = append(next, more)
			}
		}
	}
	line = strings.TrimRight(line, " \t")
	for _, f := range s.forms {
		for i, h := range halvesAtEnd(line, f) {
			if next = append(next, h); i == 0 {
				secret(h, len(line)-h.from, len(line))
			}
		}
	}
	e.halves = next[:min(len(next), manyHalves)]
	return spans
}

// halvesAtEnd returns the beginnings of f that a line ends with, the longest first.
func halvesAtEnd(line string, f form) (all []half) {
	for at := max(0, len(line)-min(len(f.text)-1, longestHalf)); at < len(line) && len(all) < fewHalves; at++ {
		i := strings.IndexByte(line[at:], f.text[0])
		if i < 0 {
			break
		}
		if at += i; strings.HasPrefix(f.text, line[at:]) {
			all = append(all, half{f, len(line) - at})
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

// remember adds a part of a secret to what is masked.
func (s *Secrets) remember(f form) {
	if len(f.text) < shortest || slices.Contains(s.pieces, f) || slices.Contains(s.forms, f) {
		return
	}
	s.pieces = append(s.pieces, f)
	s.pieces = s.pieces[max(0, len(s.pieces)-manyPieces):]
}
