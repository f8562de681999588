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

const noFollow = syscall.O_NOFOLLOW | syscall.O_NONBLOCK // opening a named pipe must not wait

// stateDir returns the XDG folder for state files. The XDG specification says to ignore a
// relative path.
func stateDir() (string, error) {
	if dir := os.Getenv("XDG_STATE_HOME"); filepath.IsAbs(dir) {
		return dir, nil
	}
	home, err := os.UserHomeDir()
	return filepath.Join(home, ".local", "state"), err
}

// isOurs reports whether the user owns a file. Root does not own files that other
// users created.
func isOurs(info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return !ok || int(stat.Uid) == os.Geteuid()
}

// narrowMode makes a file readable only by its owner.
func narrowMode(f *os.File) error { return f.Chmod(0o600) }

// lock locks f, and waits while another process holds the lock. Closing f releases it.
func lock(f *os.File) error {
	return withFd(f, func(fd uintptr) error {
		for {
			if err := unix.Flock(int(fd), unix.LOCK_EX); !errors.Is(err, unix.EINTR) {
				return err
			}
		}
	})
}
