package prompt

import (
	"math/rand/v2"
	"testing"
	"unicode/utf8"
)

// What fits is the same whether its beginning is skipped or looked at rune by rune.
func TestFitting(t *testing.T) {
	slow := func(text []byte, from, to int) (n int) {
		for col := from; n < len(text); {
			r, size := utf8.DecodeRune(text[n:])
			if col += cellOf(r, col).width; col > to && n > 0 {
				break
			}
			n += size
		}
		return n
	}
	signs := []string{"a", "~", " ", "\t", "é", "世", "\u0301", "\xff", "a", "bc", "d", "e"}
	for range 20000 {
		var text []byte
		for range rand.IntN(30) {
			text = append(text, signs[rand.IntN(len(signs))]...)
		}
		from := rand.IntN(14)
		to := from + rand.IntN(24) - 2
		if got, want := Fitting(text, from, to), slow(text, from, to); got != want {
			t.Fatalf("%q from %d to %d: %d bytes, want %d", text, from, to, got, want)
		}
	}
}
