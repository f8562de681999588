package export

import (
	"fmt"
	"strings"

	"byhand/internal/sanitize"
)

// isClean reports whether text can be shown unchanged in a script.
func isClean(text string) bool { return sanitize.Text(text) == text }

// quote quotes text as one word of sh. Text that is not clean becomes octal escapes, so that
// the script is safe to show. The word cannot contain NUL, nor end with LF.
func quote(text string) string {
	if isClean(text) {
		return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
	}
	return `"$(printf ` + quoteFormat(text) + `)"`
}

// quoteFormat quotes any bytes as a format for printf.
func quoteFormat(text string) string {
	var b strings.Builder
	b.WriteByte('\'')
	for i := range len(text) {
		switch c := text[i]; {
		case c == '\r':
			b.WriteString(`\r`)
		case c == '\n':
			b.WriteString(`\n`)
		case c == '%':
			b.WriteString("%%")
		case c == '\\':
			b.WriteString(`\\`)
		case c < ' ' || c >= 0x7f || c == '\'':
			fmt.Fprintf(&b, `\%03o`, c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String() + "'"
}

// clip makes text safe for a comment, and cuts a long one.
func clip(text string) string {
	if len(text) > 200 {
		text = text[:200] + "..."
	}
	return sanitize.Text(text)
}

// addMessage adds the functions that write the message, each line with CRLF: message() writes
// lines that end with CRLF, as they were recorded. mapLine changes a line.
func (p *script) addMessage(lines []Line, mapLine func(string) string) {
	texts := make([]string, 0, len(lines))
	for _, l := range lines {
		texts = append(texts, mapLine(l.Text))
	}
	end := delimiter(texts)
	p.addf("crlf() { LC_ALL=C sed \"s/\\$/$(printf '\\r')/\"; }\nmessage() {\n    :") // a function cannot be empty
	isOpen := false
	for i, text := range texts {
		isHere := isClean(text) && lines[i].Ending == "\r\n"
		if isOpen && !isHere {
			p.addf("%s", end)
		}
		switch {
		case isHere && !isOpen:
			p.addf("    crlf <<'%s'\n%s", end, text)
		case isHere:
			p.addf("%s", text)
		default:
			p.addf("    printf %s", quoteFormat(text+lines[i].Ending))
		}
		isOpen = isHere
	}
	if isOpen {
		p.addf("%s", end)
	}
	p.addf("}\n")
}

// doubleDots is the command of sed that doubles the dot at the beginning of a line (RFC 5321,
// 4.5.2).
const doubleDots = `s/^\\./../;`

// addMessageFile adds message(), which writes the file BYHAND_MESSAGE with CRLF, each line
// changed by a command of sed.
func (p *script) addMessageFile(command string) {
	p.require(need{"BYHAND_MESSAGE", "", "the file with the message"})
	p.addf("message() {\n    LC_ALL=C sed \"s/$(printf '\\r')\\$//;%ss/\\$/$(printf '\\r')/\" <\"$BYHAND_MESSAGE\"\n}\n", command)
}

// delimiter returns the word that ends a here-document with these lines.
func delimiter(lines []string) string {
	used := map[string]bool{}
	for _, line := range lines {
		if strings.HasPrefix(line, "END") {
			used[line] = true
		}
	}
	word := "END"
	for n := 1; used[word]; n++ {
		word = fmt.Sprintf("END%d", n)
	}
	return word
}
