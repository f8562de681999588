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

// FirstFault returns the first mistake in a command according to RFC 5321 4.1.1, even one that
// most servers tolerate; nil: there is none. s is the state before the command, which
// says what parameters the server offers; nil: not known.
func FirstFault(line string, s *State) *Fault {
	f := syntaxFault(line)
	if verb := strings.ToUpper(line[:min(len(line), 4)]); f == nil && s != nil && pathWords[verb] != "" {
		f = parameterFault(line, verb, s)
	}
	if f != nil && s != nil && !isASCII(f.Better) {
		f.Better = withUTF8(f.Better, s)
	}
	if f != nil && (f.Better == line || !isCommand(f.Better)) {
		f.Better = "" // at most part of it is corrected
	}
	return f
}

// syntaxFault returns the first mistake that can be found without knowing the state; nil:
// there is none.
func syntaxFault(line string) *Fault {
	trimmed := strings.TrimLeft(line, " \t")
	verb, arg, hasSpace := strings.Cut(trimmed, " ")
	switch upper := strings.ToUpper(verb); {
	case trimmed == "":
		return nil
	case len(trimmed) < len(line):
		return &Fault{0, "there is a space before the command", trimmed}
	case isPathVerb(upper):
		return pathFault(line, upper[:4])
	case upper == "EHLO" || upper == "HELO" || upper == "LHLO":
		if f := helloFault(line, upper); f != nil {
			return f
		}
	case upper == "BDAT":
		if f := chunkFault(line, arg); f != nil {
			return f
		}
	case strings.HasPrefix(upper, "AUTH=") || strings.HasPrefix(upper, "AUTH:"):
		return &Fault{len("AUTH"), "AUTH is followed by a space", "AUTH " + strings.TrimSpace(line[len("AUTH="):])}
	case upper == "DATA" || upper == "RSET" || upper == "QUIT" || upper == "STARTTLS":
		if hasSpace {
			return &Fault{len(verb), upper + " takes no argument", verb}
		}
	case upper == "VRFY" || upper == "EXPN" || upper == "ETRN" || upper == "AUTH":
		if strings.TrimSpace(arg) == "" {
			return &Fault{len(verb), upper + " needs an argument", ""}
		}
	}
	return generalFault(line)
}

// chunkFault returns the first mistake in the arguments of BDAT (RFC 3030 2).
func chunkFault(line, arg string) *Fault {
	words := strings.Fields(arg)
	if len(words) == 0 {
		return &Fault{len("BDAT"), "BDAT needs the size of the chunk in bytes", ""}
	}
	at := strings.Index(line, words[0])
	size := words[0][:len(words[0])-len(strings.TrimLeft(words[0], "0123456789"))]
	switch {
	case size != words[0]:
		return &Fault{at + len(size), "the size of a chunk is a number of bytes", ""}
	case len(words) > 1 && !strings.EqualFold(words[1], "LAST"):
		return &Fault{strings.LastIndex(line, words[1]), "only LAST may follow the size", "BDAT " + size + " LAST"}
	case len(words) > 2:
		return &Fault{strings.LastIndex(line, words[2]), "nothing may follow LAST", "BDAT " + size + " LAST"}
	}
	return nil
}

// generalFault returns a mistake that any command can have.
func generalFault(line string) *Fault {
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

// isPathVerb reports whether an upper-case word is MAIL or RCPT. A space may be missing after
// the verb: "MAILFROM:", "RCPT:".
func isPathVerb(word string) bool {
	verb := word[:min(len(word), 4)]
	after := word[len(verb):]
	return pathWords[verb] != "" && (after == "" || strings.HasPrefix(after, ":") || strings.HasPrefix(after, pathWords[verb]))
}
