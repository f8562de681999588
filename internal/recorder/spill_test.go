package recorder

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"byhand/conn"
	"byhand/internal/transcript"
)

// Entries that do not fit in memory go to disk, with secrets masked, and come back
// unchanged and in order. The file has no name, or Close removes it.
func TestSpill(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	r, all := &Recorder{}, []transcript.Entry(nil)
	stop := r.Follow(func(e transcript.Entry, _ bool) { all = append(all, e) })
	r.Learn([]byte("topsecret"))
	line := strings.Repeat("x", 10<<10) + "\x00\xff topsecret"
	for i := range 5 * Limit / 4 / len(line) {
		record(r, received(fmt.Sprint(i, line)))
	}
	stop()
	record(r, conn.Event{Kind: conn.Received, Line: []byte("unfinished")})
	if left, err := os.ReadDir(os.Getenv("TMPDIR")); err != nil || len(left) > 0 {
		t.Errorf("the disk has %v, %v", left, err)
	}
	memory, more := r.Entries()
	if len(memory) == len(all) || len(memory)+more != len(all)+1 {
		t.Errorf("%d in memory, %d more, of %d", len(memory), more, len(all))
	}
	var got []transcript.Entry
	dropped, err := r.Each(func(e transcript.Entry) error { got = append(got, e); return nil })
	if err != nil || dropped != 0 || len(got) != len(all)+1 || !reflect.DeepEqual(got[:len(all)], all) {
		t.Errorf("%d entries, %d dropped, %v; want %d", len(got), dropped, err, len(all)+1)
	}
	if last := got[len(got)-1]; last.Text != "unfinished" {
		t.Errorf("the last is %q", last.Text)
	}
	for _, format := range transcript.LogFormats() {
		name := filepath.Join(t.TempDir(), "a"+format.Extension())
		if n, missing, err := r.Save(name); n != len(got) || missing != 0 || err != nil {
			t.Errorf("%s: %d entries saved, %v", format, n, err)
		}
		text, err := os.ReadFile(name)
		if err != nil || strings.Count(string(text), "unfinished") != 1 || strings.Contains(string(text), "topsecret") {
			t.Errorf("%s: not all of it, or a secret: %d bytes, %v", format, len(text), err)
		}
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
}

// Entries over the limit of the disk are counted.
func TestSpillIsBounded(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	r := &Recorder{}
	line := strings.Repeat("x", 1<<20)
	n := (Limit + SpillLimit) >> 20 * 8 / 5
	for range n {
		record(r, received(line))
	}
	kept := 0
	dropped, err := r.Each(func(e transcript.Entry) error {
		if !e.IsGap() {
			kept++
		}
		return nil
	})
	if err != nil || kept+dropped != n || dropped < n/3 {
		t.Errorf("%d kept and %d dropped of %d, %v", kept, dropped, n, err)
	}
	name := filepath.Join(t.TempDir(), "a.txt")
	if n, missing, err := r.Save(name); n != kept || missing != dropped || err != nil {
		t.Errorf("%d saved, %d missing, %v", n, missing, err)
	}
	if text, _ := os.ReadFile(name); !strings.Contains(string(text), fmt.Sprintf("%d more entries could not be kept", dropped)) {
		t.Error("nothing says what is missing")
	}
	r.Close()
}

// If nothing can be written to disk, the entries are counted.
func TestSpillWithoutDisk(t *testing.T) {
	t.Setenv("TMPDIR", filepath.Join(t.TempDir(), "missing"))
	r := &Recorder{}
	for range 20 {
		record(r, received(strings.Repeat("x", 1<<20)))
	}
	kept, dropped := r.Entries()
	if len(kept)+dropped != 20 || dropped < 8 {
		t.Errorf("%d kept, %d dropped", len(kept), dropped)
	}
}
