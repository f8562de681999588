package message

import (
	"fmt"
	"strconv"
)

// Offers is what the server takes, and how the message will be sent to it.
type Offers struct {
	EightBitMIME bool  // 8BITMIME (RFC 6152)
	SMTPUTF8     bool  // (RFC 6531)
	Chunking     bool  // CHUNKING (RFC 3030): it takes BDAT
	Binary       bool  // BINARYMIME (RFC 3030)
	Size         int64 // SIZE (RFC 1870); 0: it named no limit

	Verbatim bool // the octets go out as they are; otherwise as Frame or Canonical makes them
	BDAT     bool // they go out in chunks, and no dot means anything; otherwise behind DATA
}

// Complaint is one thing that a server may not like.
type Complaint struct {
	Text string // "line 7 has 1204 octets; 998 are allowed (RFC 5321 4.5.3.1.6)"
	Hint string // what to do about it; may be ""
}

// Complaints judges a message for one server, the heaviest first: what ends the
// message or mixes it up with commands, what gets it refused, what a reader will
// stumble over, and at last what is mended on the way. A correct message has none;
// lines that end in LF, all of them, are mended without a word.
func (r Report) Complaints(o Offers) []Complaint {
	l := complaints{Report: r, offers: o}
	if r.Empty() {
		l.add("a message has at least From: and Date: (RFC 5322 3.6)", "the message is empty")
	}
	if o.Verbatim {
		l.verbatim()
	}
	l.size()
	if !r.Empty() {
		l.header()
	}
	l.octets()
	if r.HasHeader {
		l.fields()
	}
	if !o.Verbatim {
		l.mended()
	}
	if f := r.Field("Message-ID"); r.HasHeader && f.Count == 0 {
		l.add("", "there is no Message-ID: field; there should be one (RFC 5322 3.6.4)")
	}
	return l.found
}

// complaints gathers them.
type complaints struct {
	Report
	offers Offers
	found  []Complaint
}

func (l *complaints) add(hint, format string, args ...any) {
	l.found = append(l.found, Complaint{Hint: hint, Text: fmt.Sprintf(format, args...)})
}

// size compares with SIZE. What goes out verbatim has the dots in it that count
// for nothing; a few octets, and the server counts its own way.
func (l *complaints) size() {
	size := l.Size
	if l.offers.Verbatim {
		size = l.Octets
	}
	if limit := l.offers.Size; limit > 0 && size > limit {
		l.add("", "the message has %d octets; the server takes %d (SIZE, RFC 1870)", size, limit)
	}
}

// header is about where it begins and ends (RFC 5322 2.1).
func (l *complaints) header() {
	if l.BOM {
		l.add("save the file without it", "line 1 begins with a byte order mark (EF BB BF), which becomes a part of the first field's name")
	}
	if l.Mbox {
		l.add("leave that line out", `line 1 is the "From " line of a mailbox file, and no header field`)
	}
	if l.LeadingSpace {
		l.add("take the blank away", "line 1 begins with a blank, as if it went on with a field (RFC 5322 2.2.3)")
	}
	switch at := l.NoBlankLine; {
	case !l.HasHeader:
		l.add("begin with From: and Date:, then a blank line, then the text",
			"line %d is no header field, and the message has no header (RFC 5322 3.6)", max(at, 1))
	case at > 0 && !(l.offers.Verbatim && at == l.Ends.Line): // the final dot may come at once
		l.add("put a blank line between header and body, or a colon behind the field's name",
			"line %d is no header field, and no blank line comes before it: the header breaks off there (RFC 5322 2.1)", at)
	}
}

// octets is about what a line may hold.
func (l *complaints) octets() {
	o := l.offers
	binary := o.Binary && o.BDAT
	hint := ""
	if o.Binary && o.Chunking {
		hint = "the server takes it by BDAT with BODY=BINARYMIME (RFC 3030 3)"
	}
	if f := l.NULs; f.Count > 0 && !binary {
		l.add(hint, "line %d has a NUL%s; mail may have none (RFC 5322 2.2)", f.Line, first(f, "NULs"))
	}
	if f := l.LongLines; f.Count == 1 && !binary {
		l.add(hint, "line %d has %d octets; %d are allowed (RFC 5321 4.5.3.1.6)", f.Line, l.Longest, maxLine)
	} else if f.Count > 1 && !binary {
		l.add(hint, "line %d is the first of %d that have more than the %d octets allowed; the longest is line %d with %d (RFC 5321 4.5.3.1.6)",
			f.Line, f.Count, maxLine, l.LongestLine, l.Longest)
	}
	bom := Found{Count: 3, Line: 1} // was told already
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

// fields is about what is missing, twice there, or seen by the wrong people
// (RFC 5322 3.6).
func (l *complaints) fields() {
	for _, f := range l.Fields {
		if f.Count == 0 && (f.Name == "From" || f.Name == "Date") {
			l.add("", "there is no %s: field; one is required (RFC 5322 3.6)", f.Name)
		}
	}
	for _, f := range l.Fields {
		if f.Count > 1 {
			l.add("", "line %d is a second %s: field; one is allowed (RFC 5322 3.6)", f.Again, f.Name)
		}
	}
	if f := l.Field("Bcc"); l.BccShown {
		l.add("take it out; RCPT TO alone names who is not to be seen", "line %d is a Bcc: field, and all who get the mail will see it (RFC 5322 3.6.3)", f.Line)
	}
}

// first says that there are more than the one that the line has.
func first(f Found, many string) string {
	if f.Count == 1 {
		return ""
	}
	return ", the first of " + strconv.Itoa(f.Count) + " " + many
}
