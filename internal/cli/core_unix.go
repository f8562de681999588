//go:build unix

package cli

import "syscall"

// disableCoreDumps keeps a crash from writing the memory, and any passwords in it, to disk
// (T27). ssh-agent does the same.
func disableCoreDumps() {
	syscall.Setrlimit(syscall.RLIMIT_CORE, &syscall.Rlimit{})
	makeUndumpable()
}
