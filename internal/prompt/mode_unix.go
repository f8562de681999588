//go:build unix

package prompt

import (
	"os"

	"github.com/chzyer/readline"
	"golang.org/x/sys/unix"
)

// lineFeed ends a row. The terminal adds the CR even in raw mode.
const lineFeed = "\n"

// makeRaw makes the terminal deliver each byte as the user types it, including Ctrl-C. restore
// undoes that.
func makeRaw(in, _ *os.File) (restore func() error, err error) {
	var was *readline.State
	err = withFd(in, func(fd uintptr) error {
		was, err = readline.MakeRaw(int(fd))
		return err
	})
	return func() error {
		return withFd(in, func(fd uintptr) error { return readline.Restore(int(fd), was) })
	}, err
}

// sizeOf returns the terminal's size. If it is unknown, cols is 80 and rows is 0.
func sizeOf(out *os.File) (cols, rows int) {
	withFd(out, func(fd uintptr) error {
		size, err := unix.IoctlGetWinsize(int(fd), unix.TIOCGWINSZ)
		if err == nil {
			cols, rows = int(size.Col), int(size.Row)
		}
		return err
	})
	if cols == 0 {
		cols = 80
	}
	return cols, rows
}

// readEnd interprets an error of reading the terminal. It returns a key if the error means one.
// Otherwise it returns the error. On Unix no error means a key.
func readEnd(err error) (key rune, gone error) { return 0, err }
