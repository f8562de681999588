package cli

import "os"

// fatalSignals returns nil: on Windows, other processes cannot send such signals.
func fatalSignals() []os.Signal { return nil }
