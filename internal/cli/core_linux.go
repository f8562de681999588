package cli

import "syscall"

// undumpable counts where cores go to a program, which no limit of size keeps
// from having one (core(5)).
func undumpable() {
	const setDumpable = 4 // PR_SET_DUMPABLE, prctl(2)
	syscall.RawSyscall(syscall.SYS_PRCTL, setDumpable, 0, 0)
}
