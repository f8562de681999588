package clientlog

import (
	"strings"

	"byhand/internal/lazyregexp"
)

// side says where a line of a session comes from.
type side int

const (
	neither side = iota // a comment of the tool, or anything else
	client
	server
)

// The shapes of commands and replies (RFC 5321, RFC 4954, RFC 1939, RFC 9051). They are
// strict, because a sentence may begin with the word of a command.
var (
	commandShape  = lazyregexp.New(`(?i)^(?:(?:EHLO|HELO|LHLO)[ \t]+[^\s]+|AUTH[ \t]+(?-i:[A-Z0-9_-]+|[a-z]+(?:-[a-z0-9]+)*)(?:[ \t]+[^\s]+)*|(?:VRFY|EXPN|ETRN|USER|PASS)[ \t]+[^\s]+|BDAT[ \t]+\d+(?:[ \t]+LAST)?|XCLIENT[ \t]+[A-Z]+=.*|(?:MAIL FROM|RCPT TO)[ \t]*:[ \t]*(?:<[^<>]*>|[^\s<>]+)(?:[ \t]+[A-Z0-9-]+(?:=[^\s]*)?)*|(?:DATA|QUIT|RSET|NOOP|STARTTLS|HELP|STLS|CAPA|STAT|AUTH)|[A-Za-z]{0,4}\d{1,6} (?:LOGIN .*|CAPABILITY|STARTTLS|AUTHENTICATE .*|SELECT .*|LOGOUT|NOOP|LIST .*|EXAMINE .*|ID .*))[ \t]*$`)
	replyShape    = lazyregexp.New(`^(?:\+OK\b|-ERR\b|\+ |\* (?:OK|NO|BAD|BYE|CAPABILITY|PREAUTH|\d)|[A-Za-z]{0,4}\d{1,6} (?:OK|NO|BAD)\b)`)
	looseCommand  = lazyregexp.New(`(?i)^(?:(?:EHLO|HELO|LHLO|MAIL|RCPT|AUTH|DATA|QUIT|RSET|NOOP|STARTTLS|HELP|VRFY|EXPN|ETRN|BDAT|XCLIENT|XFORWARD)\b|(?-i:[A-Z][A-Z0-9]{2,11})(?: |$)|[a-z]{0,4}\d{1,6} (?-i:[A-Z]{2,}))`)
	strongCommand = lazyregexp.New(`(?i)^(?:(?:EHLO|HELO|LHLO|USER|PASS) \S|MAIL FROM *:|RCPT TO *:|[a-z]{0,4}\d{1,6} [A-Z]|CAPA\b)`)
	base64Shape   = lazyregexp.New(`^(?:[A-Za-z0-9+/]+={0,2}|\*|=|)$`)
)

// isReply reports whether a line is of the shape of a reply.
func isReply(s string) bool {
	if len(s) >= 3 && isDigit(s[0]) && isDigit(s[1]) && isDigit(s[2]) && (len(s) == 3 || s[3] == ' ' || s[3] == '-') {
		return s[0] == '2' && s[1] <= '5' || s[0] == '3' && (s[1] == '3' || s[1] == '5') && s[2] == '4' || (s[0] == '4' || s[0] == '5') && s[1] <= '7'
	}
	return s != "" && (strings.IndexByte("+-*", s[0]) >= 0 || isTagged(s)) && replyShape.MatchString(s)
}

// isCommand reports whether a line is of the shape of a command.
func isCommand(s string) bool {
	return len(s) >= 4 && (isTagged(s) || strings.Contains(verbs, strings.ToUpper(s[:4]))) && commandShape.MatchString(s)
}

// verbs has the first four letters of each command.
const verbs = "EHLO HELO LHLO AUTH VRFY EXPN ETRN USER PASS BDAT XCLI MAIL RCPT DATA QUIT RSET NOOP STAR HELP STLS CAPA STAT"

// isTagged reports whether a line begins with something like the tag of a command in IMAP.
func isTagged(s string) bool {
	at := strings.IndexByte(s[:min(len(s), 11)], ' ')
	return at > 0 && isDigit(s[at-1])
}

