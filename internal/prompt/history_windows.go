package prompt

import (
	"io/fs"
	"os"

	"golang.org/x/sys/windows"
)

const noFollow = 0 // openOwn looks before

func stateDir() (string, error) { return os.UserCacheDir() } // %LocalAppData%

// isOurs is true: the folder is its owner's, and so is what is in it.
func isOurs(fs.FileInfo) bool { return true }

// narrowMode does nothing: the folder is its owner's, and so is what is in it.
func narrowMode(*os.File) error { return nil }

// lock waits until nobody else has locked f. Closing f gives the lock back.
func lock(f *os.File) error {
	return withFd(f, func(fd uintptr) error {
		return windows.LockFileEx(windows.Handle(fd), windows.LOCKFILE_EXCLUSIVE_LOCK, 0, 1, 0, new(windows.Overlapped))
	})
}
