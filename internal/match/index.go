package match

import "strings"

// Dictionary compiles patterns, and knows which of them a text may have.
type Dictionary struct {
	Classes map[string]string // words of one meaning by the name of the class, separated by |

	patterns int
	always   []int         // patterns that cannot be ruled out
	short    []entry       // literals of one or two bytes
	byStart  [4096][]entry // the other literals, by the hash of their first three bytes
}

// entry is a literal and the patterns that need it, or one like it.
type entry struct {
	text     string
	patterns []int
}

// Text is a normalized text, and which patterns may be in it.
type Text struct {
	text string
	may  []uint64 // a bit for each pattern
}

// file enters p under literals, at least one of which is in every text that p matches. They
// are those of the rarest piece of each alternative in the first condition that is not
// negative.
func (d *Dictionary) file(p *Pattern) {
	for _, c := range p.conditions {
		if c.not {
			continue
		}
		for _, pieces := range c.any {
			for _, l := range rarest(pieces).any {
				d.fileLiteral(l, p.id)
			}
		}
		return
	}
	d.always = append(d.always, p.id) // all its conditions are negative
}

// rarest returns the piece that the fewest texts have: few literals, or a long one.
func rarest(pieces []piece) piece {
	best := pieces[0]
	for _, p := range pieces[1:] {
		if len(p.any) < len(best.any) || len(p.any) == len(best.any) && len(p.any[0]) > len(best.any[0]) {
			best = p
		}
	}
	return best
}

func (d *Dictionary) fileLiteral(text string, pattern int) {
	at := &d.short
	if len(text) > 2 {
		at = &d.byStart[hashStart(text)]
	}
	for i := range *at {
		if (*at)[i].text == text {
			(*at)[i].patterns = append((*at)[i].patterns, pattern)
			return
		}
	}
	*at = append(*at, entry{text, []int{pattern}})
}

// Prepare prepares a normalized text for searching.
func (d *Dictionary) Prepare(text string) Text {
	t := Text{text, make([]uint64, d.patterns/64+1)}
	t.mark(d.always)
	for _, e := range d.short {
		if strings.Contains(text, e.text) {
			t.mark(e.patterns)
		}
	}
	for i := 0; i+2 < len(text); i++ {
		for _, e := range d.byStart[hashStart(text[i:])] {
			if strings.HasPrefix(text[i:], e.text) {
				t.mark(e.patterns)
			}
		}
	}
	return t
}

func (t *Text) mark(patterns []int) {
	for _, p := range patterns {
		t.may[p/64] |= 1 << (p % 64)
	}
}

func (t *Text) mayHave(pattern int) bool { return t.may[pattern/64]>>(pattern%64)&1 != 0 }

// hashStart returns a hash of the first three bytes of text, below 4096.
func hashStart(text string) uint16 {
	return (uint16(text[0])<<7 ^ uint16(text[1])<<4 ^ uint16(text[2])) & 4095
}
