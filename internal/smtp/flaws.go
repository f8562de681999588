package smtp

import "strings"

// Flaws says in which ways a reply strays from RFC 5321 4.2. It is a set of
// bits: test with r.Flaws&MixedCodes != 0, print with String.
type Flaws uint16

// What can be wrong with a reply.
const (
	BareCode   Flaws = 1 << iota // "250" without a space: valid (RFC 5321 4.2), but rare enough to say
	MixedCodes                   // its lines carry different codes (4.2.1 wants one); the last is trusted
	BareLF                       // a line ended with LF alone (2.3.8 wants CRLF)
	Unfinished                   // the stream ended inside it
	NoCode                       // a line in it begins with no code
	OddCode                      // a code outside [2-5][0-5][0-9] (4.2): taken by its digits all the same
	LongLine                     // a line was longer than is kept; its rest is dropped
	ManyLines                    // more lines than are kept: some before the last are dropped
)

var flawWords = []string{
	"bare code", "mixed codes", "bare LF", "unfinished",
	"no code", "odd code", "long line", "many lines",
}

// String lists the flaws in words for people, "mixed codes, bare LF"; it is
// empty when there are none.
func (f Flaws) String() string {
	var words []string
	for i, word := range flawWords {
		if f&(1<<i) != 0 {
			words = append(words, word)
		}
	}
	return strings.Join(words, ", ")
}
