package conn

import (
	"regexp"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// watched has the tests that noneLeft watches already.
var watched sync.Map

// ours matches a position in this package's code in a stack trace.
var ours = regexp.MustCompile(`/conn/[a-z_]+\.go:`)

// noneLeft fails a test that does not end its goroutines of this package. Call it first, so
// that it checks after all other cleanups.
func noneLeft(t testing.TB) {
	if _, already := watched.LoadOrStore(t.Name(), true); already {
		return
	}
	t.Cleanup(func() {
		watched.Delete(t.Name())
		for end := time.Now().Add(patience); ; time.Sleep(time.Millisecond) {
			left := goroutines(func(g string) bool {
				return ours.MatchString(strings.ReplaceAll(g, "_test.go:", "")) && !strings.Contains(g, "\ntesting.")
			})
			if len(left) == 0 {
				return
			}
			if time.Now().After(end) {
				t.Fatalf("still running:\n%s", strings.Join(left, "\n\n"))
			}
		}
	})
}

// goroutines returns the stack traces that match.
func goroutines(wanted func(stack string) bool) (found []string) {
	buf := make([]byte, 1<<20)
	for _, g := range strings.Split(string(buf[:runtime.Stack(buf, true)]), "\n\n") {
		if wanted(g) {
			found = append(found, g)
		}
	}
	return found
}
