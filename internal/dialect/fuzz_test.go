package dialect

import (
	"fmt"
	"testing"
)

// FuzzDialects checks that no bytes make a dialect panic, that it makes no difference how
// they are cut, and that Secret never exceeds the line.
func FuzzDialects(f *testing.F) {
	for _, talk := range dialogues {
		f.Add(talk.protocol, []byte("a LOGIN {3}\r\nbob {7}\r\n"), []byte("* OK hi\r\n+ go\r\n+OK {3}\r\na NO\r\n\"SASL\" \"x\"\r\n"), 3)
	}
	f.Fuzz(func(t *testing.T, protocol string, sent, received []byte, cut int) {
		whole, parts := Named(protocol), Named(protocol)
		cut = max(1, cut)
		told := whole.Received(received)
		var inParts []Reply
		for b := received; len(b) > 0; b = b[min(cut, len(b)):] {
			inParts = append(inParts, parts.Received(b[:min(cut, len(b))])...)
		}
		if fmt.Sprint(told) != fmt.Sprint(inParts) {
			t.Fatalf("%q whole: %v; in parts of %d: %v", received, told, cut, inParts)
		}
		if n := whole.Secret(sent); n < 0 || n > len(sent) {
			t.Fatalf("%d of %d bytes are secret", n, len(sent))
		}
		whole.Sent(sent)
		for b := sent; len(b) > 0; b = b[min(cut, len(b)):] {
			parts.Sent(b[:min(cut, len(b))])
		}
		if whole.Phase() != parts.Phase() || whole.Owed() != parts.Owed() {
			t.Fatalf("sent whole: %v, %d owed; in parts: %v, %d owed", whole.Phase(), whole.Owed(), parts.Phase(), parts.Owed())
		}
		whole.Received(received)
		whole.CanSecure()
		whole.Challenge()
		whole.Fork().Sent(sent)
		whole.Secured()
		whole.Hangup()
	})
}
