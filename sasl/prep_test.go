package sasl

import (
	"testing"
	"unicode/utf8"

	"github.com/xdg-go/stringprep"
)

// TestPrepareExamples are RFC 4013 3, and some that it has not.
func TestPrepareExamples(t *testing.T) {
	for _, c := range []struct{ have, want string }{ // want "": refused
		{"I\u00adX", "IX"},
		{"user", "user"},
		{"USER", "USER"},
		{"\u00aa", "a"},
		{"\u2168", "IX"},
		{"\u0007", ""},
		{"\u0627\u0031", ""},
		{"\u0627\u0628", "\u0627\u0628"},
		{"\u0627\u0031\u0628", "\u0627\u0031\u0628"},
		{"\u0627a\u0628", ""},
		{"a\u00a0b", "a b"},
		{"\u00ad", ""},
		{"\U0001F511", "\U0001F511"}, // younger than 2002
	} {
		got := c.have
		err := prepare("password", &got)
		if (err != nil) != (c.want == "") || err == nil && got != c.want {
			t.Errorf("%+q: %+q, %v; want %+q", c.have, got, err, c.want)
		}
	}
}

// TestPrepareAll holds each character that Unicode had in 2002, alone and between
// others, against the tables of RFC 3454 as a library has them.
func TestPrepareAll(t *testing.T) {
	for r := range rune(utf8.MaxRune + 1) {
		if !utf8.ValidRune(r) || stringprep.TableA1.Contains(r) || r == 0x1806 { // that one the library forgot (B.1)
			continue
		}
		texts := []string{string(r), "a" + string(r) + "a", "\u0627" + string(r) + "\u0628"}
		if leftward(r) != stringprep.TableD1.Contains(r) || rightward(r) != stringprep.TableD2.Contains(r) {
			texts = texts[:2] // its direction changed since
		}
		for _, text := range texts {
			want, refused := stringprep.SASLprep.Prepare(text)
			got := text
			err := prepare("password", &got)
			if alone := want == "" && refused == nil; (err != nil) != (refused != nil || alone) || err == nil && got != want {
				t.Errorf("%+q: %+q, %v; want %+q, %v", text, got, err, want, refused)
			}
		}
	}
}
