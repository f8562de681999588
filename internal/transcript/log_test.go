package transcript

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestLogAppends(t *testing.T) {
	name := filepath.Join(t.TempDir(), "a.txt")
	for range 2 {
		l, err := OpenLog(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range htmlSample() {
			if err := l.Entry(e, false); err != nil {
				t.Fatal(err)
			}
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
	}
	got, _ := os.ReadFile(name)
	if want := written(t, Text, htmlSample()); string(got) != want+want {
		t.Errorf("%s", got)
	}
	if info, _ := os.Stat(name); runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("others may read it: %v", info.Mode())
	}
}

// TestLogIsWrittenAsItGoes: but what follows at once is not waited for.
func TestLogIsWrittenAsItGoes(t *testing.T) {
	name := filepath.Join(t.TempDir(), "a.json")
	l, err := OpenLog(name)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	for i, want := range []int{0, 0, 3} {
		l.Entry(Entry{Kind: Notice, Text: "x"}, i < 2)
		if got, _ := os.ReadFile(name); strings.Count(string(got), "\n") != want {
			t.Errorf("behind entry %d: %q", i, got)
		}
	}
}

func TestLogRefuses(t *testing.T) {
	dir := t.TempDir()
	var format *FormatError
	if _, err := OpenLog(filepath.Join(dir, "a.pdf")); !errors.As(err, &format) {
		t.Errorf("no format: %v", err)
	}
	if _, err := OpenLog(filepath.Join(dir, "a.html")); !errors.Is(err, ErrHTMLLog) {
		t.Errorf("HTML: %v", err)
	}
	if _, err := OpenLog(filepath.Join(dir, "none", "a.txt")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no folder: %v", err)
	}
	if all, _ := os.ReadDir(dir); len(all) > 0 {
		t.Errorf("files are left: %v", all)
	}
	if runtime.GOOS == "windows" {
		return
	}
	os.WriteFile(filepath.Join(dir, "theirs.txt"), nil, 0o600)
	os.Symlink("theirs.txt", filepath.Join(dir, "link.txt"))
	if _, err := OpenLog(filepath.Join(dir, "link.txt")); err == nil {
		t.Error("a symbolic link is followed")
	}
}

func TestSave(t *testing.T) {
	dir := t.TempDir()
	for _, extension := range []string{".txt", ".md", ".html", ".json"} {
		name := filepath.Join(dir, "a"+extension)
		if err := save(name, htmlSample()); err != nil {
			t.Fatal(err)
		}
		format, _ := FormatOf(name)
		got, _ := os.ReadFile(name)
		if string(got) != written(t, format, htmlSample()) {
			t.Errorf("%s: %s", name, got)
		}
		if info, _ := os.Stat(name); runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
			t.Errorf("others may read it: %v", info.Mode())
		}
		if err := save(name, nil); !errors.Is(err, fs.ErrExist) {
			t.Errorf("%s exists: %v", name, err)
		}
		if again, _ := os.ReadFile(name); string(again) != string(got) {
			t.Errorf("%s was changed", name)
		}
	}
	var format *FormatError
	if err := save(filepath.Join(dir, "b"), nil); !errors.As(err, &format) {
		t.Errorf("no format: %v", err)
	}
}

// TestDiskFull: the first error stays, and is what Close returns.
func TestDiskFull(t *testing.T) {
	l := NewLog(brokenWriter{}, JSON)
	if err := l.Entry(Entry{Kind: Notice}, true); err != nil {
		t.Errorf("in the buffer yet: %v", err)
	}
	for range 2 {
		if err := l.Entry(Entry{Kind: Notice}, false); !errors.Is(err, errBroken) {
			t.Errorf("%v", err)
		}
	}
	if err := l.Close(); !errors.Is(err, errBroken) {
		t.Errorf("Close: %v", err)
	}
	for _, f := range []Format{Text, Markdown, JSON} {
		if err := Write(brokenWriter{}, f, htmlSample(), 0); !errors.Is(err, errBroken) {
			t.Errorf("%s: %v", f, err)
		}
	}
}

// save writes entries to a new file.
func save(name string, entries []Entry) error {
	return Create(name, func(w io.Writer, format Format) error { return Write(w, format, entries, 0) })
}
