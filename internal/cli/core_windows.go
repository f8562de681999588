package cli

// leaveNoCore: Windows writes no memory of a crash to disk unless it is told to.
func leaveNoCore() {}
