//go:build unix && !linux

package cli

// makeUndumpable does nothing: on these systems RLIMIT_CORE is enough.
func makeUndumpable() {}
