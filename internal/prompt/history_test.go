//go:build linux || darwin || freebsd

package prompt

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// openHistory opens a history without error.
func openHistory(t testing.TB, path string, limit int) *History {
	t.Helper()
	h, err := OpenHistory(path, limit)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// appendLines appends lines to a history.
func appendLines(t testing.TB, h *History, lines ...string) {
	t.Helper()
	for _, line := range lines {
		if err := h.Append(line); err != nil {
			t.Fatal(err)
		}
	}
}

// wantRows checks that the file has these lines.
func wantRows(t testing.TB, path string, want ...string) {
	t.Helper()
	if got := openHistory(t, path, 0).since(0); !slices.Equal(got, want) {
		t.Errorf("the history has %q, not %q", got, want)
	}
}

// wantMode checks a file's permissions.
func wantMode(t testing.TB, path string, want fs.FileMode) {
	t.Helper()
	info, err := os.Lstat(path)
	if err != nil {
		t.Fatal(err)
	}
	if got := info.Mode().Perm(); got != want {
		t.Errorf("%s has mode %o, not %o", filepath.Base(path), got, want)
	}
}

// Only the owner can read the file: a new one, one that everybody could read,
// and one that was shortened.
func TestHistoryIsPrivate(t *testing.T) {
	defer syscall.Umask(syscall.Umask(0o022))
	path := filepath.Join(t.TempDir(), "state", "byhand", "history")
	h := openHistory(t, path, 0)
	for _, dir := range []string{filepath.Dir(path), filepath.Dir(filepath.Dir(path))} {
		wantMode(t, dir, 0o700)
	}
	files := []string{path, path + ".lock"}
	private := func() {
		t.Helper()
		for _, f := range files {
			wantMode(t, f, 0o600)
		}
	}
	private()
	for i := range 20 {
		appendLines(t, h, fmt.Sprint("line ", i))
	}
	private()
	for _, again := range []func(){
		func() { appendLines(t, h, "one more") },
		func() { openHistory(t, path, 0) },
		func() { openHistory(t, path, 5) }, // shortens it
	} {
		for _, f := range files {
			if err := os.Chmod(f, 0o666); err != nil {
				t.Fatal(err)
			}
		}
		again()
		private()
	}
	wantRows(t, path, "line 16", "line 17", "line 18", "line 19", "one more")
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".history-*")); len(left) > 0 {
		t.Errorf("left over: %q", left)
	}
}

// Lines are byte-exact, whatever they contain.
func TestHistoryRoundTrip(t *testing.T) {
	path := filepath.Join(t.TempDir(), "history")
	lines := []string{"plain", "  spaces  ", `"quoted"`, `"`, "a\ttab", "\x00\x01\x1b[31m\x7f", "\xe9\xff\xfe", "two\nrows\r", "café 漢字😀",
		"e\u0301", "\u202e", "\u00a0", "\ufffd", `back\slash`, "`", "'", strings.Repeat("long ", 20000), " "}
	appendLines(t, openHistory(t, path, 0), lines...)
	wantRows(t, path, lines...)
	text, err := os.ReadFile(path)
	if err != nil || !strings.HasPrefix(string(text), "plain\n  spaces  \n"+`"\"quoted\""`+"\n") {
		t.Errorf("%.60q, %v", text, err)
	}
	if strings.ContainsAny(string(text), "\x00\x1b\r\t") {
		t.Error("the file would drive a terminal")
	}
}

// The history keeps no empty lines and no repeated lines.
func TestHistorySkipsRepeats(t *testing.T) {
	path := filepath.Join(t.TempDir(), "history")
	appendLines(t, openHistory(t, path, 0), "", "a", "a", "b", "", "b", "a")
	wantRows(t, path, "a", "b", "a")
}

// A line appended after an incomplete row begins a new row.
func TestHistoryAfterACrash(t *testing.T) {
	path := filepath.Join(t.TempDir(), "history")
	if err := os.WriteFile(path, []byte("whole\n\n\"half \\x"), 0o600); err != nil {
		t.Fatal(err)
	}
	appendLines(t, openHistory(t, path, 0), "next")
	wantRows(t, path, "whole", `"half \x`, "next")
}

