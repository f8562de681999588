package smtp

import (
	"regexp"
	"strings"
	"testing"
	"unicode"
)

func TestMeaning(t *testing.T) {
	for _, c := range []struct {
		code int
		want string // how it begins
	}{
		{211, "System status"},
		{220, "Ready"},
		{250, "The command succeeded"},
		{354, "Send the message now"},
		{432, "The server must convert the password"},
		{535, "The login was refused"},
		{550, "The mailbox is unavailable"},
		{556, "The recipient's domain does not accept mail"},
		{0, ""},
		{-1, ""},
		{199, ""},
		{200, ""}, // RFC 876; not an SMTP code
		{299, ""},
		{471, ""}, // made up by filters
		{600, ""},
	} {
		got := Meaning(c.code)
		if !strings.HasPrefix(got, c.want) || (got == "") != (c.want == "") {
			t.Errorf("Meaning(%d) = %q, want %q...", c.code, got, c.want)
		}
	}
}

// These are the codes that RFC 5321 4.2.3 lists.
func TestMeaningKnowsRFC5321(t *testing.T) {
	listed := map[int]bool{}
	for _, code := range []int{
		211, 214, 220, 221, 250, 251, 252, 354, 421, 450, 451, 452, 455,
		500, 501, 502, 503, 504, 550, 551, 552, 553, 554, 555,
	} {
		listed[code] = true
		if Meaning(code) == "" {
			t.Errorf("Meaning(%d) is empty", code)
		}
	}
	for _, m := range codeMeanings {
		if strings.HasPrefix(m.RFC, "RFC 5321 4.2.3") != listed[m.Code] {
			t.Errorf("%d comes from %q", m.Code, m.RFC)
		}
	}
}

// TestCodeMeanings checks that the codes are in order, each with a sentence and its RFC.
func TestCodeMeanings(t *testing.T) {
	source := regexp.MustCompile(`^RFC \d+ \d[\d.]*(, (RFC \d+ )?\d[\d.]*)*$`)
	before := 0
	for _, m := range codeMeanings {
		if m.Code <= before || isOddCode(m.Code) {
			t.Errorf("%d after %d: out of order, or not a code of SMTP", m.Code, before)
		}
		before = m.Code
		if m.Meaning == "" || !unicode.IsUpper(rune(m.Meaning[0])) || strings.HasSuffix(m.Meaning, ".") {
			t.Errorf("%d means %q: want a sentence without a full stop", m.Code, m.Meaning)
		}
		if !source.MatchString(m.RFC) {
			t.Errorf("%d comes from %q: want an RFC and its section", m.Code, m.RFC)
		}
	}
}
