package cli

// disableCoreDumps does nothing: by default, Windows does not write core dumps.
func disableCoreDumps() {}
