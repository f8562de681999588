package sanitize

import (
	"encoding/json"
	"testing"
	"unicode"
)

// JSON keeps every character, and has none that a terminal obeys or hides.
func TestJSON(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if r == 0xD800 {
			r = 0xE000 // surrogates are not characters
		}
		marshalled, err := json.Marshal("a" + string(r) + "b")
		if err != nil {
			t.Fatal(err)
		}
		safe := JSON(marshalled)
		var back string
		if err := json.Unmarshal(safe, &back); err != nil || back != "a"+string(r)+"b" {
			t.Fatalf("%U: %s is decoded as %q, %v", r, safe, back, err)
		}
		for _, c := range string(safe) {
			if c > 0x7E && kindOf(c) != letter || c < ' ' || c == 0x7F {
				t.Fatalf("%U: %q", r, safe)
			}
		}
	}
	if got := string(JSON([]byte("{\"a\":\"\u202e\x7f\U000E0001é漢\"}\n"))); got != `{"a":"\u202e\u007f\udb40\udc01é漢"}`+"\n" {
		t.Error(got)
	}
}
