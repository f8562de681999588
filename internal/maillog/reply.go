package maillog

import (
	"bytes"
)

// span is where a reply is in a line.
type span struct {
	start, end int
	begins     bool // only a short mark is before it, as in a session: "<<< 550 no"
	folds      bool // indented lines continue it, as in the header of a bounce
}

// findReply returns where the refusal in a line is. ok is false if there is none.
func findReply(line []byte) (r span, ok bool) {
	for i := 0; i+3 <= len(line); i++ {
		if c := line[i]; c != '4' && c != '5' {
			continue
		}
		if isReply(line, i) && isIntroduced(line[:i]) {
			return spanOf(line, i), true
		}
	}
	return findWithoutCode(line)
}

// isReply reports whether a reply with a code can begin at i: "550 no", "550-5.1.1 no" or
// "550 5.1.1".
func isReply(line []byte, i int) bool {
	if !isDigit(line, i+1) || line[i+1] > '5' || !isDigit(line, i+2) {
		return false
	}
	if i+3 == len(line) {
		return i == 0
	}
	if c := line[i+3]; c != ' ' && c != '-' || i+4 >= len(line) {
		return false
	}
	rest := line[i+4:]
	c := rest[0]
	if isDigit(rest, 0) || c == '#' {
		rest = bytes.TrimPrefix(rest, []byte("#"))
		return len(rest) >= 5 && rest[0] == line[i] && rest[1] == '.' && isDigit(rest, 2) || bytes.Contains(line[:i], []byte("said: "))
	}
	return (isLetter(c) || c >= 0x80 || c == '<' || c == '[' || c == '\'' || c == '"' || c == '(' || c == '*' || c == '|') && !isUnit(rest)
}

// units are words after a number that is not a reply code.
var units = [][]byte{[]byte("ms"), []byte("bytes"), []byte("msgs"), []byte("sec"), []byte("messages"), []byte("recipients"), []byte("octets"), []byte("kB"), []byte("KB"), []byte("MB"), []byte("ns"), []byte("us"), []byte("lines"), []byte("times"), []byte("days"), []byte("hours"), []byte("minutes")}

func isUnit(rest []byte) bool {
	for _, unit := range units {
		if bytes.HasPrefix(rest, unit) {
			return true
		}
	}
	return false
}

// isIntroduced reports whether the text before a number can introduce a reply.
func isIntroduced(before []byte) bool {
	if len(before) == 0 {
		return true
	}
	switch before[len(before)-1] {
	case '\'', '"', '=', '(', '#', '`', '>', '*':
		return true
	case ' ':
	default:
		return false
	}
	before = bytes.TrimRight(before, " \t")
	if len(before) == 0 {
		return true
	}
	switch before[len(before)-1] {
	case ':', ';', '<', '>', '*', '-', '|', '~', '=':
		return true
	}
	return bytes.HasSuffix(before, []byte("said")) || bytes.HasSuffix(before, []byte("eturned"))
}

// spanOf returns the reply that begins at start.
func spanOf(line []byte, start int) span {
	r := span{start: start, end: len(line), begins: isMark(line[:start])}
	r.folds = bytes.HasPrefix(bytes.ToLower(line[:min(len(line), 16)]), []byte("diagnostic-code:"))
	text := line[start:]
	for _, end := range ends {
		if i := bytes.Index(text, end); i > 0 {
			text = text[:i]
		}
	}
	if start > 0 && bytes.IndexByte([]byte("'\"`"), line[start-1]) >= 0 {
		if i := bytes.LastIndexByte(text, line[start-1]); i > 0 {
			text = text[:i]
		}
	}
	r.end = start + len(bytes.TrimRight(text, " \t"))
	return r
}

// ends are what servers write after a reply in their logs.
var ends = [][]byte{[]byte(" (in reply to "), []byte("; from=<"), []byte("; to=<"), []byte("; proto="), []byte(" (delivery temporarily suspended"), []byte("##")}

// isMark reports whether before is the mark of a server's line in a session, or nothing:
// "<<< ", "S: ", "<** ", " < ", and qmail's "Remote host said: ".
func isMark(before []byte) bool {
	mark := bytes.TrimSpace(before)
	return string(mark) == "Remote host said:" || len(mark) <= 4 && !bytes.ContainsAny(mark, "0123456789")
}

// withoutCode are what servers write before a reply whose code the log omits.
var withoutCode = []struct{ before, after []byte }{
	{[]byte("milter-reject: "), []byte("]: ")},        // Postfix: milter-reject: END-OF-MESSAGE from x[192.0.2.1]: 5.7.1 spam
	{[]byte(" rejected RCPT "), []byte(": ")},         // Exim
	{[]byte(" rejected MAIL "), []byte(": ")},         // Exim
	{[]byte(" rejected after DATA: "), nil},           // Exim
	{[]byte(" rejected EHLO or HELO "), []byte(": ")}, // Exim
	{[]byte("stat=User unknown"), []byte("stat=")},    // Sendmail
	{[]byte("Diagnostic-Code: X-Postfix; "), nil},     // Postfix: a local delivery that failed
}

// findWithoutCode returns where a refusal without a code is in a line.
func findWithoutCode(line []byte) (r span, ok bool) {
	for _, w := range withoutCode {
		i := bytes.Index(line, w.before)
		if i < 0 {
			continue
		}
		start := i + len(w.before)
		if w.after != nil {
			at := bytes.Index(line[i:], w.after)
			if at < 0 {
				continue
			}
			start = i + at + len(w.after)
		}
		if r := spanOf(line, start); r.end > r.start {
			return r, true
		}
	}
	return span{}, false
}

func isDigit(b []byte, i int) bool { return i < len(b) && b[i] >= '0' && b[i] <= '9' }

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
