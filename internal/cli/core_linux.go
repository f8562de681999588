package cli

import "syscall"

// makeUndumpable is for systems that pass core dumps to a program: the limit on their
// size does not apply there (core(5)).
func makeUndumpable() {
	const setDumpable = 4 // PR_SET_DUMPABLE, prctl(2)
	syscall.RawSyscall(syscall.SYS_PRCTL, setDumpable, 0, 0)
}
