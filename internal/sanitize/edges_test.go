package sanitize

import (
	"strings"
	"testing"
)

func TestOddEdges(t *testing.T) {
	for secret, want := range map[string]string{
		"":                 "",
		" ":                "",
		"sesame":           "",
		"open sesame":      "",
		`ses"ame`:          "",
		`"`:                "",
		`"sesame`:          "",
		" sesame":          "begins with a space",
		"sesame\t":         "ends with a space",
		"sesame\u00a0":     "ends with a space",
		" sesame ":         "begins with a space, ends with a space",
		`"sesame"`:         "is in quotes",
		`'sesame' `:        "ends with a space, is in quotes",
		"“sesame”":         "is in quotes",
		"\xffsesame\xff\n": "ends with a space",
	} {
		if got := strings.Join(OddEdges([]byte(secret)), ", "); got != want {
			t.Errorf("%q: %q, want %q", secret, got, want)
		}
	}
}
