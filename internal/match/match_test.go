package match

import "testing"

// TestPattern checks each sign of the language of patterns.
func TestPattern(t *testing.T) {
	for _, test := range []struct {
		says, text string
		want       bool
	}{
		{"a b|c", "a  B", true},
		{"full*mailbox", "the mailbox is full", false},
		{"full & mailbox", "the mailbox is full", true},
		{"full & !mailbox", "the mailbox is full", false},
		{"mailbox~full", "mailbox; and after all that was said and done about it by us, it is not full", false},
		{"mailbox~full", "mailbox, long ago; and after all that was said here: the mailbox is full", true},
		{"mailbox*full", "mailbox, long ago; and after all that was said here: the box is full", true},
		{"{box}~full|x", "the inbox is full", true},
		{"=go away|x", "Go away", true},
		{"=go away", "Go away now", false},
		{"ungültig", "UNGÜLTIG", true},
		{"ungultig", "ungültig", true},
		{" no ", "no", true},
		{" no ", "note", false},
		{"用户不存在", "550 用户不存在", true},
	} {
		d := &Dictionary{Classes: map[string]string{"box": "mailbox|inbox"}}
		p := d.Compile(test.says)
		text := d.Prepare(Normalize(test.text))
		if got := p.IsIn(&text); got != test.want {
			t.Errorf("%q in %q: %t", test.says, test.text, got)
		}
	}
}
