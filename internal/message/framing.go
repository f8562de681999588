package message

import "strconv"

// checkVerbatim checks a message that is sent unchanged: where the server finds the end
// of it (RFC 5321 4.1.1.4), and where another server might.
func (l *complaints) checkVerbatim() {
	if !l.offers.BDAT {
		l.checkEnd()
	}
	const smuggling = "servers that read line endings differently may see a second message here (SMTP smuggling)"
	if f := l.LooseDots; f.Count > 0 && !l.offers.BDAT {
		l.add(smuggling, "line %d has only a dot but is not between two CRLFs: some servers end the message there, others do not (RFC 5321 4.1.1.4)", f.Line)
	}
	if l.offers.BDAT && l.offers.Binary {
		return
	}
	if f := l.BareLF; f.Count > 0 {
		l.add(smuggling, "line %d ends in LF without CR%s; a server may reject it (RFC 5321 2.3.8)", f.Line, firstOf(f, "such lines"))
	}
	if f := l.BareCR; f.Count > 0 {
		l.add(smuggling, "line %d contains a CR without LF%s; a server may reject it (RFC 5321 2.3.8)", f.Line, firstOf(f, "CRs"))
	}
	if f := l.Unstuffed; f.Count > 0 && !l.offers.BDAT {
		l.add("double the dot", "line %d begins with a dot%s; the server removes the dot (RFC 5321 4.5.2)", f.Line, firstOf(f, "such lines"))
	}
}

// checkEnd checks the CRLF.CRLF at the end.
func (l *complaints) checkEnd() {
	switch after := l.Lines - l.Ends.Line; {
	case l.Ends.Count == 0 && (l.NoLastEnd || l.BareLF.Count+l.BareCR.Count > 0):
		l.add(`type an empty line, then "." on its own line`, "the message does not end with CRLF.CRLF, which the server waits for (RFC 5321 4.1.1.4)")
	case l.Ends.Count == 0:
		l.add(`type "." on its own line`, "the message does not end with CRLF.CRLF, which the server waits for (RFC 5321 4.1.1.4)")
	case after > 0:
		l.add("double the dot (RFC 5321 4.5.2)", "line %d has only a dot and ends the message; the server reads the %s after it as commands (RFC 5321 4.1.1.4)",
			l.Ends.Line, countOf(after, "line"))
	}
}

// addCorrections reports what Frame and Canonical correct.
func (l *complaints) addCorrections() {
	if f := l.BareCR; f.Count > 0 {
		l.add("", "line %d contains a CR without LF%s; it is sent as CRLF, a line ending (RFC 5321 2.3.8)", f.Line, firstOf(f, "CRs"))
	}
	if f := l.BareLF; f.Count > 0 && l.MixedEnds() {
		l.add("", "line %d ends in LF without CR%s, but other lines do not; all are sent with CRLF (RFC 5321 2.3.8)", f.Line, firstOf(f, "such lines"))
	}
	if l.NoLastEnd {
		l.add("", "line %d, the last one, has no line ending; byhand adds one", l.Lines)
	}
	if f := l.Dots; f.Count > 0 && !l.offers.BDAT {
		l.add("", "line %d begins with a dot%s; it is sent with a second dot, which the server removes (RFC 5321 4.5.2)", f.Line, firstOf(f, "such lines"))
	}
}

// countOf returns "1 line" or "3 lines".
func countOf(n int, word string) string {
	return strconv.Itoa(n) + " " + plural(int64(n), word)
}
