package raw

import (
	"bytes"
	"strings"
	"testing"
)

// FuzzCRLF checks that every LF becomes part of a CRLF, however the input is split.
func FuzzCRLF(f *testing.F) {
	f.Add([]byte("a\nb\r\nc\r"), 1)
	f.Add([]byte("\r\n\n\r\r\n"), 2)
	f.Add([]byte("\n\n\n\n"), 3)
	f.Fuzz(func(t *testing.T, in []byte, cut int) {
		var c crlf
		var got []byte
		for rest := in; len(rest) > 0; {
			n := max(1, min(len(rest), cut))
			got = append(got, c.convert(rest[:n])...)
			rest = rest[n:]
		}
		want := bytes.ReplaceAll(bytes.ReplaceAll(in, []byte("\r\n"), []byte("\n")), []byte("\n"), []byte("\r\n"))
		if !bytes.Equal(got, want) {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	})
}

// BenchmarkCRLF converts lines of a usual length.
func BenchmarkCRLF(b *testing.B) {
	text := []byte(strings.Repeat(strings.Repeat("x", 72)+"\n", 1700))
	b.SetBytes(int64(len(text)))
	var c crlf
	for b.Loop() {
		c.convert(text)
	}
}
