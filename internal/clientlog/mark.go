package clientlog

import (
	"byhand/internal/lazyregexp"
	"slices"
	"strings"
)

// mark is a text that a tool writes before the lines of one side. Parts that differ from
// line to line are replaced by a control character.
type mark struct {
	from      side
	inMessage bool   // only before lines of a message
	key       string // "\x02:\x02:\x02 C: "
	example   string // "10:00:00 C: "
	stem      string // the key without the words and signs that name a direction
	weight    int    // how many lines it was learned from
}

// The parts of a mark that differ from line to line, as they are in a key.
const (
	anyWord   = '\x01' // letters and digits
	anyNumber = '\x02'
	anyQuote  = '\x04' // a quotation mark, after Python's b
)

var (
	identifier = lazyregexp.New(`[A-Za-z0-9_+/-]*(?:\d[A-Za-z_+/-]|[A-Za-z_+/-]\d)[A-Za-z0-9_+/-]*`)
	number     = lazyregexp.New(`\d+`)
	openQuote  = lazyregexp.New("(?:\\b[bu])?(?:[\"'`]|“|‘|«)$")
	spaces     = lazyregexp.New(`[ \t]+`)
)

// general returns a mark with its variable parts replaced, so that it is the same for each
// line of the tool.
func general(prefix string) string {
	if prefix == "050 " { // sendmail's verbose replies
		return prefix
	}
	if end := strings.TrimRight(prefix, " \t"); end != "" {
		prefix = spaces.ReplaceAllString(end, " ") + prefix[len(end):]
	}
	prefix = openQuote.ReplaceAllString(prefix, string(anyQuote))
	return number.ReplaceAllString(identifier.ReplaceAllString(prefix, string(anyWord)), string(anyNumber))
}

// match returns the line after the mark, and the quotation mark that ends it. vars are the
// variable parts. ok is false if the line does not begin with the mark.
func (m *mark) match(line string) (rest string, vars []string, ok bool) {
	at, key := 0, m.key
	for i := 0; i < len(key); i++ {
		c, begin := key[i], at
		switch c {
		case anyWord, anyNumber:
			for at < len(line) && (isDigit(line[at]) || c == anyWord && isWord(line[at])) {
				at++
			}
			if at == begin {
				return "", nil, false
			}
			vars = append(vars, line[begin:at])
		case anyQuote:
			if at = afterQuote(line, at); at == begin {
				return "", nil, false
			}
		default:
			switch {
			case at < len(line) && c == ' ' && (line[at] == ' ' || line[at] == '\t') && !isSpace(key[i:]):
				at = len(line) - len(strings.TrimLeft(line[at:], " \t"))
			case at < len(line) && line[at] == c:
				at++
			case at < len(line) || !isSpace(key[i:]):
				return "", nil, false
			}
		}
	}
	return line[at:], vars, true
}

func isSpace(s string) bool { return strings.Trim(s, " \t") == "" }

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isWord(c byte) bool {
	c = lower(c)
	return c >= 'a' && c <= 'z' || c == '_' || c == '+' || c == '/' || c == '-'
}

// afterQuote returns where the line continues after a quotation mark at the offset at.
func afterQuote(line string, at int) int {
	rest := line[at:]
	if len(rest) > 1 && (rest[0] == 'b' || rest[0] == 'u') {
		rest = rest[1:]
	}
	for _, q := range quotes {
		if strings.HasPrefix(rest, q.begin) {
			return len(line) - len(rest) + len(q.begin)
		}
	}
	return at
}

// direction matches what names a direction in a mark.
var direction = lazyregexp.New(`(?i)\b(?:sen[dt]|sending|recv|receive[drs]?|receiving|reads?|writes?|wrote|client|server|smtp|request|response|repl(?:y|ied)|command|cmd|data|message|in|out|inbound|outbound|incoming|outgoing|in|[tr]x|from|to|c|s|us|them|local|remote|bytes|debug|info|trace)\b|[^A-Za-z0-9\x01\x02]+`)

func stemOf(key string) string { return strings.ToLower(direction.ReplaceAllString(key, " ")) }

// marks are what a tool writes before lines. common is what it writes before the lines of
// both sides, such as a timestamp; nil: nothing.
type marks struct {
	of       []*mark // the longest first
	common   *mark
	tail     string             // what the tool writes after each line, as in a key: `\r\n`; "": nothing
	trailing bool               // an empty line comes after each line of the client
	spread   bool               // the tool writes a mark only before the first line of many
	channel  func(found) string // names the connection
}

// found is a line without its mark.
type found struct {
	mark  *mark // nil: the line has none
	text  string
	vars  []string
	isCut bool // the tool shortened the line
}

// find returns the line without its mark.
func (m *marks) find(line string) found {
	line = cutTail(line, m.tail)
	for _, o := range m.of {
		rest, vars, ok := o.match(line)
		if !ok {
			continue
		}
		f := found{mark: o, vars: vars, text: rest}
		f.text, f.isCut = unquoted(line[:len(line)-len(rest)], rest)
		return f
	}
	if m.common != nil {
		if rest, vars, ok := m.common.match(line); ok {
			return found{text: rest, vars: vars}
		}
	}
	return found{text: line}
}

// has reports whether lines of the side have marks.
func (m *marks) has(from side) bool {
	return slices.ContainsFunc(m.of, func(o *mark) bool { return o.from == from && !o.inMessage })
}
