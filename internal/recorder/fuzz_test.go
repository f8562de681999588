package recorder

import (
	"bytes"
	"strings"
	"testing"

	"byhand/internal/sanitize"
	"byhand/internal/transcript"
)

// FuzzText: reading returns the bytes of both sides, and each line of the file is safe to
// show on a terminal.
func FuzzText(f *testing.F) {
	f.Add([]byte("220 hi\r\n"), []byte("EHLO me\r\n\r\n.\r\n"))
	f.Add([]byte("\x1b[2J\n# :auth\r\n"), []byte("S: x\r\n```\r\n \t\r\n\u00a0\r\nC= \"x\"\r\n\xff\r"))
	f.Add([]byte("<\u05a9\n"), []byte(strings.Repeat("\u0301", 40)+"\n"))
	f.Fuzz(func(t *testing.T, server, client []byte) {
		r := &Recorder{}
		record(r, bulk(string(client), 0))
		for line := range bytes.Lines(server) {
			e := received(strings.TrimSuffix(string(line), "\n"))
			e.Ending = "\n"
			record(r, e)
		}
		entries, dropped := r.Entries()
		if len(entries) == 0 || dropped > 0 {
			return
		}
		for _, format := range transcript.Readable() {
			text := written(t, format, entries)
			got, sniffed, err := readAll(strings.NewReader(text))
			if err != nil || sniffed != format {
				t.Fatalf("read as %s, %v:\n%s", sniffed, err, text)
			}
			for kind, want := range map[transcript.Kind][]byte{transcript.Sent: client, transcript.Received: server} {
				var all strings.Builder
				for _, e := range got {
					if e.Kind == kind {
						all.WriteString(e.Text + e.Ending)
					}
				}
				if kind == transcript.Received && len(want) > 0 && !bytes.HasSuffix(want, []byte("\n")) {
					want = append(want[:len(want):len(want)], '\n')
				}
				if all.String() != string(want) {
					t.Errorf("%s: %q, want %q", kind, all.String(), want)
				}
			}
			for line := range strings.Lines(text) {
				if line = strings.TrimSuffix(line, "\n"); sanitize.Words(line) != line {
					t.Errorf("a line that is not safe to show: %q", line)
				}
			}
		}
	})
}
