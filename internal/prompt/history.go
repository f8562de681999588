package prompt

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"
)

// History keeps typed lines in a file that only its owner can read. Each row of the file is a
// line:
//
//	EHLO me
//	"a line with a \t in it"
//
// A line that begins with a quote or contains an unprintable character is quoted as in Go.
// Sessions share the file: each appends a row in one write. To shorten the file, a session
// replaces it while it holds the lock file.
type History struct {
	path  string // "": the lines are kept only in memory
	limit int    // how many lines the file keeps

	mu    sync.Mutex // guards lines
	lines []string
}

// defaultLimit is how many lines are kept by default.
const defaultLimit = 10000

// DefaultHistoryPath returns the path of byhand's history file, in the user's folder for state
// files. It returns an error if that folder is unknown.
func DefaultHistoryPath() (string, error) {
	dir, err := stateDir()
	if err != nil {
		return "", err
	}
	return filepath.Join(dir, "byhand", "history"), nil
}

// OpenHistory reads the last limit lines of the file at path. It creates the file and its
// folder if they are missing. limit 0 means 10,000. It returns an error if the file is a
// symbolic link or belongs to another user.
func OpenHistory(path string, limit int) (*History, error) {
	if limit <= 0 {
		limit = defaultLimit
	}
	h := &History{path: path, limit: limit}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	err := h.locked(func(f *os.File) error {
		rows, whole, err := readRows(f)
		if err != nil {
			return err
		}
		last := rows[max(0, len(rows)-limit):]
		for _, row := range last {
			if line := unquote(row); line != "" {
				h.lines = append(h.lines, line)
			}
		}
		if whole && len(last) == len(rows) {
			return nil
		}
		return h.replace(f, last)
	})
	if err != nil {
		return nil, err
	}
	return h, nil
}

// since returns the lines after the first n, the oldest first.
func (h *History) since(n int) []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.lines[n:]
}

// add adds a line, unless it is empty or the same as the last one, and reports
// whether it did.
func (h *History) add(line string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if n := len(h.lines); line == "" || n > 0 && h.lines[n-1] == line {
		return false
	}
	h.lines = append(h.lines, line)
	return true
}

// Append adds a line to the history and its file, unless it is empty or the same
// as the last one. It returns an error of the file.
func (h *History) Append(line string) error {
	if !h.add(line) || h.path == "" {
		return nil
	}
	return h.locked(func(f *os.File) error {
		row := quote(line) + "\n"
		if !endsInLineFeed(f) {
			row = "\n" + row // a session ended in the middle of a write
		}
		_, err := f.WriteString(row)
		return err
	})
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
