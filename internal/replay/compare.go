package replay

import (
	"slices"
	"strings"

	"byhand/internal/dialect"
)

// Kind says how two exchanges differ.
type Kind int

// The kinds of differences, the most important first.
const (
	Code     Kind = iota // the reply codes, or the results where there are none
	Enhanced             // the enhanced codes
	Missing              // the new session has no such exchange, or no reply to it
	Extra                // the saved session had no such exchange, or no reply to it
	Text                 // the texts of the replies
	Variable             // the texts, but only in times, ids, names or numbers
)

// Difference is an exchange that differs. Was is nil for Extra, and Is for Missing.
type Difference struct {
	Kind    Kind
	Was, Is *Exchange
}

// AreAlike reports whether all codes agree and every line has its reply. If strict is set, it
// reports whether there is no difference at all.
func AreAlike(all []Difference, strict bool) bool {
	for _, d := range all {
		if strict || d.Kind < Text {
			return false
		}
	}
	return true
}

// maxPairs is how many pairs of exchanges align looks at. In longer sessions Compare does
// not find what is missing in the middle.
const maxPairs = 4 << 20

// Compare returns where the replies differ. If the saved session has no greeting, Compare
// ignores the new one.
func Compare(was, is []Exchange) []Difference {
	is = withoutExtraGreeting(was, is)
	var all []Difference
	for _, p := range align(was, is) {
		if kind, differ := mostImportant(p[0], p[1]); differ {
			all = append(all, Difference{kind, p[0], p[1]})
		}
	}
	return all
}

// mostImportant returns the most important difference of two exchanges; ok is false if there
// is none.
func mostImportant(was, is *Exchange) (kind Kind, ok bool) {
	switch {
	case is == nil, was != nil && len(is.Lines) == 0 && len(was.Lines) > 0:
		return Missing, true
	case was == nil, len(was.Lines) == 0 && len(is.Lines) > 0:
		return Extra, true
	case was.Code != is.Code, was.Broken != is.Broken, was.result() != is.result():
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
	if a, b = constantText(was, is); slices.Equal(a, b) {
		return Variable, true
	}
	return Text, true
}

// result returns the word that other protocols than SMTP have in place of a code; "": none.
// In POP3 it is the first word (RFC 1939 3). In IMAP it follows the tag (RFC 3501 7.1). In
// ManageSieve it begins the last line (RFC 5804 1.2).
func (x *Exchange) result() string {
	if x.Code != 0 || len(x.Lines) == 0 {
		return ""
	}
	words := strings.Fields(x.Lines[len(x.Lines)-1])
	first, _, _ := strings.Cut(x.Lines[0], " ")
	for _, word := range append([]string{first}, words[:min(2, len(words))]...) {
		if word = strings.ToUpper(word); slices.Contains(dialect.ReplyWords(), word) {
			return word
		}
	}
	return ""
}

// constantText returns the texts of two replies without the words that vary between
// sessions. The keywords of EHLO have no order, and their parameters do not vary (RFC 5321
// 4.1.1.1).
func constantText(was, is *Exchange) (a, b []string) {
	if was.Verb != "EHLO" && was.Verb != "LHLO" {
		a, b = matchHidden(was.Lines, is.Lines)
		return mapLines(a, normalize), mapLines(b, normalize)
	}
	a, b = matchHidden(sortedOffers(was.Lines), sortedOffers(is.Lines))
	return append(mapLines(a[:1], normalize), a[1:]...), append(mapLines(b[:1], normalize), b[1:]...)
}

// sortedOffers returns the reply to EHLO with its keywords sorted and in upper case.
func sortedOffers(lines []string) []string {
	all := slices.Clone(lines)
	for i := 1; i < len(all); i++ {
		all[i] = strings.ToUpper(strings.Join(strings.Fields(all[i]), " "))
	}
	slices.Sort(all[1:])
	return all
}

// mapLines returns the result of change for each line.
func mapLines(lines []string, change func(string) string) (all []string) {
	for _, line := range lines {
		all = append(all, change(line))
	}
	return all
}

// align pairs as many exchanges with the same verb as possible, in order (the longest
// common subsequence).
func align(was, is []Exchange) [][2]*Exchange {
	if len(was)*len(is) > maxPairs {
		return pairByIndex(was, is)
	}
	common := make([][]int32, len(was)+1)
	for i := range common {
		common[i] = make([]int32, len(is)+1)
	}
	for i := len(was) - 1; i >= 0; i-- {
		for j := len(is) - 1; j >= 0; j-- {
			common[i][j] = max(common[i+1][j], common[i][j+1])
			if was[i].Verb == is[j].Verb {
				common[i][j] = max(common[i][j], common[i+1][j+1]+1)
			}
		}
	}
	var pairs [][2]*Exchange
	i, j := 0, 0
	for i < len(was) && j < len(is) {
		switch {
		case was[i].Verb == is[j].Verb && common[i][j] == common[i+1][j+1]+1:
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
	return append(pairs, pairByIndex(was[i:], is[j:])...)
}

// pairByIndex pairs exchanges with the same index.
func pairByIndex(was, is []Exchange) [][2]*Exchange {
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
