package cli

import "syscall"

// makeUndumpable disables core dumps that the kernel pipes to a program: RLIMIT_CORE does not
// limit those (core(5)).
func makeUndumpable() {
	const setDumpable = 4 // PR_SET_DUMPABLE, prctl(2)
	syscall.RawSyscall(syscall.SYS_PRCTL, setDumpable, 0, 0)
}
