//go:build unix

package cli

import "syscall"

// leaveNoCore keeps what a crash leaves on disk from holding a password
// (threats.md T27), as ssh-agent does.
func leaveNoCore() {
	syscall.Setrlimit(syscall.RLIMIT_CORE, &syscall.Rlimit{})
	undumpable()
}
