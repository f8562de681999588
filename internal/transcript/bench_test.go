package transcript

import (
	"strings"
	"testing"
)

// BenchmarkRead measures reading a transcript.
func BenchmarkRead(b *testing.B) {
	for _, format := range []Format{Text, JSON} {
		b.Run(string(format), func(b *testing.B) {
			text := written(b, format, htmlSample())
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				if _, _, err := readAll(strings.NewReader(text)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
