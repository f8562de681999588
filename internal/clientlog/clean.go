package clientlog

import (
	"byhand/internal/lazyregexp"
	"html"
	"strings"
)

// cleaner removes what mail, web pages and terminals put around the lines of a log. What
// that is, is learned from a sample.
type cleaner struct {
	quote  bool // "> " before each line, as in a mail that quotes the log
	html   bool // entities, and <br> at the end of lines
	indent int  // spaces before each line
}

// newCleaner learns from a sample what surrounds its lines.
func newCleaner(sample []line) cleaner {
	var c cleaner
	var all []string
	entities, plain := 0, 0
	for _, l := range sample {
		text := withoutEscapes(l.text)
		switch {
		case hasEntity.MatchString(text):
			entities++
		case angle.MatchString(text):
			plain++
		}
		all = append(all, text)
	}
	c.html = entities > plain
	c.quote = isQuoted(all)
	if c.quote {
		for i, text := range all {
			all[i], _ = cutQuote(text)
		}
	}
	c.indent = indentOf(all)
	return c
}

var (
	hasEntity = lazyregexp.New(`(?i)&[lg]t;|<br ?/?>$`)
	angle     = lazyregexp.New(`(?i)FROM: ?<|TO: ?<|^[<>]`)
)

// line returns a line without what surrounds it. ok is false if the line is not part of
// the log.
func (c cleaner) line(l line) (out line, ok bool) {
	text := withoutEscapes(l.text)
	if c.quote {
		if text, ok = cutQuote(text); !ok {
			return l, false
		}
	}
	if c.html {
		text = html.UnescapeString(tags.ReplaceAllString(text, ""))
	}
	if c.indent > 0 {
		n := len(text) - len(strings.TrimLeft(text, " "))
		text = text[min(c.indent, n):]
	}
	return line{text, l.number}, true
}

var tags = lazyregexp.New(`(?i)</?(?:br|p|pre|div|span|code|li|td|tr)(?: [^<>]*)?/?>`)

// cutQuote removes the quotation mark of mail.
func cutQuote(text string) (string, bool) {
	rest, ok := strings.CutPrefix(strings.TrimLeft(text, " "), ">")
	return strings.TrimPrefix(rest, " "), ok
}

// indentOf returns how many spaces each line with text has before it.
func indentOf(all []string) int {
	least := -1
	for _, text := range all {
		if rest := strings.TrimLeft(text, " "); rest != "" && (least < 0 || len(text)-len(rest) < least) {
			least = len(text) - len(rest)
		}
	}
	return max(least, 0)
}

// isQuoted reports whether a mail quotes a log: nearly all replies come after "> ".
func isQuoted(all []string) bool {
	quoted, bare := 0, 0
	for _, text := range all {
		rest, ok := cutQuote(text)
		replies := isReply(strings.TrimLeft(rest, " <>S:-"))
		switch {
		case ok && replies:
			quoted++
		case replies:
			bare++
		}
	}
	return quoted > 0 && bare*4 <= quoted
}

// withoutEscapes removes terminal control sequences (ECMA-48) and other control
// characters that a terminal acts on. A backspace removes the character before it.
func withoutEscapes(s string) string {
	if strings.IndexFunc(s, isActive) < 0 {
		return s
	}
	var b []byte
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\x1b':
			i += sequence(s[i:]) - 1
		case c == '\b':
			if len(b) > 0 {
				b = b[:len(b)-1]
			}
		case c != '\a' && c != 0:
			b = append(b, c)
		}
	}
	return lastDrawn(strings.TrimRight(string(b), "\r"))
}

// lastDrawn returns the last of the texts that a line editor drew over each other. Each
// begins as the one before. Other carriage returns stay: a server may have sent them.
func lastDrawn(text string) string {
	parts := strings.Split(text, "\r")
	last := parts[len(parts)-1]
	for _, part := range parts {
		if !strings.HasPrefix(last, strings.TrimRight(part, " ")) {
			return text
		}
	}
	return last
}

func isActive(r rune) bool { return r == '\x1b' || r == '\b' || r == '\a' || r == 0 }

// sequence returns the length of the control sequence at the start of s.
func sequence(s string) int {
	if len(s) < 2 {
		return len(s)
	}
	switch s[1] {
	case '[':
		for i := 2; i < len(s); i++ {
			if s[i] >= '@' && s[i] <= '~' {
				return i + 1
			}
		}
		return len(s)
	case ']':
		for i := 2; i < len(s); i++ {
			if s[i] == '\a' {
				return i + 1
			}
			if s[i] == '\x1b' {
				return min(i+2, len(s))
			}
		}
		return len(s)
	}
	return 2
}
