package sasl

import "testing"

// TestPrepareExamples are those of RFC 4013 3, and some more.
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
