//go:build unix

package prompt

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"golang.org/x/sys/unix"
)

const noFollow = syscall.O_NOFOLLOW | syscall.O_NONBLOCK // and no waiting at a pipe

// stateDir is the XDG folder for state; a relative one is to be ignored.
func stateDir() (string, error) {
	if dir := os.Getenv("XDG_STATE_HOME"); filepath.IsAbs(dir) {
		return dir, nil
	}
	home, err := os.UserHomeDir()
	return filepath.Join(home, ".local", "state"), err
}

// isOurs reports whether we own a file. Root does not own what another user made.
func isOurs(info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return !ok || int(stat.Uid) == os.Geteuid()
}

// narrowMode takes a file from everybody but its owner.
func narrowMode(f *os.File) error { return f.Chmod(0o600) }

// lock waits until nobody else has locked f. Closing f gives the lock back.
func lock(f *os.File) error {
	return withFd(f, func(fd uintptr) error {
		for {
			if err := unix.Flock(int(fd), unix.LOCK_EX); !errors.Is(err, unix.EINTR) {
				return err
			}
		}
	})
}
