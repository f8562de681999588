package recorder

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"byhand/internal/transcript"
)

// In each format that can be read back, a gap is marked where entries are missing, and
// is not taken for a note.
func TestGap(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	r := &Recorder{}
	defer r.Close()
	record(r, sent("DATA", 0))
	block := strings.Repeat(strings.Repeat("x", 1022)+"\r\n", 1024)
	for range 14 {
		record(r, bulk(block, 0))
	}
	var last transcript.Entry
	dropped, err := r.Each(func(e transcript.Entry) error { last = e; return nil })
	if err != nil || dropped == 0 || !last.IsGap() {
		t.Errorf("%d dropped, %v; the last is %q", dropped, err, last.Text)
	}
	record(r, sent(".", 0))
	record(r, received("250 queued"))
	r.Note(transcript.Notice, "some entries could not be kept, I fear")
	for _, name := range []string{"a.txt", "a.md", "a.json"} {
		name = filepath.Join(t.TempDir(), name)
		if _, missing, err := r.Save(name); missing != dropped || err != nil {
			t.Errorf("%s: %d missing, want %d, %v", name, missing, dropped, err)
		}
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		got, _, err := readAll(bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		var gaps []int
		for i, e := range got {
			if e.IsGap() {
				gaps = append(gaps, i)
			}
		}
		if n := len(got); len(gaps) != 1 || gaps[0] != n-4 || got[n-3].Text != "." || got[n-5].Text != block[:1022] {
			t.Errorf("%s: gaps at %v of %d", name, gaps, n)
		}
	}
}
