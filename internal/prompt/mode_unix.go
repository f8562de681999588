//go:build unix

package prompt

import (
	"os"

	"github.com/chzyer/readline"
	"golang.org/x/sys/unix"
)

// lineFeed ends a row: a raw terminal still adds the CR.
const lineFeed = "\n"

// makeRaw makes the terminal deliver each byte as it is typed, also Ctrl-C.
// restore undoes that.
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

// sizeOf returns the terminal's size; rows is 0 if it is unknown.
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

// readEnd returns the key that an error of a read from the terminal means, or why
// the terminal is gone. On Unix no error means a key.
func readEnd(err error) (key rune, gone error) { return 0, err }
