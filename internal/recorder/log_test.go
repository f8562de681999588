package recorder

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"byhand/internal/transcript"
)

func TestLogAppends(t *testing.T) {
	name := filepath.Join(t.TempDir(), "a.txt")
	for range 2 {
		l, err := OpenLog(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range sample() {
			if err := l.Entry(e, false); err != nil {
				t.Fatal(err)
			}
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
	}
	got, _ := os.ReadFile(name)
	if want := written(t, transcript.Text, sample()); string(got) != want+want {
		t.Errorf("%s", got)
	}
	if info, _ := os.Stat(name); runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("other users can read it: %v", info.Mode())
	}
}

// TestLogFlushes: an entry is in the file unless more follow at once.
func TestLogFlushes(t *testing.T) {
	name := filepath.Join(t.TempDir(), "a.json")
	l, err := OpenLog(name)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	for i, want := range []int{0, 0, 3} {
		l.Entry(transcript.Entry{Kind: transcript.Notice, Text: "x"}, i < 2)
		if got, _ := os.ReadFile(name); strings.Count(string(got), "\n") != want {
			t.Errorf("after entry %d: %q", i, got)
		}
	}
}

func TestLogRefuses(t *testing.T) {
	dir := t.TempDir()
	var format *transcript.FormatError
	var whole *transcript.LogError
	if _, err := OpenLog(filepath.Join(dir, "a.pdf")); !errors.As(err, &format) {
		t.Errorf("no format: %v", err)
	}
	if _, err := OpenLog(filepath.Join(dir, "a.html")); !errors.As(err, &whole) || whole.Format != transcript.HTML {
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
		if err := save(name, sample()); err != nil {
			t.Fatal(err)
		}
		format, _ := transcript.FormatOf(name)
		got, _ := os.ReadFile(name)
		if string(got) != written(t, format, sample()) {
			t.Errorf("%s: %s", name, got)
		}
		if info, _ := os.Stat(name); runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
			t.Errorf("other users can read it: %v", info.Mode())
		}
		if err := save(name, nil); !errors.Is(err, fs.ErrExist) {
			t.Errorf("%s exists: %v", name, err)
		}
		if again, _ := os.ReadFile(name); string(again) != string(got) {
			t.Errorf("%s was changed", name)
		}
	}
	var format *transcript.FormatError
	if err := save(filepath.Join(dir, "b"), nil); !errors.As(err, &format) {
		t.Errorf("no format: %v", err)
	}
}

// TestDiskFull: after an error, Entry and Close return the same error.
func TestDiskFull(t *testing.T) {
	l := NewLog(brokenWriter{}, transcript.JSON)
	if err := l.Entry(transcript.Entry{Kind: transcript.Notice}, true); err != nil {
		t.Errorf("in the buffer: %v", err)
	}
	for range 2 {
		if err := l.Entry(transcript.Entry{Kind: transcript.Notice}, false); !errors.Is(err, errBroken) {
			t.Errorf("%v", err)
		}
	}
	if err := l.Close(); !errors.Is(err, errBroken) {
		t.Errorf("Close: %v", err)
	}
}

// save writes entries to a new file.
func save(name string, entries []transcript.Entry) error {
	return create(name, func(w io.Writer, format transcript.Format) error { return transcript.Write(w, format, entries, 0) })
}

// sample is a short session.
func sample() []transcript.Entry {
	return []transcript.Entry{
		{Kind: transcript.Opened, Opening: &transcript.Opening{Target: "mail.example.net:25"}},
		{Kind: transcript.Received, Text: "220 hi", Ending: "\r\n"},
		{Kind: transcript.Sent, Text: "QUIT", Ending: "\r\n"},
		{Kind: transcript.Ended, End: &transcript.End{Text: "the server closed the connection"}},
	}
}

var errBroken = errors.New("disk full")

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errBroken }
