package replay

import (
	"slices"
	"strings"

	"byhand/internal/dialect"
)

// Kind says in what two exchanges differ.
type Kind int

// The kinds of differences, the weightiest first.
const (
	Code     Kind = iota // the reply codes
	Enhanced             // the enhanced codes
	Missing              // there is no such exchange now, or no reply
	Extra                // there was none then
	Text                 // what the replies say
	Nature               // what they say, in what differs by its nature: times, ids, names
)

// Difference is where two conversations differ. Was is nil for Extra, Is for
// Missing.
type Difference struct {
	Kind    Kind
	Was, Is *Exchange
}

// Alike reports whether all codes agree and every line has its reply. strict
// takes no difference at all.
func Alike(all []Difference, strict bool) bool {
	for _, d := range all {
		if strict || d.Kind < Text {
			return false
		}
	}
	return true
}

// manyPairs is from how many pairs on conversations are not searched for what is
// missing in the middle.
const manyPairs = 4 << 20

// Compare says where the replies differ. Who wrote no greeting down does not miss
// it.
func Compare(was, is []Exchange) []Difference {
	if len(is) > 0 && is[0].To == "GREETING" && (len(was) == 0 || was[0].To != "GREETING") {
		is = is[1:]
	}
	var all []Difference
	for _, p := range align(was, is) {
		if kind, differ := difference(p[0], p[1]); differ {
			all = append(all, Difference{kind, p[0], p[1]})
		}
	}
	return all
}

// difference tells the weightiest one.
func difference(was, is *Exchange) (Kind, bool) {
	switch {
	case is == nil, was != nil && len(is.Lines) == 0 && len(was.Lines) > 0:
		return Missing, true
	case was == nil, len(was.Lines) == 0 && len(is.Lines) > 0:
		return Extra, true
	case was.Code != is.Code, was.Broken != is.Broken, was.verdict() != is.verdict():
		return Code, true
	case was.Enhanced != is.Enhanced:
		return Enhanced, true
	case slices.Equal(was.Lines, is.Lines):
		return 0, false
	}
	a, b := matchHidden(was.Lines, is.Lines)
	if slices.Equal(a, b) {
		return 0, false
	}
	if a, b = steady(was, is); slices.Equal(a, b) {
		return Nature, true
	}
	return Text, true
}

// verdict is what other protocols than SMTP have in place of a code: the first
// word of POP3 (RFC 1939 3), the one behind the tag in IMAP (RFC 3501 7.1), the
// first one of the last line in Sieve (RFC 5804 1.2); "" where there is none.
func (x *Exchange) verdict() string {
	if x.Code != 0 || len(x.Lines) == 0 {
		return ""
	}
	words := strings.Fields(x.Lines[len(x.Lines)-1])
	first, _, _ := strings.Cut(x.Lines[0], " ")
	for _, word := range append([]string{first}, words[:min(2, len(words))]...) {
		if word = strings.ToUpper(word); slices.Contains(dialect.Words(), word) {
			return word
		}
	}
	return ""
}

// steady returns what two replies say without what differs by nature. What EHLO
// offers is a set, and its parameters are what they are (RFC 5321 4.1.1.1).
func steady(was, is *Exchange) (a, b []string) {
	if was.To != "EHLO" && was.To != "LHLO" {
		a, b = matchHidden(was.Lines, is.Lines)
		return mapped(a, natural), mapped(b, natural)
	}
	a, b = matchHidden(offered(was.Lines), offered(is.Lines))
	return append(mapped(a[:1], natural), a[1:]...), append(mapped(b[:1], natural), b[1:]...)
}

// offered returns the reply to EHLO with its offers in one order and one case.
func offered(lines []string) []string {
	all := slices.Clone(lines)
	for i := 1; i < len(all); i++ {
		all[i] = strings.ToUpper(strings.Join(strings.Fields(all[i]), " "))
	}
	slices.Sort(all[1:])
	return all
}

// mapped returns what change makes of each line.
func mapped(lines []string, change func(string) string) (all []string) {
	for _, line := range lines {
		all = append(all, change(line))
	}
	return all
}

// align pairs exchanges that answer the same verb, in order, as many as can be
// (the longest common subsequence).
func align(was, is []Exchange) [][2]*Exchange {
	if len(was)*len(is) > manyPairs {
		return byIndex(was, is)
	}
	common := make([][]int32, len(was)+1)
	for i := range common {
		common[i] = make([]int32, len(is)+1)
	}
	for i := len(was) - 1; i >= 0; i-- {
		for j := len(is) - 1; j >= 0; j-- {
			common[i][j] = max(common[i+1][j], common[i][j+1])
			if was[i].To == is[j].To {
				common[i][j] = max(common[i][j], common[i+1][j+1]+1)
			}
		}
	}
	var pairs [][2]*Exchange
	i, j := 0, 0
	for i < len(was) && j < len(is) {
		switch {
		case was[i].To == is[j].To && common[i][j] == common[i+1][j+1]+1:
			pairs = append(pairs, [2]*Exchange{&was[i], &is[j]})
			i, j = i+1, j+1
		case common[i+1][j] >= common[i][j+1]:
			pairs = append(pairs, [2]*Exchange{&was[i], nil})
			i++
		default:
			pairs = append(pairs, [2]*Exchange{nil, &is[j]})
			j++
		}
	}
	return append(pairs, byIndex(was[i:], is[j:])...)
}

func byIndex(was, is []Exchange) [][2]*Exchange {
	var pairs [][2]*Exchange
	for i := range max(len(was), len(is)) {
		var p [2]*Exchange
		if i < len(was) {
			p[0] = &was[i]
		}
		if i < len(is) {
			p[1] = &is[i]
		}
		pairs = append(pairs, p)
	}
	return pairs
}
