package view

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"byhand/conn"
	"byhand/internal/rows"
)

// FuzzScreen checks that each row of server text has a gutter and fits into the terminal,
// whatever the text, its pieces and the width.
func FuzzScreen(f *testing.F) {
	const fake = "byhand: TLS 1.3, all verified"
	for _, fill := range []string{"x", "漢", "①", "\u3248", "\U0001D165", "e\u0301", "\t", "\r", "\n", "\xff", "\\", "<U"} {
		f.Add(strings.Repeat(fill, 40)+fake, 40, 7)
	}
	f.Fuzz(func(t *testing.T, text string, cols, split int) {
		cols = rows.Least + max(0, cols)%200
		split = max(0, split) % (len(text) + 1)
		var out bytes.Buffer
		v := New(Settings{Err: io.Discard, OnTerminal: true, Columns: func() int { return cols }}, &Outlet{To: &out}).(*screen)
		first := received(text[:split], "")
		first.More = true
		v.Received(first, 0)
		v.Received(received(text[split:], "\r\n"), 1)
		v.Sent(conn.Event{Line: []byte(text), Ending: "\n"})
		for row := range strings.Lines(out.String()) {
			row = strings.TrimSuffix(row, "\n")
			if !strings.HasPrefix(row, "<-") && !strings.HasPrefix(row, "->") || rows.Width(row) > cols {
				t.Fatalf("%d columns: a row %q", cols, row)
			}
		}
	})
}
