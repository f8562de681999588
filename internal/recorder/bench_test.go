package recorder

import (
	"io"
	"strings"
	"testing"

	"byhand/conn"
	"byhand/internal/transcript"
)

// BenchmarkLog measures a line of a message with a log.
func BenchmarkLog(b *testing.B) {
	for _, format := range transcript.LogFormats() {
		b.Run(string(format), func(b *testing.B) {
			r, l := &Recorder{}, NewLog(io.Discard, format)
			r.Follow(func(e transcript.Entry, more bool) { l.Entry(e, more) })
			line := []byte("all work and no play makes Jack a dull boy, all work and no play makes Jack")
			b.SetBytes(int64(len(line)) + 2)
			for b.Loop() {
				r.Record(conn.Event{Kind: conn.Sent, Line: line, Ending: "\r\n", More: true}, Facts{Phase: "message"})
			}
		})
	}
}

// BenchmarkRedact measures the search for secrets in a reply after a login.
func BenchmarkRedact(b *testing.B) {
	r := &Recorder{}
	r.Learn([]byte("not-a-secret"))
	const line = "250 2.0.0 Ok: queued as 4XyzAbc123 for <friend@example.net>, 4096 bytes"
	b.SetBytes(int64(len(line)))
	b.ReportAllocs()
	for b.Loop() {
		r.MaskLine(line)
	}
}

// BenchmarkBulk measures 16 MB of a message.
func BenchmarkBulk(b *testing.B) {
	block := []byte(strings.Repeat("all work and no play makes Jack a dull boy, all work and no play\r\n", 1000))
	const blocks = 250
	b.SetBytes(blocks * int64(len(block)))
	for b.Loop() {
		r := &Recorder{}
		for range blocks {
			r.Record(conn.Event{Kind: conn.Sent, Line: block, Bulk: true}, Facts{Phase: "message"})
		}
	}
}
