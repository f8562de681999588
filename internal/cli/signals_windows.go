package cli

import "os"

// fatalSignals: Windows has none that another process could send.
func fatalSignals() []os.Signal { return nil }
