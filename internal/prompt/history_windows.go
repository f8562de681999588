package prompt

import (
	"io/fs"
	"os"

	"golang.org/x/sys/windows"
)

const noFollow = 0 // openOwn checks for a link before it opens the file

func stateDir() (string, error) { return os.UserCacheDir() } // %LocalAppData%

// isOurs returns true: only the user has access to the folder.
func isOurs(fs.FileInfo) bool { return true }

// narrowMode does nothing: only the user has access to the folder.
func narrowMode(*os.File) error { return nil }

// lock locks f, and waits while another process holds the lock. Closing f releases it.
func lock(f *os.File) error {
	return withFd(f, func(fd uintptr) error {
		return windows.LockFileEx(windows.Handle(fd), windows.LOCKFILE_EXCLUSIVE_LOCK, 0, 1, 0, new(windows.Overlapped))
	})
}
