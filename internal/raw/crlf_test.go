package raw

import (
	"bytes"
	"strings"
	"testing"
)

// Any input, cut anyhow, has CRLF and no other LF when it is up.
func FuzzCRLF(f *testing.F) {
	f.Add([]byte("a\nb\r\nc\r"), 1)
	f.Add([]byte("\r\n\n\r\r\n"), 2)
	f.Add([]byte("\n\n\n\n"), 3)
	f.Fuzz(func(t *testing.T, in []byte, cut int) {
		var c crlf
		var got []byte
		for rest := in; len(rest) > 0; {
			n := max(1, min(len(rest), cut))
			got = append(got, c.translate(rest[:n])...)
			rest = rest[n:]
		}
		want := bytes.ReplaceAll(bytes.ReplaceAll(in, []byte("\r\n"), []byte("\n")), []byte("\n"), []byte("\r\n"))
		if !bytes.Equal(got, want) {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	})
}

// BenchmarkCRLF translates mail's lines.
func BenchmarkCRLF(b *testing.B) {
	text := []byte(strings.Repeat(strings.Repeat("x", 72)+"\n", 1700))
	b.SetBytes(int64(len(text)))
	var c crlf
	for b.Loop() {
		c.translate(text)
	}
}
