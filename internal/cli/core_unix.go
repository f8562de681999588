//go:build unix

package cli

import "syscall"

// disableCoreDumps stops a crash from writing passwords in memory to disk (T27), as
// ssh-agent does.
func disableCoreDumps() {
	syscall.Setrlimit(syscall.RLIMIT_CORE, &syscall.Rlimit{})
	makeUndumpable()
}
