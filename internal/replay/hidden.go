package replay

import (
	"slices"

	"byhand/internal/redact"
)

// matchHidden returns the texts of two replies. If the names in one of them were replaced
// (--redact-addresses), they cannot be compared: then it gives all names in both texts the
// same replacement.
func matchHidden(was, is []string) (a, b []string) {
	if !slices.ContainsFunc(was, redact.IsHidden) && !slices.ContainsFunc(is, redact.IsHidden) {
		return was, is
	}
	a, b = mapLines(was, redact.Nameless), mapLines(is, redact.Nameless)
	for i := range min(len(a), len(b)) {
		a[i], b[i] = matchWords(a[i], b[i])
	}
	return a, b
}

// matchWords finds words of one text that are replaced in the other, and replaces them too.
// A name without a dot does not look like a name: only the recorder knew that it was one.
func matchWords(a, b string) (string, string) {
	inA, inB := namePattern().FindAllStringIndex(a, -1), namePattern().FindAllStringIndex(b, -1)
	if len(inA) != len(inB) {
		return a, b
	}
	for i := range slices.Backward(inA) { // from the end, so that the offsets before stay right
		p, q := inA[i], inB[i]
		switch nameA, nameB := a[p[0]:p[1]], b[q[0]:q[1]]; {
		case nameA == nameB:
		case nameA == redact.NoHost:
			b = b[:q[0]] + nameA + b[q[1]:]
		case nameB == redact.NoHost:
			a = a[:p[0]] + nameB + a[p[1]:]
		}
	}
	return a, b
}

var namePattern = pattern(`[\pL\pN_-]+(?:\.[\pL\pN_-]+)*`)
