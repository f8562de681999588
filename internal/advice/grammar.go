package advice

import (
	"byhand/internal/lazyregexp"
	"net/netip"
	"strings"
	"unicode/utf8"
)

// Parts of the grammar of commands (RFC 5321 4.1.2, RFC 6531 3.3).
const (
	atomGrammar    = `[\pL\pN!#$%&'*+/=?^_{|}~` + "`" + `-]+`
	localGrammar   = `(?:` + atomGrammar + `(?:\.` + atomGrammar + `)*|"(?:[^"\\[:cntrl:]]|\\[ -~])*")`
	domainGrammar  = `[\pL\pN](?:[\pL\pN-]*[\pL\pN])?(?:\.[\pL\pN](?:[\pL\pN-]*[\pL\pN])?)*`
	literalGrammar = `\[[0-9A-Za-z:.]+\]`
	hostGrammar    = `(?:` + domainGrammar + `|` + literalGrammar + `)`
	pathGrammar    = `<` + localGrammar + `@` + hostGrammar + `>`
	tailGrammar    = `(?: [A-Za-z0-9][A-Za-z0-9-]*(?:=[!-<>-~]+)?)*`
)

// commandGrammar matches the commands that a hint may name (RFC 5321 4.1.1, RFC 3207 4,
// RFC 4954 4, RFC 3030 2).
var commandGrammar = lazyregexp.New(`(?i)^(?:` +
	`(?:EHLO|HELO|LHLO) ` + hostGrammar +
	`|MAIL FROM:(?:<>|` + pathGrammar + `)` + tailGrammar +
	`|RCPT TO:(?:<postmaster>|` + pathGrammar + `)` + tailGrammar +
	`|AUTH [A-Z0-9_-]{1,20}(?: (?:=|[A-Z0-9+/]+={0,2}))?` +
	`|BDAT [0-9]{1,19}(?: LAST)?` +
	`|(?:VRFY|EXPN|ETRN) [!-~]+(?: [!-~]+)*` +
	`|(?:NOOP|HELP)(?: [!-~]+)*` +
	`|DATA|RSET|QUIT|STARTTLS)$`)

var bracketed = lazyregexp.New(`\[([^\]]*)\]`)

// isCommand reports whether line is a valid command with nothing that a server may
// reject: its address literals are addresses, and other characters than ASCII come
// with SMTPUTF8.
func isCommand(line string) bool {
	if len(line)+2 > maxCommand || !commandGrammar.MatchString(line) {
		return false
	}
	for _, m := range bracketed.FindAllStringSubmatch(line, -1) {
		if !isLiteral(m[1]) && !strings.Contains(line, `"`) {
			return false
		}
	}
	return isASCII(line) || strings.HasPrefix(strings.ToUpper(line), "MAIL ") && hasUTF8Parameter(line)
}

// isLiteral reports whether text is an address as in an address literal: 192.0.2.1 or
// IPv6:2001:db8::1 (RFC 5321 4.1.3).
func isLiteral(text string) bool {
	tag := "IPv6:"
	if len(text) > len(tag) && strings.EqualFold(text[:len(tag)], tag) {
		a, err := netip.ParseAddr(text[len(tag):])
		return err == nil && a.Is6() && a.Zone() == ""
	}
	a, err := netip.ParseAddr(text)
	return err == nil && a.Is4()
}

func isASCII(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r >= utf8.RuneSelf })
}

// hasUTF8Parameter reports whether a MAIL command ends in parameters with SMTPUTF8 among
// them.
func hasUTF8Parameter(line string) bool {
	after := line[closingBracket(line)+1:]
	for _, word := range strings.Fields(after) {
		if strings.EqualFold(word, "SMTPUTF8") {
			return true
		}
	}
	return false
}
