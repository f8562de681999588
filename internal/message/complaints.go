package message

import (
	"fmt"
	"strconv"
)

// Offers is what the server supports, and how the message will be sent to it.
type Offers struct {
	EightBitMIME bool  // 8BITMIME (RFC 6152)
	SMTPUTF8     bool  // SMTPUTF8 (RFC 6531)
	Chunking     bool  // CHUNKING (RFC 3030): the server accepts BDAT
	Binary       bool  // BINARYMIME (RFC 3030)
	Size         int64 // SIZE (RFC 1870); 0: no limit is known

	Verbatim bool // the message is sent unchanged, not converted by Frame or Canonical
	BDAT     bool // the message is sent in chunks, where dots have no meaning, not with DATA
}

// Complaint is a reason why a server may reject or change the message.
type Complaint struct {
	Text string // "line 7 has 1204 octets; at most 998 are allowed (RFC 5321 4.5.3.1.6)"
	Hint string // what to do about it; may be ""
}

// Complaints checks a message for one server. The most serious complaints come first:
// what ends the message early or turns text into commands, then what makes servers
// reject it, then what confuses mail clients, and last what byhand corrects. A correct
// message has none, even if all its lines end in LF.
func (r Report) Complaints(o Offers) []Complaint {
	l := complaints{Report: r, offers: o}
	if r.Empty() {
		l.add("a message needs at least From: and Date: (RFC 5322 3.6)", "the message is empty")
	}
	if o.Verbatim {
		l.checkVerbatim()
	}
	l.checkSize()
	if !r.Empty() {
		l.checkHeader()
	}
	l.checkOctets()
	if r.HasHeader {
		l.checkFields()
	}
	if !o.Verbatim {
		l.addCorrections()
	}
	if f := r.Field("Message-ID"); r.HasHeader && f.Count == 0 {
		l.add("", "the Message-ID: field is missing; it is recommended (RFC 5322 3.6.4)")
	}
	return l.found
}

// complaints collects complaints.
type complaints struct {
	Report
	offers Offers
	found  []Complaint
}

func (l *complaints) add(hint, format string, args ...any) {
	l.found = append(l.found, Complaint{Hint: hint, Text: fmt.Sprintf(format, args...)})
}

// checkSize compares the size with SIZE. In a verbatim message it also counts doubled dots,
// which SIZE leaves out; they are few octets, and servers count differently anyway.
func (l *complaints) checkSize() {
	size := l.Size
	if l.offers.Verbatim {
		size = l.Octets
	}
	if limit := l.offers.Size; limit > 0 && size > limit {
		l.add("", "the message has %d octets; the server accepts at most %d (SIZE, RFC 1870)", size, limit)
	}
}

// checkHeader checks where the header begins and ends (RFC 5322 2.1).
func (l *complaints) checkHeader() {
	if l.BOM {
		l.add("save the file without a byte order mark", "line 1 begins with a byte order mark (EF BB BF), which becomes part of the first field name")
	}
	if l.Mbox {
		l.add("delete line 1", `line 1 is the "From " line of an mbox file, not a header field`)
	}
	if l.LeadingSpace {
		l.add("delete the white space", "line 1 begins with white space, like a folded field (RFC 5322 2.2.3)")
	}
	switch at := l.NoBlankLine; {
	case !l.HasHeader:
		l.add("begin with From: and Date:, then an empty line, then the text",
			"line %d is not a header field, so the message has no header (RFC 5322 3.6)", max(at, 1))
	case at > 0 && !(l.offers.Verbatim && at == l.Ends.Line): // a message without a body
		l.add("put an empty line between header and body, or a colon after the field name",
			"line %d is not a header field, so the header ends there without an empty line (RFC 5322 2.1)", at)
	}
}

// checkOctets checks the octets and the length of the lines.
func (l *complaints) checkOctets() {
	o := l.offers
	binary := o.Binary && o.BDAT
	hint := ""
	if o.Binary && o.Chunking {
		hint = "the server accepts it with BDAT and BODY=BINARYMIME (RFC 3030 3)"
	}
	if f := l.NULs; f.Count > 0 && !binary {
		l.add(hint, "line %d contains a NUL%s; NULs are not allowed in mail (RFC 5322 2.2)", f.Line, firstOf(f, "NULs"))
	}
	if f := l.LongLines; f.Count == 1 && !binary {
		l.add(hint, "line %d has %d octets; at most %d are allowed (RFC 5321 4.5.3.1.6)", f.Line, l.Longest, maxLine)
	} else if f.Count > 1 && !binary {
		l.add(hint, "line %d is the first of %d lines over %d octets; the longest is line %d with %d (RFC 5321 4.5.3.1.6)",
			f.Line, f.Count, maxLine, l.LongestLine, l.Longest)
	}
	bom := Found{Count: 3, Line: 1} // reported already
	switch f := l.EightBitHeader; {
	case f.Count > 0 && !o.SMTPUTF8 && !(l.BOM && f == bom):
		l.add("write it in ASCII, as encoded words: =?utf-8?q?...?= (RFC 2047)",
			"line %d of the header is not ASCII, and the server does not offer SMTPUTF8 (RFC 6531)", f.Line)
	case l.BadUTF8.Count > 0:
		l.add("", "line %d of the header is neither ASCII nor UTF-8 (RFC 6532 3.1)", l.BadUTF8.Line)
	}
	if f := l.EightBitBody; f.Count > 0 && !o.EightBitMIME && !binary {
		l.add("encode the body as quoted-printable or base64 (RFC 2045 6)",
			"line %d is not ASCII, and the server does not offer 8BITMIME (RFC 6152)", f.Line)
	}
}

// checkFields checks for missing fields, duplicate fields and Bcc: (RFC 5322 3.6).
func (l *complaints) checkFields() {
	for _, f := range l.Fields {
		if f.Count == 0 && (f.Name == "From" || f.Name == "Date") {
			l.add("", "the %s: field is missing; it is required (RFC 5322 3.6)", f.Name)
		}
	}
	for _, f := range l.Fields {
		if f.Count > 1 {
			l.add("", "line %d is a second %s: field; only one is allowed (RFC 5322 3.6)", f.Again, f.Name)
		}
	}
	if f := l.Field("Bcc"); l.BccShown {
		l.add("delete it; name hidden recipients only with RCPT TO", "line %d is a Bcc: field that all recipients can see (RFC 5322 3.6.3)", f.Line)
	}
}

// firstOf returns ", the first of 3 lines" if there is more than one.
func firstOf(f Found, many string) string {
	if f.Count == 1 {
		return ""
	}
	return ", the first of " + strconv.Itoa(f.Count) + " " + many
}
