package message

import (
	"strconv"
	"strings"
)

// Found is how often something is in a message, and in which line first,
// counted from 1; the zero Found is "not at all".
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
	Count int    // how often it is there
	Line  int    // of the first one; 0 if there is none
	Again int    // of the second one; 0 if there is none
}

// A Report is what Check found: facts, no judgement. Complaints judges.
type Report struct {
	// Size is what SIZE= on MAIL FROM means: the octets on the wire with each line
	// end as CRLF, without doubled dots and the final one (RFC 1870 3).
	Size   int64
	Octets int64 // as they are in the source
	Lines  int

	CRLF      int   // lines that end so
	BareLF    Found // lines that end in LF without CR
	BareCR    Found // lines that end in CR without LF
	NoLastEnd bool  // the last line has no end

	NULs        Found // octets
	LongLines   Found // lines over 998 octets, line end not counted (RFC 5321 4.5.3.1.6)
	Longest     int   // octets of the longest line
	LongestLine int

	EightBitHeader Found // octets over 127 in the header
	EightBitBody   Found // and in the body
	BadUTF8        Found // lines of the header that are not UTF-8

	HasHeader    bool // there is at least one field
	BOM          bool // the first line begins with a byte order mark, EF BB BF
	Mbox         bool // the first line is "From someone Mon Jan ...": of a mailbox file
	LeadingBlank bool // the first line begins with a blank, and goes on with no field
	NoBlankLine  int  // the line that is no field where the header breaks off; 0: none
	BccShown     bool // there is a Bcc: with words in it
	Fields       []Field

	Dots      Found // lines that begin with a dot
	LoneDots  Found // of these, lines that are nothing else
	Ends      Found // of these, those that end a message sent as it is: CRLF.CRLF, or .CRLF at its start
	LooseDots Found // of the lone ones, those that do not: LF.LF and the like
	Unstuffed Found // lines that begin with one dot, and more that is no dot
}

// Empty is whether there is not one octet.
func (r Report) Empty() bool { return r.Octets == 0 }

// EightBit is whether MAIL FROM needs BODY=8BITMIME (RFC 6152 3).
func (r Report) EightBit() bool { return r.EightBitHeader.Count+r.EightBitBody.Count > 0 }

// MixedEnds is whether lines end in different ways. A file with LF alone, the
// usual one on UNIX, is not mixed.
func (r Report) MixedEnds() bool {
	kinds := min(r.CRLF, 1) + min(r.BareLF.Count, 1) + min(r.BareCR.Count, 1)
	return kinds > 1
}

// Field returns what was found of a field, in any case of letters. It knows those
// that a message may have once: Date From Sender Reply-To To Cc Bcc Message-ID
// In-Reply-To References Subject.
func (r Report) Field(name string) Field {
	for _, f := range r.Fields {
		if strings.EqualFold(f.Name, name) {
			return f
		}
	}
	return Field{Name: name}
}

// once lists the fields of RFC 5322 3.6 that have a maximum of 1.
func once() []Field {
	return []Field{
		{Name: "Date"}, {Name: "From"}, {Name: "Sender"}, {Name: "Reply-To"}, {Name: "To"}, {Name: "Cc"},
		{Name: "Bcc"}, {Name: "Message-ID"}, {Name: "In-Reply-To"}, {Name: "References"}, {Name: "Subject"},
	}
}

// Facts says in one line what kind of message it is:
//
//	1,204 octets in 31 lines, LF endings, 8-bit, 2 dots to stuff
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
		facts = append(facts, thousands(n)+" "+plural(n, "dot")+" to stuff")
	}
	return strings.Join(facts, ", ")
}

func plural(n int64, word string) string {
	if n == 1 {
		return word
	}
	return word + "s"
}

// thousands writes 1204 as 1,204.
func thousands(n int64) string {
	digits := strconv.FormatInt(n, 10)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}
