//go:build unix

package conn

import "syscall"

const errRefused, errUnreachable = syscall.ECONNREFUSED, syscall.EHOSTUNREACH
