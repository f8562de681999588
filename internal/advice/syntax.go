package advice

import (
	"fmt"
	"strings"
)

// Fault is a mistake in a line.
type Fault struct {
	At     int    // its offset, in bytes
	What   string // a description
	Better string // the corrected line; "": not known
}

// maxCommand is the longest command line in octets, CRLF included (RFC 5321 4.5.3.1.4).
const maxCommand = 512

// Faults returns the first mistake in a command according to RFC 5321 4.1.1, even one that
// most servers tolerate; nil: there is none.
func Faults(line string) *Fault {
	trimmed := strings.TrimLeft(line, " \t")
	verb, arg, spaced := strings.Cut(trimmed, " ")
	switch upper := strings.ToUpper(verb); {
	case trimmed == "":
		return nil
	case len(trimmed) < len(line):
		return &Fault{0, "there is a space before the command", trimmed}
	case upper == "MAIL" || upper == "RCPT":
		return path(line, upper, arg)
	case strings.HasPrefix(upper, "MAILFROM") || strings.HasPrefix(upper, "RCPTTO"):
		return &Fault{4, "there is no space after " + upper[:4], line[:4] + " " + line[4:]}
	case upper == "EHLO" || upper == "HELO" || upper == "LHLO":
		if strings.TrimSpace(arg) == "" {
			return &Fault{len(verb), upper + " needs your host name, or an address literal such as [192.0.2.1]", upper + " me.example.org"}
		}
	case upper == "DATA" || upper == "RSET" || upper == "QUIT" || upper == "STARTTLS":
		if spaced {
			return &Fault{len(verb), upper + " takes no argument", verb}
		}
	case upper == "VRFY" || upper == "EXPN" || upper == "ETRN" || upper == "AUTH":
		if strings.TrimSpace(arg) == "" {
			return &Fault{len(verb), upper + " needs an argument", ""}
		}
	}
	return general(line)
}

// general returns a mistake that any command can have.
func general(line string) *Fault {
	if at := strings.IndexFunc(line, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }); at >= 0 {
		return &Fault{at, fmt.Sprintf("%q is a control character", line[at]), ""}
	}
	if len(line)+2 > maxCommand && !strings.EqualFold(line[:4], "AUTH") {
		return &Fault{maxCommand - 2, fmt.Sprintf("the line is longer than the %d bytes that every server accepts", maxCommand), ""}
	}
	if strings.HasSuffix(line, " ") {
		return &Fault{len(strings.TrimRight(line, " ")), "there is a space at the end", strings.TrimRight(line, " ")}
	}
	return nil
}

// path returns the first mistake in MAIL FROM:<a@b> or RCPT TO:<a@b> (RFC 5321 3.3, 4.1.2).
func path(line, verb, arg string) *Fault {
	word := map[string]string{"MAIL": "FROM", "RCPT": "TO"}[verb]
	at := len(line) - len(arg)
	address, params := addressIn(arg, word)
	better := verb + " " + word + ":<" + address + ">" + params
	spaces := len(arg) - len(strings.TrimLeft(arg, " "))
	switch rest := arg[spaces:]; {
	case arg == "" || len(rest) < len(word) || !strings.EqualFold(rest[:len(word)], word):
		return &Fault{at + spaces, word + ": is missing after " + verb, better}
	case spaces > 0:
		return &Fault{at, "there is an extra space", better}
	case strings.HasPrefix(arg[len(word):], " "):
		return &Fault{at + len(word), "there is a space before the colon", better}
	case !strings.HasPrefix(arg[len(word):], ":"):
		return &Fault{at + len(word), "the colon is missing after " + word, better}
	}
	at += len(word) + 1
	return brackets(line, at, better)
}

// brackets returns the first mistake in line[at:], the text after the colon.
func brackets(line string, at int, better string) *Fault {
	rest := line[at:]
	switch {
	case strings.HasPrefix(rest, " ") && strings.HasPrefix(strings.TrimLeft(rest, " "), "<"):
		return &Fault{at, "there is a space after the colon", better}
	case strings.HasPrefix(rest, " "):
		return &Fault{at, "there is a space after the colon, and the address has no angle brackets", better}
	case !strings.HasPrefix(rest, "<"):
		return &Fault{at, "the address has no angle brackets", better}
	case !strings.Contains(rest, ">"):
		return &Fault{len(line), `">" is missing after the address`, better}
	}
	end := at + strings.LastIndexByte(rest, '>')
	switch inside, after := line[at+1:end], line[end+1:]; {
	case strings.ContainsAny(strings.Trim(inside, " "), " \t") && !strings.Contains(inside, `"`):
		return &Fault{at + 1 + strings.IndexAny(inside, " \t"), "there is a space in the address", ""}
	case strings.Count(inside, "@") > 1 && !strings.Contains(inside, `"`):
		return &Fault{at + 1 + strings.LastIndexByte(inside, '@'), `there is a second "@" in the address`, ""}
	case after != "" && !strings.HasPrefix(after, " "):
		return &Fault{end + 1, "there is no space after the address", better}
	}
	return general(line)
}

// addressIn returns the address in arg, which may not be a valid path, and the parameters
// after it.
func addressIn(arg, word string) (address, params string) {
	_, rest, found := strings.Cut(arg, ":")
	if !found {
		rest = strings.TrimSpace(arg)
		if len(rest) >= len(word) && strings.EqualFold(rest[:len(word)], word) {
			rest = rest[len(word):]
		}
	}
	rest = strings.TrimSpace(rest)
	if inside, ok := strings.CutPrefix(rest, "<"); ok {
		if a, p, closed := strings.Cut(inside, ">"); closed {
			return a, strings.TrimRight(" "+strings.TrimSpace(p), " ")
		}
		rest = inside
	}
	address, params, _ = strings.Cut(rest, " ")
	return address, strings.TrimRight(" "+strings.TrimSpace(params), " ")
}