// maxPrefix is the longest mark of a tool before a line, in bytes.
const maxPrefix = 400

// starts finds where a command or a reply may begin in a line.
var starts = lazyregexp.New(`(?i)(?:EHLO|HELO|LHLO|AUTH|VRFY|BDAT|MAIL FROM|RCPT TO|DATA|QUIT|RSET|NOOP|STARTTLS|STLS|CAPA|USER|PASS|[2-5]\d\d[ -]|[2-5]\d\d$|\+OK|-ERR|\* (?:OK|NO|BAD|BYE|CAPABILITY)|[A-Za-z]{0,4}\d{1,6} (?:OK|NO|BAD|LOGIN|CAPABILITY|STARTTLS|AUTHENTICATE|LOGOUT))`)

// split returns the places at which line may be cut into a mark and a command or reply,
// with the side that the rest has.
func split(line string, take func(prefix, rest string, from side)) {
	head := line[:min(len(line), maxPrefix)]
	for _, at := range starts.FindAllStringIndex(head, 8) {
		prefix, rest := line[:at[0]], line[at[0]:]
		if !endsMark(prefix) {
			continue
		}
		rest, _ = unquoted(prefix, rest)
		switch {
		case isReply(rest):
			take(prefix, rest, server)
		case isCommand(firstLine(rest)):
			take(prefix, rest, client)
		}
	}
}

func firstLine(s string) string {
	if i := strings.IndexAny(s, "\r\n"); i >= 0 {
		return s[:i]
	}
	return s
}

// endsMark reports whether a mark of a tool can end as prefix does.
func endsMark(prefix string) bool {
	if prefix == "" {
		return true
	}
	c := prefix[len(prefix)-1]
	return strings.IndexByte(" \t><:\"'|]=`),;", c) >= 0 || c >= 0x80
}

// quotes are the marks that may surround a line, each with the one that ends it.
var quotes = []struct{ begin, end string }{{`"`, `"`}, {`'`, `'`}, {"`", "`"}, {"“", "”"}, {"‘", "’"}, {"«", "»"}}

// unquoted returns the text of rest up to the quotation mark that closes the one at the
// end of prefix, with escapes replaced. Python, Ruby and many loggers quote lines. isCut
// reports that the quotation mark at the end is missing: the tool shortened the line.
func unquoted(prefix, rest string) (text string, isCut bool) {
	for _, q := range quotes {
		if !strings.HasSuffix(prefix, q.begin) {
			continue
		}
		for i := 0; i < len(rest); i++ {
			if rest[i] == '\\' {
				i++
			} else if strings.HasPrefix(rest[i:], q.end) {
				return strings.TrimSuffix(strings.TrimSuffix(unescape(rest[:i]), "\n"), "\r"), strings.HasPrefix(rest[i+len(q.end):], "...")
			}
		}
		return unescape(rest), true
	}
	return rest, false
}

// unescape replaces the escapes of C, Python and JSON.
func unescape(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			b.WriteByte(s[i])
			continue
		}
		i++
		switch c := s[i]; {
		case strings.IndexByte("rntaebfv", c) >= 0:
			b.WriteByte("\r\n\t\a\x1b\b\f\v"[strings.IndexByte("rntaebfv", c)])
		case c == 'x', c >= '0' && c <= '7':
			n, c := hexOrOctal(s[i:])
			b.WriteByte(c)
			i += n - 1
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// hexOrOctal reads x4f, 015 or 0 at the start of s. It returns how many bytes it has, and
// the character.
func hexOrOctal(s string) (n int, c byte) {
	digits, base := "01234567", byte(8)
	if s[0] == 'x' {
		digits, base, n = "0123456789abcdef", 16, 1
	}
	for ; n < len(s) && n < 3; n++ {
		d := strings.IndexByte(digits, lower(s[n]))
		if d < 0 {
			break
		}
		c = c*base + byte(d)
	}
	return max(n, 1), c
}

func lower(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}
