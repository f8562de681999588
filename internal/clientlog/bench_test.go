package clientlog

import (
	"io"
	"runtime"
	"strings"
	"testing"
)

// endless repeats a text up to a size.
type endless struct {
	text string
	at   int
	left int
}

// Read implements io.Reader.
func (e *endless) Read(p []byte) (int, error) {
	if e.left <= 0 {
		return 0, io.EOF
	}
	n := copy(p[:min(len(p), e.left)], e.text[e.at:])
	e.at = (e.at + n) % len(e.text)
	e.left -= n
	return n, nil
}

// TestBounded: a long log takes little memory.
func TestBounded(t *testing.T) {
	for name, text := range map[string]string{
		"many sessions": as("[10:00:00] <- ", "[10:00:00]  -> "),
		"one session":   strings.TrimSuffix(as("", ""), "QUIT\n221 bye\n") + strings.Repeat("NOOP\n250 ok\n", 100),
		"one message":   "220 x\nEHLO me\n250 ok\nMAIL FROM:<a@b>\n250 ok\nDATA\n354 go\n" + strings.Repeat("text of a message\n", 100_000),
		"no lines":      strings.Repeat("250 x ", 1000),
		"prose":         "I have 250 of them, and DATA.\n",
	} {
		var m runtime.MemStats
		peak := uint64(0)
		_, err := Each(&endless{text: text, left: 12 << 20}, func(Session) bool {
			if runtime.ReadMemStats(&m); m.HeapAlloc > peak {
				peak = m.HeapAlloc
			}
			return true
		})
		runtime.ReadMemStats(&m)
		if peak = max(peak, m.HeapAlloc); err != nil || peak > 96<<20 {
			t.Errorf("%s: %d MB, %v", name, peak>>20, err)
		}
	}
}

func BenchmarkEach(b *testing.B) {
	for name, text := range map[string]string{
		"marks":    as("[2026-12-01 10:00:00] DEBUG [kQ4Zx] S: ", "[2026-12-01 10:00:01] DEBUG [kQ4Zx] C: "),
		"no marks": as("", ""),
		"docker":   docker(as("< ", "> ")),
		"notes":    as("<- ", " -> ") + strings.Repeat("Dec  1 10:00:00 host other[12]: connection from somewhere, nothing to see here\n", 40),
	} {
		b.Run(name, func(b *testing.B) {
			const size = 16 << 20
			b.SetBytes(size)
			for b.Loop() {
				if _, err := Each(&endless{text: text, left: size}, func(Session) bool { return true }); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
