package advice

import (
	"fmt"
	"strings"
)

// Fault is what is wrong with a line.
type Fault struct {
	At     int    // which byte, from 0
	What   string // in words
	Better string // the line as it may have been meant; "" if that cannot be told
}

// maxCommand is how long a command may be, its CRLF included (RFC 5321
// 4.5.3.1.4).
const maxCommand = 512

// Faults finds what of a command is not as RFC 5321 4.1.1 wants it, the first
// one first. What servers take all the same is found too.
func Faults(line string) *Fault {
	trimmed := strings.TrimLeft(line, " \t")
	verb, arg, spaced := strings.Cut(trimmed, " ")
	switch upper := strings.ToUpper(verb); {
	case trimmed == "":
		return nil
	case len(trimmed) < len(line):
		return &Fault{0, "a blank stands before the command", trimmed}
	case upper == "MAIL" || upper == "RCPT":
		return path(line, upper, arg)
	case strings.HasPrefix(upper, "MAILFROM") || strings.HasPrefix(upper, "RCPTTO"):
		return &Fault{4, "a blank is missing behind " + upper[:4], line[:4] + " " + line[4:]}
	case upper == "EHLO" || upper == "HELO" || upper == "LHLO":
		if strings.TrimSpace(arg) == "" {
			return &Fault{len(verb), upper + " needs a name behind it: yours, or an address as [192.0.2.1]", upper + " me.example.org"}
		}
	case upper == "DATA" || upper == "RSET" || upper == "QUIT" || upper == "STARTTLS":
		if spaced {
			return &Fault{len(verb), upper + " takes nothing behind it", verb}
		}
	case upper == "VRFY" || upper == "EXPN" || upper == "ETRN" || upper == "AUTH":
		if strings.TrimSpace(arg) == "" {
			return &Fault{len(verb), upper + " needs something behind it", ""}
		}
	}
	return general(line)
}

// general is what holds for every command.
func general(line string) *Fault {
	if at := strings.IndexFunc(line, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }); at >= 0 {
		return &Fault{at, fmt.Sprintf("%q is a control character", line[at]), ""}
	}
	if len(line)+2 > maxCommand && !strings.EqualFold(line[:4], "AUTH") {
		return &Fault{maxCommand - 2, fmt.Sprintf("it has more than the %d bytes that every server takes", maxCommand), ""}
	}
	if strings.HasSuffix(line, " ") {
		return &Fault{len(strings.TrimRight(line, " ")), "a blank stands at its end", strings.TrimRight(line, " ")}
	}
	return nil
}

// path looks at MAIL FROM:<a@b> and RCPT TO:<a@b> (RFC 5321 3.3, 4.1.2).
func path(line, verb, arg string) *Fault {
	word := map[string]string{"MAIL": "FROM", "RCPT": "TO"}[verb]
	at := len(line) - len(arg)
	address, params := addressIn(arg, word)
	better := verb + " " + word + ":<" + address + ">" + params
	blanks := len(arg) - len(strings.TrimLeft(arg, " "))
	switch rest := arg[blanks:]; {
	case arg == "" || len(rest) < len(word) || !strings.EqualFold(rest[:len(word)], word):
		return &Fault{at + blanks, word + ": is missing behind " + verb, better}
	case blanks > 0:
		return &Fault{at, "one blank is too many", better}
	case strings.HasPrefix(arg[len(word):], " "):
		return &Fault{at + len(word), "a blank stands before the colon", better}
	case !strings.HasPrefix(arg[len(word):], ":"):
		return &Fault{at + len(word), "the colon is missing behind " + word, better}
	}
	at += len(word) + 1
	return brackets(line, at, better)
}

// brackets looks at what stands behind the colon.
func brackets(line string, at int, better string) *Fault {
	rest := line[at:]
	switch {
	case strings.HasPrefix(rest, " ") && strings.HasPrefix(strings.TrimLeft(rest, " "), "<"):
		return &Fault{at, "a blank stands behind the colon", better}
	case strings.HasPrefix(rest, " "):
		return &Fault{at, "a blank stands behind the colon, and the address has no angle brackets", better}
	case !strings.HasPrefix(rest, "<"):
		return &Fault{at, "the address has no angle brackets", better}
	case !strings.Contains(rest, ">"):
		return &Fault{len(line), `">" is missing behind the address`, better}
	}
	end := at + strings.LastIndexByte(rest, '>')
	switch inside, behind := line[at+1:end], line[end+1:]; {
	case strings.ContainsAny(strings.Trim(inside, " "), " \t") && !strings.Contains(inside, `"`):
		return &Fault{at + 1 + strings.IndexAny(inside, " \t"), "a blank stands in the address", ""}
	case strings.Count(inside, "@") > 1 && !strings.Contains(inside, `"`):
		return &Fault{at + 1 + strings.LastIndexByte(inside, '@'), `a second "@" stands in the address`, ""}
	case behind != "" && !strings.HasPrefix(behind, " "):
		return &Fault{end + 1, "a blank is missing behind the address", better}
	}
	return general(line)
}

// addressIn finds the address in what may be meant as a path, and what stands
// behind it.
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