// Of a file above the size limit, only the complete rows at the end are read, and the file is
// shortened to them.
func TestOversizedHistoryFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "history")
	row := strings.Repeat("x", 1<<20)
	if err := os.WriteFile(path, []byte(strings.Repeat(row+"\n", maxHistoryBytes>>20+1)+"last\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	lines := openHistory(t, path, 0).since(0)
	if n := len(lines); n != maxHistoryBytes>>20 || lines[0] != row || lines[n-1] != "last" {
		t.Errorf("%d lines, the first of %d bytes", n, len(lines[0]))
	}
	if info, err := os.Stat(path); err != nil || info.Size() > maxHistoryBytes {
		t.Errorf("%d bytes are left, %v", info.Size(), err)
	}
}

// Parallel sessions lose no lines, even while another one shortens the file. Only the oldest
// lines are removed.
func TestHistorySharedBySessions(t *testing.T) {
	const sessions, lines, limit, old = 4, 100, 500, 600
	path := filepath.Join(t.TempDir(), "history")
	first := openHistory(t, path, 0)
	for i := range old {
		appendLines(t, first, fmt.Sprint("old ", i))
	}
	var appending, cutting sync.WaitGroup
	stop := make(chan struct{})
	cutting.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
				if _, err := OpenHistory(path, limit); err != nil {
					t.Error(err)
					return
				}
			}
		}
	})
	for i := range sessions {
		h := openHistory(t, path, limit)
		appending.Go(func() {
			rnd := rand.New(rand.NewPCG(uint64(i), 5))
			for j := range lines {
				if err := h.Append(fmt.Sprintf("session %d line %d %s", i, j, strings.Repeat("x", rnd.IntN(200)))); err != nil {
					t.Error(err)
				}
			}
		})
	}
	appending.Wait()
	close(stop)
	cutting.Wait()
	next := map[int]int{}
	for _, line := range openHistory(t, path, limit).since(0) {
		var i, j int
		if n, _ := fmt.Sscanf(line, "session %d line %d", &i, &j); n == 2 {
			if j != next[i] {
				t.Fatalf("%q follows line %d", line, next[i]-1)
			}
			next[i]++
		}
	}
	for i := range sessions {
		if next[i] != lines {
			t.Errorf("session %d has %d lines", i, next[i])
		}
	}
	wantMode(t, path, 0o600)
}

// Files that are not regular are not used, and the error says why.
func TestUnusableHistoryFile(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	if err := os.WriteFile(at("file"), []byte("mine\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for name, make := range map[string]func(path string) error{
		"link":   func(path string) error { return os.Symlink(at("file"), path) },
		"lost":   func(path string) error { return os.Symlink(at("nowhere"), path) },
		"folder": func(path string) error { return os.Mkdir(path, 0o700) },
		"pipe":   func(path string) error { return syscall.Mkfifo(path, 0o600) },
		"guard":  func(path string) error { return os.Symlink(at("file"), path+".lock") },
	} {
		if err := make(at(name)); err != nil {
			t.Fatal(err)
		}
		if _, err := OpenHistory(at(name), 0); err == nil || !strings.Contains(err.Error(), at(name)) || !strings.HasSuffix(err.Error(), "is not a regular file") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := OpenHistory(at("file/history"), 0); err == nil || !strings.Contains(err.Error(), at("file")) {
		t.Errorf("a file in a file: %v", err)
	}
	wantMode(t, at("file"), 0o644)
	if _, err := os.Lstat(at("nowhere")); err == nil {
		t.Error("a link was followed")
	}
}

// A file that another user created is neither used nor changed.
func TestHistoryOfAnotherUser(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can give a file to another user")
	}
	for _, name := range []string{"history", "history.lock"} {
		path := filepath.Join(t.TempDir(), "history")
		theirs := filepath.Join(filepath.Dir(path), name)
		if err := os.WriteFile(theirs, []byte("theirs\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.Chown(theirs, 65534, -1); err != nil {
			t.Fatal(err)
		}
		if _, err := OpenHistory(path, 0); err == nil || !strings.HasSuffix(err.Error(), name+" belongs to another user") {
			t.Errorf("%s: %v", name, err)
		}
		wantMode(t, theirs, 0o644)
	}
}

// A session that was stopped while it held the lock does not block others for long.
func TestHistoryLockTimeout(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "history")
	h := openHistory(t, path, 0)
	appendLines(t, h, "before")
	other, err := openOwn(path + ".lock")
	if err == nil {
		err = lock(other)
	}
	if err != nil {
		t.Fatal(err)
	}
	appended := make(chan error, 1)
	go func() { appended <- h.Append("meanwhile") }()
	select {
	case err := <-appended:
		if err == nil || !strings.Contains(err.Error(), path) {
			t.Error(err)
		}
	case <-time.After(patience):
		t.Fatal("it waits for ever")
	}
	other.Close()
	appendLines(t, h, "after")
	wantRows(t, path, "before", "after")
}

func TestDefaultHistoryPath(t *testing.T) {
	t.Setenv("HOME", "/home/me")
	for state, want := range map[string]string{
		"":           "/home/me/.local/state/byhand/history",
		"relative":   "/home/me/.local/state/byhand/history",
		"/var/state": "/var/state/byhand/history",
	} {
		t.Setenv("XDG_STATE_HOME", state)
		if got, err := DefaultHistoryPath(); got != want || err != nil {
			t.Errorf("XDG_STATE_HOME=%q: %s, %v", state, got, err)
		}
	}
}

// Each row is read as the line that it was made from.
func FuzzHistoryRow(f *testing.F) {
	for _, line := range []string{"a", `"`, "\xff\t", "\n", `"a\n"`, "`x`", "'x'", "\u2028", "\ufffd", `\`} {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, line string) {
		row := quote(line)
		if got := unquote(row); got != line {
			t.Errorf("%q comes back as %q", line, got)
		}
		if strings.ContainsAny(row, "\n\r\x00\x1b") {
			t.Errorf("%q is not one row", row)
		}
		unquote(line)
	})
}
