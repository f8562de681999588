//go:build unix

package prompt

import (
	"os"

	"golang.org/x/sys/unix"
)

// echoOff stops the terminal from showing what the user types. restore undoes that.
func echoOff(f *os.File) (restore func() error, err error) {
	var was *unix.Termios
	err = withFd(f, func(fd uintptr) error {
		if was, err = unix.IoctlGetTermios(int(fd), getTermios); err != nil {
			return err
		}
		quiet := *was
		quiet.Lflag &^= unix.ECHO
		return unix.IoctlSetTermios(int(fd), setTermios, &quiet)
	})
	return func() error {
		return withFd(f, func(fd uintptr) error { return unix.IoctlSetTermios(int(fd), setTermios, was) })
	}, err
}

// Colors reports whether the terminal can show colors.
func Colors(*os.File) bool { return true }
