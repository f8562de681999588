package message

import "strconv"

// verbatim is about octets that go out as they are: where the server will find
// the end (RFC 5321 4.1.1.4), and where another server would.
func (l *complaints) verbatim() {
	if !l.offers.BDAT {
		l.end()
	}
	const smuggling = "servers that read line ends differently can be made to see a second message (SMTP smuggling)"
	if f := l.LooseDots; f.Count > 0 && !l.offers.BDAT {
		l.add(smuggling, "line %d is a lone dot, but not between two CRLF: some servers end the message there, others do not (RFC 5321 4.1.1.4)", f.Line)
	}
	if l.offers.BDAT && l.offers.Binary {
		return
	}
	if f := l.BareLF; f.Count > 0 {
		l.add(smuggling, "line %d ends in LF without CR%s; a server may refuse it (RFC 5321 2.3.8)", f.Line, first(f, "lines"))
	}
	if f := l.BareCR; f.Count > 0 {
		l.add(smuggling, "line %d has a CR without LF%s; a server may refuse it (RFC 5321 2.3.8)", f.Line, first(f, "such"))
	}
	if f := l.Unstuffed; f.Count > 0 && !l.offers.BDAT {
		l.add("double the dot", "line %d begins with a dot, which the server takes away%s (RFC 5321 4.5.2)", f.Line, first(f, "lines"))
	}
}

// end is about the CRLF.CRLF.
func (l *complaints) end() {
	switch behind := l.Lines - l.Ends.Line; {
	case l.Ends.Count == 0 && (l.NoLastEnd || l.BareLF.Count+l.BareCR.Count > 0):
		l.add(`end it with an empty line, then "."`, "no CRLF.CRLF ends the message; the server waits for it (RFC 5321 4.1.1.4)")
	case l.Ends.Count == 0:
		l.add(`"." on a line by itself ends it`, "no CRLF.CRLF ends the message; the server waits for it (RFC 5321 4.1.1.4)")
	case behind > 0:
		l.add("double the dot (RFC 5321 4.5.2)", "line %d is a lone dot and ends the message; the server reads the %s behind it as commands (RFC 5321 4.1.1.4)",
			l.Ends.Line, count(behind, "line"))
	}
}

// mended is about what Frame and Canonical put right.
func (l *complaints) mended() {
	if f := l.BareCR; f.Count > 0 {
		l.add("", "line %d has a CR without LF%s; it goes out as CRLF, a line end (RFC 5321 2.3.8)", f.Line, first(f, "such"))
	}
	if f := l.BareLF; f.Count > 0 && l.MixedEnds() {
		l.add("", "line %d ends in LF without CR%s, and other lines do not; it goes out as CRLF (RFC 5321 2.3.8)", f.Line, first(f, "lines"))
	}
	if l.NoLastEnd {
		l.add("", "line %d, the last one, has no line end; it gets one", l.Lines)
	}
	if f := l.Dots; f.Count > 0 && !l.offers.BDAT {
		l.add("", "line %d begins with a dot%s; it goes out with one more, which the server takes away (RFC 5321 4.5.2)", f.Line, first(f, "lines"))
	}
}

// count says "1 line" or "3 lines".
func count(n int, word string) string {
	return strconv.Itoa(n) + " " + plural(int64(n), word)
}
