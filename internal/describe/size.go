package describe

import (
	"fmt"
	"time"
)

// Lines formats a number of lines: "1 line", "3 lines".
func Lines(n int) string { return count(n, "line") }

// count formats a number of things: "1 day", "3 days".
func count(n int, thing string) string {
	if n != 1 {
		thing += "s"
	}
	return fmt.Sprint(n, " ", thing)
}

// Octets formats a number of bytes: "1 byte", "512 bytes", "1.2 MB".
func Octets(n int64) string {
	switch {
	case n < 1000:
		return count(int(n), "byte")
	case n < 1000_000:
		return fmt.Sprintf("%.1f kB", float64(n)/1e3)
	}
	return fmt.Sprintf("%.1f MB", float64(n)/1e6)
}

// Rate formats the speed of a transfer of n bytes: "1.2 MB/s".
func Rate(n int64, took time.Duration) string {
	return fmt.Sprintf("%.1f MB/s", float64(n)/1e6/max(took.Seconds(), 0.001))
}
