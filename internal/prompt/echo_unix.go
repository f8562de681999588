//go:build unix

package prompt

import (
	"os"

	"golang.org/x/sys/unix"
)

// echoOff stops the terminal from showing what is typed, and returns what
// brings it back.
func echoOff(f *os.File) (restore func(), err error) {
	fd := int(f.Fd())
	was, err := unix.IoctlGetTermios(fd, getTermios)
	if err != nil {
		return nil, err
	}
	quiet := *was
	quiet.Lflag &^= unix.ECHO
	if err := unix.IoctlSetTermios(fd, setTermios, &quiet); err != nil {
		return nil, err
	}
	return func() { unix.IoctlSetTermios(fd, setTermios, was) }, nil
}

// Colors makes ready for colours; a terminal here always is.
func Colors(*os.File) bool { return true }
