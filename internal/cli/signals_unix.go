//go:build unix

package cli

import (
	"os"
	"syscall"
)

// fatalSignals returns the signals that would end byhand without restoring the terminal.
// Only another process can send them, because Go turns byhand's own faults into panics.
func fatalSignals() []os.Signal {
	return []os.Signal{syscall.SIGABRT, syscall.SIGBUS, syscall.SIGFPE, syscall.SIGILL, syscall.SIGSEGV, syscall.SIGSYS, syscall.SIGTRAP}
}
