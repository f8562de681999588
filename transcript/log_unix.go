//go:build unix

package transcript

import "syscall"

// noFollow: what a symbolic link leads to is not a log that anybody named.
const noFollow = syscall.O_NOFOLLOW
