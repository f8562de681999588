//go:build unix

package cli

import "syscall"

// disableCoreDumps keeps a crash from writing byhand's memory, which may contain passwords, to
// disk (T27 in SECURITY.md). ssh-agent does the same.
func disableCoreDumps() {
	syscall.Setrlimit(syscall.RLIMIT_CORE, &syscall.Rlimit{})
	makeUndumpable()
}
