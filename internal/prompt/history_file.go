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

// locked calls do with the file open while no other session uses it. It opens the
// file each time, because another session may have replaced it.
func (h *History) locked(do func(*os.File) error) error {
	guard, err := openOwn(h.path + ".lock")
	if err != nil {
		return err
	}
	if err := lockSoon(guard); err != nil {
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

// lockTime is how long a session waits for another. A stopped process may hold
// the lock for ever.
const lockTime = 3 * time.Second

// lockSoon locks f. If it returns an error, it closes f.
func lockSoon(f *os.File) error {
	got := make(chan error, 1)
	go func() { got <- lock(f) }()
	select {
	case err := <-got:
		if err != nil {
			f.Close()
		}
		return err
	case <-time.After(lockTime):
		go func() { <-got; f.Close() }()
		return errors.New("another session holds the lock")
	}
}

// openOwn opens a file that only its owner, the user, can read.
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

// replace replaces f by a file with these rows, and closes f.
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

// mostHistory is how many bytes at the end of a file are read.
const mostHistory = 16 << 20

// readRows returns the last rows of f, and whether these are all of them.
func readRows(f *os.File) (rows []string, whole bool, err error) {
	info, err := f.Stat()
	if err != nil {
		return nil, false, err
	}
	from := max(0, info.Size()-mostHistory)
	text, err := io.ReadAll(io.NewSectionReader(f, from, mostHistory))
	if from > 0 { // the first row is cut off
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
