//go:build unix && !linux

package cli

// makeUndumpable does nothing: elsewhere RLIMIT_CORE is enough.
func makeUndumpable() {}
