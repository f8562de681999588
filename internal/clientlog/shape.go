package clientlog

import (
	"regexp"
	"strings"
)

// Side says where a line of a session comes from.
type side int

const (
	neither side = iota // a comment of the tool, or anything else
	client
	server
)

// The shapes of commands and replies (RFC 5321, RFC 1939, RFC 9051).
var (
	commandShape = regexp.MustCompile(`(?i)^(?:(?:EHLO|HELO|LHLO|AUTH|VRFY|EXPN|BDAT|ETRN|XCLIENT|USER|PASS)[ \t]|(?:MAIL FROM|RCPT TO)[ \t]*:|(?:DATA|QUIT|RSET|NOOP|STARTTLS|HELP|STLS|CAPA|STAT|AUTH)[ \t]*$|[A-Za-z]{0,4}\d{1,6} (?:LOGIN|CAPABILITY|STARTTLS|AUTHENTICATE|SELECT|LOGOUT|NOOP|LIST|EXAMINE|ID)\b)`)
	replyShape   = regexp.MustCompile(`^(?:[2-5]\d\d(?:[ -]|$)|\+OK\b|-ERR\b|\* (?:OK|NO|BAD|BYE|CAPABILITY|PREAUTH|\d)|[A-Za-z]{0,4}\d{1,6} (?:OK|NO|BAD)\b)`)
)

// maxPrefix is the longest mark of a tool before a line, in bytes.
const maxPrefix = 160

// starts finds where a command or a reply may begin in a line.
var starts = regexp.MustCompile(`(?i)(?:EHLO|HELO|LHLO|AUTH|VRFY|BDAT|MAIL FROM|RCPT TO|DATA|QUIT|RSET|NOOP|STARTTLS|STLS|CAPA|USER|PASS|[2-5]\d\d|\+OK|-ERR|\* (?:OK|NO|BAD|BYE|CAPABILITY)|[A-Za-z]{0,4}\d{1,6} (?:OK|NO|BAD|LOGIN|CAPABILITY|STARTTLS|AUTHENTICATE|LOGOUT))`)

// split returns the places at which line may be cut into a mark and a command or reply,
// with the side that the rest has.
func split(line string, take func(prefix, rest string, from side)) {
	head := line[:min(len(line), maxPrefix)]
	for _, at := range starts.FindAllStringIndex(head, 8) {
		prefix, rest := line[:at[0]], line[at[0]:]
		if !endsMark(prefix) {
			continue
		}
		rest = unquoted(prefix, rest)
		switch {
		case replyShape.MatchString(rest):
			take(prefix, rest, server)
		case commandShape.MatchString(rest):
			take(prefix, rest, client)
		}
	}
}

// endsMark reports whether a mark of a tool can end as prefix does.
func endsMark(prefix string) bool {
	if prefix == "" {
		return true
	}
	switch prefix[len(prefix)-1] {
	case ' ', '\t', '>', '<', ':', '"', '\'', '|', ']', '=', '`':
		return true
	}
	return false
}

// unquoted returns the text of rest up to the quotation mark that closes the one at the
// end of prefix, with escapes replaced. Python, Ruby and many loggers quote lines.
func unquoted(prefix, rest string) string {
	quote := byte(0)
	if prefix != "" {
		quote = prefix[len(prefix)-1]
	}
	if quote != '"' && quote != '\'' && quote != '`' {
		return strings.TrimSuffix(strings.TrimSuffix(rest, `\r\n`), `\n`)
	}
	for i := 0; i < len(rest); i++ {
		if rest[i] == '\\' {
			i++
		} else if rest[i] == quote {
			rest = rest[:i]
			break
		}
	}
	return strings.TrimRight(unescape(rest), "\r\n")
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
		switch s[i] {
		case 'r':
			b.WriteByte('\r')
		case 'n':
			b.WriteByte('\n')
		case 't':
			b.WriteByte('\t')
		case 'x', '0', '3':
			n, c := hexOrOctal(s[i:])
			b.WriteByte(c)
			i += n - 1
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

// hexOrOctal reads x4f, 015 or 0 at the start of s. It returns how many bytes it has, and
// the character.
func hexOrOctal(s string) (n int, c byte) {
	digits, base := "01234567", byte(8)
	n = 0
	if s[0] == 'x' {
		digits, base, n = "0123456789abcdef", 16, 1
	}
	for ; n < len(s) && n < 3; n++ {
		d := strings.IndexByte(digits, s[n]|0x20)
		if base == 8 {
			d = strings.IndexByte(digits, s[n])
		}
		if d < 0 {
			break
		}
		c = c*base + byte(d)
	}
	return max(n, 1), c
}
