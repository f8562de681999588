//go:build unix

package cli

import (
	"os"
	"syscall"
)

// fatalSignals returns those that would end byhand with the terminal left raw. They
// are caught where another process sends them; a fault of byhand's own is a panic.
func fatalSignals() []os.Signal {
	return []os.Signal{syscall.SIGABRT, syscall.SIGBUS, syscall.SIGFPE, syscall.SIGILL, syscall.SIGSEGV, syscall.SIGSYS, syscall.SIGTRAP}
}
