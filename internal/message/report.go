package message

import (
	"strconv"
	"strings"
)

// Found counts something in a message, and has the number of the first line with it.
// Lines are numbered from 1; the zero Found means that there is none.
type Found struct{ Count, Line int }

func (f *Found) add(count, line int) {
	if f.Count == 0 && count > 0 {
		f.Line = line
	}
	f.Count += count
}

// Field is a header field that a message may have once (RFC 5322 3.6).
type Field struct {
	Name  string // "Message-ID"
	Count int    // number of fields with this name
	Line  int    // line number of the first one; 0 if there is none
	Again int    // line number of the second one; 0 if there is none
}

// A Report is what Check found. Complaints evaluates it for a server.
type Report struct {
	Endings
	HeaderFacts
	DotLines

	// Size is the size for SIZE= in MAIL FROM: the octets on the wire, with every line
	// ending as CRLF, without doubled dots and the final dot (RFC 1870 3).
	Size   int64
	Octets int64 // octets in the source
	Lines  int

	NULs         Found // NUL octets
	LongLines    Found // lines over 998 octets without the line ending (RFC 5321 4.5.3.1.6)
	Longest      int   // octets of the longest line
	LongestLine  int   // its number
	EightBitBody Found // octets over 127 in the body
}

// Endings is how the lines end.
type Endings struct {
	CRLF      int   // lines that end in CRLF
	BareLF    Found // lines that end in LF without CR
	BareCR    Found // lines that end in CR without LF
	NoLastEnd bool  // the last line has no line ending
}

// HeaderFacts is what Check found in the header.
type HeaderFacts struct {
	Fields         []Field
	HasHeader      bool  // there is at least one field
	BOM            bool  // line 1 begins with a byte order mark, EF BB BF
	Mbox           bool  // line 1 is "From someone Mon Jan ...", from an mbox file
	LeadingSpace   bool  // line 1 begins with a space or tab, like a folded line
	NoBlankLine    int   // number of the line that ends the header and is not a field; 0: none
	BccShown       bool  // there is a Bcc: field that is not empty
	EightBitHeader Found // octets over 127
	BadUTF8        Found // lines that are not UTF-8
}

// DotLines are the lines that begin with a dot.
type DotLines struct {
	Dots      Found // all of them
	Unstuffed Found // lines with one dot at the start and other text
	Ends      Found // lines with only a dot that end the message if it is sent unchanged: CRLF.CRLF
	LooseDots Found // other lines with only a dot, such as LF.LF
}

// Empty reports whether there are no octets.
func (r Report) Empty() bool { return r.Octets == 0 }

// EightBit reports whether MAIL FROM needs BODY=8BITMIME (RFC 6152 3).
func (r Report) EightBit() bool { return r.EightBitHeader.Count+r.EightBitBody.Count > 0 }

// MixedEnds reports whether lines end in different ways. A UNIX file, where all lines
// end in LF, is not mixed.
func (r Report) MixedEnds() bool {
	kinds := min(r.CRLF, 1) + min(r.BareLF.Count, 1) + min(r.BareCR.Count, 1)
	return kinds > 1
}

// Field returns the findings for a field name, in any letter case. Only fields that a
// message may have once are counted: Date, From, Sender, Reply-To, To, Cc, Bcc,
// Message-ID, In-Reply-To, References, Subject.
func (r Report) Field(name string) Field {
	for _, f := range r.Fields {
		if strings.EqualFold(f.Name, name) {
			return f
		}
	}
	return Field{Name: name}
}

// singleFields returns the fields that a message may have once (RFC 5322 3.6).
func singleFields() []Field {
	return []Field{
		{Name: "Date"}, {Name: "From"}, {Name: "Sender"}, {Name: "Reply-To"}, {Name: "To"}, {Name: "Cc"},
		{Name: "Bcc"}, {Name: "Message-ID"}, {Name: "In-Reply-To"}, {Name: "References"}, {Name: "Subject"},
	}
}

// Facts describes the message in one line:
//
//	1,204 octets in 31 lines, LF endings, 8-bit, 2 leading dots
func (r Report) Facts() string {
	facts := []string{thousands(r.Size) + " " + plural(r.Size, "octet") + " in " + thousands(int64(r.Lines)) + " " + plural(int64(r.Lines), "line")}
	switch {
	case r.MixedEnds():
		facts = append(facts, "mixed endings")
	case r.BareLF.Count > 0:
		facts = append(facts, "LF endings")
	case r.BareCR.Count > 0:
		facts = append(facts, "CR endings")
	}
	if r.EightBit() {
		facts = append(facts, "8-bit")
	}
	if n := int64(r.Dots.Count); n > 0 {
		facts = append(facts, thousands(n)+" leading "+plural(n, "dot"))
	}
	return strings.Join(facts, ", ")
}

func plural(n int64, word string) string {
	if n == 1 {
		return word
	}
	return word + "s"
}

// thousands formats 1204 as 1,204.
func thousands(n int64) string {
	digits := strconv.FormatInt(n, 10)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}
