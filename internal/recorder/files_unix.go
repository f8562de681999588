//go:build unix

package recorder

import (
	"io/fs"
	"syscall"
)

// noFollow: what a symbolic link leads to is not a file that anybody named, and
// at a pipe that nobody reads we would wait for ever.
const noFollow = syscall.O_NOFOLLOW | syscall.O_NONBLOCK

// ownerOf returns the user ID of a file's owner.
func ownerOf(info fs.FileInfo) (uid int, known bool) {
	stat, known := info.Sys().(*syscall.Stat_t)
	if !known {
		return 0, false
	}
	return int(stat.Uid), true
}
