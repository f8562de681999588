package prompt

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// locked opens the file, locks out other sessions, and calls do. It opens the file each time,
// because another session may have replaced it.
func (h *History) locked(do func(*os.File) error) error {
	guard, err := openOwn(h.path + ".lock")
	if err != nil {
		return err
	}
	if err := lockInTime(guard); err != nil {
		return fmt.Errorf("%s: %w", guard.Name(), err)
	}
	defer guard.Close() // releases the lock
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

// lockTimeout is how long a session waits for the lock, which a stopped process may hold
// forever.
const lockTimeout = 3 * time.Second

// lockInTime locks f, or closes f and returns an error after lockTimeout.
func lockInTime(f *os.File) error {
	got := make(chan error, 1)
	go func() { got <- lock(f) }()
	select {
	case err := <-got:
		if err != nil {
			f.Close()
		}
		return err
	case <-time.After(lockTimeout):
		go func() { <-got; f.Close() }()
		return errors.New("another session holds the lock")
	}
}

// openOwn opens or creates a file, and makes it readable only by its owner. It returns an error
// if the file is not regular or belongs to another user.
func openOwn(path string) (*os.File, error) {
	if info, err := os.Lstat(path); err == nil && !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is not a regular file", path)
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_APPEND|os.O_CREATE|noFollow, 0o600)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err == nil && !isOurs(info) {
		err = fmt.Errorf("%s belongs to another user", path)
	}
	if err == nil && info.Mode()&0o077 != 0 {
		err = narrowMode(f)
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// replace replaces f with a file that contains rows, and closes f.
func (h *History) replace(f *os.File, rows []string) error {
	fresh, err := os.CreateTemp(filepath.Dir(h.path), ".history-*") // 0600
	if err != nil {
		return err
	}
	_, err = fresh.WriteString(strings.Join(rows, "\n") + "\n")
	err = errors.Join(err, fresh.Close(), f.Close()) // Windows does not replace an open file
	if err == nil {
		err = os.Rename(fresh.Name(), h.path)
	}
	if err != nil {
		os.Remove(fresh.Name())
	}
	return err
}

// maxHistoryBytes is how many bytes are read at most, from the end of the file.
const maxHistoryBytes = 16 << 20

// readRows returns the last rows of f. whole reports whether these are all of its rows.
func readRows(f *os.File) (rows []string, whole bool, err error) {
	info, err := f.Stat()
	if err != nil {
		return nil, false, err
	}
	from := max(0, info.Size()-maxHistoryBytes)
	text, err := io.ReadAll(io.NewSectionReader(f, from, maxHistoryBytes))
	if from > 0 { // the first row is incomplete
		text = text[bytes.IndexByte(text, '\n')+1:]
	}
	rows = strings.Split(string(text), "\n")
	return slices.DeleteFunc(rows, func(row string) bool { return row == "" }), from == 0, err
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
