package prompt

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"
)

// History is the lines that were typed, kept in a file that only its owner can
// read. A row of the file is a line:
//
//	EHLO me
//	"a line with a \t in it"
//
// One with a character that cannot be printed, or that begins with a quote, is
// quoted as in Go. Sessions share the file: each appends a row in one write, and
// it is only cut short, by a new one in its place, while nobody else holds the
// lock beside it.
type History struct {
	path  string
	limit int

	mu    sync.Mutex
	lines []string
}

// defaultLimit is how many lines are kept where nobody says.
const defaultLimit = 10000

// DefaultHistoryPath returns the file that byhand uses: the history in its
// folder for state.
func DefaultHistoryPath() (string, error) {
	dir, err := stateDir()
	if err != nil {
		return "", err
	}
	return filepath.Join(dir, "byhand", "history"), nil
}

// OpenHistory reads the last limit lines of the file at path, and makes the file
// and its folder if they are missing; limit 0 is 10,000. A symbolic link is an
// error: who knows where it leads.
func OpenHistory(path string, limit int) (*History, error) {
	if limit <= 0 {
		limit = defaultLimit
	}
	h := &History{path: path, limit: limit}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	err := h.locked(func(f *os.File) error {
		rows, err := readRows(f)
		if err != nil {
			return err
		}
		more := len(rows) > limit
		if more {
			rows = slices.Delete(rows, 0, len(rows)-limit)
		}
		for _, row := range rows {
			h.lines = append(h.lines, unquote(row))
		}
		if more {
			return h.replace(f, rows)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return h, nil
}

// Lines returns what is kept, the oldest first.
func (h *History) Lines() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.lines)
}

// Append keeps a line, unless it is empty or the one before it again.
func (h *History) Append(line string) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if n := len(h.lines); line == "" || n > 0 && h.lines[n-1] == line {
		return nil
	}
	h.lines = append(h.lines, line)
	return h.locked(func(f *os.File) error {
		row := quote(line) + "\n"
		if !endsInLineFeed(f) {
			row = "\n" + row // somebody was cut off
		}
		_, err := f.WriteString(row)
		return err
	})
}

// locked opens the file for do while no other session has it. It is opened each
// time: another session may have put a new one in its place.
func (h *History) locked(do func(*os.File) error) error {
	guard, err := openOwn(h.path + ".lock")
	if err != nil {
		return err
	}
	defer guard.Close() // gives the lock back
	if err := lock(guard); err != nil {
		return fmt.Errorf("%s: %w", guard.Name(), err)
	}
	f, err := openOwn(h.path)
	if err != nil {
		return err
	}
	err = do(f)
	if failed := f.Close(); !errors.Is(failed, os.ErrClosed) { // replace closed it
		err = errors.Join(err, failed)
	}
	return err
}

// openOwn opens a file that is ours alone to read.
func openOwn(path string) (*os.File, error) {
	if info, err := os.Lstat(path); err == nil && !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is no regular file", path)
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_APPEND|os.O_CREATE|noFollow, 0o600)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err == nil && info.Mode()&0o077 != 0 {
		err = narrowMode(f)
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// replace puts a file with these rows in f's place, which it closes.
func (h *History) replace(f *os.File, rows []string) error {
	fresh, err := os.CreateTemp(filepath.Dir(h.path), ".history-*") // 0600
	if err != nil {
		return err
	}
	_, err = fresh.WriteString(strings.Join(rows, "\n") + "\n")
	err = errors.Join(err, fresh.Close(), f.Close()) // Windows replaces no open file
	if err == nil {
		err = os.Rename(fresh.Name(), h.path)
	}
	if err != nil {
		os.Remove(fresh.Name())
	}
	return err
}

// mostHistory is how much of a file is read: its end.
const mostHistory = 16 << 20

// readRows returns the rows of f.
func readRows(f *os.File) ([]string, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	from := max(0, info.Size()-mostHistory)
	text, err := io.ReadAll(io.NewSectionReader(f, from, mostHistory))
	if from > 0 { // the first row is not whole
		text = text[bytes.IndexByte(text, '\n')+1:]
	}
	rows := strings.Split(string(text), "\n")
	return slices.DeleteFunc(rows, func(row string) bool { return row == "" }), err
}

func endsInLineFeed(f *os.File) bool {
	info, err := f.Stat()
	if err != nil || info.Size() == 0 {
		return true
	}
	var last [1]byte
	_, err = f.ReadAt(last[:], info.Size()-1)
	return err != nil || last[0] == '\n'
}

func quote(line string) string {
	plain := utf8.ValidString(line) && !strings.HasPrefix(line, `"`)
	for _, r := range line {
		plain = plain && strconv.IsPrint(r)
	}
	if plain {
		return line
	}
	return strconv.Quote(line)
}

func unquote(row string) string {
	if line, err := strconv.Unquote(row); err == nil && row[0] == '"' {
		return line
	}
	return row
}
