package smtp

import (
	"strings"
	"testing"
)

// Most lines of a message are skipped. That must make no difference.
func TestSkipLines(t *testing.T) {
	const signs = ".\r\nx"
	at := func() *Session {
		s := &Session{}
		s.Received([]byte("220 hi\r\n"))
		s.Sent([]byte("DATA\r\n"))
		s.Received([]byte("354 go\r\n"))
		return s
	}
	for n := range 1 << 14 {
		var text strings.Builder
		for rest := n; rest > 0; rest >>= 2 {
			text.WriteByte(signs[rest&3])
		}
		whole, single := at(), at()
		whole.Sent([]byte(text.String()))
		for _, c := range []byte(text.String()) {
			single.Sent([]byte{c})
		}
		if got, want := all(whole, nil), all(single, nil); got != want || whole.out.afterCRLF != single.out.afterCRLF || whole.out.oddDot != single.out.oddDot {
			t.Fatalf("%q: %s, want %s", text.String(), got, want)
		}
	}
}

// BenchmarkText sends a large message.
func BenchmarkText(b *testing.B) {
	for name, line := range map[string]string{
		"prose":  "All work and no play makes Jack a dull boy. All work, no play.\r\n",
		"base64": strings.Repeat("QWxsIHdv", 9) + "\r\n",
	} {
		b.Run(name, func(b *testing.B) {
			text := []byte(strings.Repeat(line, 4000))
			b.SetBytes(int64(len(text)))
			s := &Session{greeted: true}
			s.out.begin()
			for b.Loop() {
				s.Sent(text)
			}
		})
	}
}
