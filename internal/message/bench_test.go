package message

import (
	"bytes"
	"io"
	"strings"
	"testing"
)

// sources returns messages of 16 MB, usual and unusual ones.
func sources() map[string][]byte {
	text := strings.Repeat("x", 76)
	sized := func(s string) []byte { return bytes.Repeat([]byte(s), 16<<20/len(s)) }
	return map[string][]byte{
		"CRLF":       sized(text + "\r\n"),
		"LF":         sized(text + "\n"),
		"CR":         sized(text + "\r"),
		"dots":       sized("." + text + "\n"),
		"UTF-8":      sized(strings.Repeat("é", 38) + "\n"),
		"emptyLines": sized("\n"),
		"oneLine":    sized("x"),
	}
}

// wire is a writer that does nothing.
type wire struct{}

func (wire) Write(p []byte) (int, error) { return len(p), nil }

func bench(b *testing.B, one func(r io.Reader)) {
	for name, source := range sources() {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(source)))
			b.ReportAllocs()
			for b.Loop() {
				one(bytes.NewReader(source))
			}
		})
	}
}

func BenchmarkFrame(b *testing.B) { bench(b, func(r io.Reader) { io.Copy(wire{}, Frame(r)) }) }

func BenchmarkCheck(b *testing.B) { bench(b, func(r io.Reader) { Check(r) }) }

func BenchmarkChunks(b *testing.B) {
	bench(b, func(r io.Reader) {
		c := Chunks(Canonical(r), 1<<20)
		for {
			if _, last, err := c.Next(); last || err != nil {
				return
			}
		}
	})
}
