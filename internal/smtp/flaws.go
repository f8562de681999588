package smtp

import "strings"

// Flaws says how a reply differs from RFC 5321 4.2. It is a set of bits: test it with
// r.Flaws&MixedCodes != 0.
type Flaws uint16

// The flaws of a reply.
const (
	BareCode   Flaws = 1 << iota // "250" without a space: valid (RFC 5321 4.2) but rare
	MixedCodes                   // its lines have different codes (4.2.1 requires one); the last one counts
	BareLF                       // a line ended with LF alone (2.3.8 requires CRLF)
	Unfinished                   // the connection ended before its end
	NoCode                       // one of its lines has no code
	OddCode                      // a code outside [2-5][0-5][0-9] (4.2)
	LongLine                     // a line was longer than is kept; the rest was dropped
	ManyLines                    // more lines than are kept; some before the last were dropped
)

var flawNames = []string{
	"no text after the code", "its lines have different codes", "a line ends in LF without CR", "the reply is incomplete",
	"a line has no code", "a code is not valid in SMTP", "a line is too long", "there are too many lines",
}

// String describes the flaws: "a line has no code, a line is too long"; "" if there are none.
func (f Flaws) String() string {
	var words []string
	for i, word := range flawNames {
		if f&(1<<i) != 0 {
			words = append(words, word)
		}
	}
	return strings.Join(words, ", ")
}
