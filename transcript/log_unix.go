//go:build unix

package transcript

import "syscall"

// noFollow: what a symbolic link leads to is not a file that anybody named, and
// at a pipe that nobody reads we would wait for ever.
const noFollow = syscall.O_NOFOLLOW | syscall.O_NONBLOCK
