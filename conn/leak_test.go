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

// ours is a place in this package's own code, in a stack.
var ours = regexp.MustCompile(`/conn/[a-z_]+\.go:`)

// noneLeft fails a test that leaves a goroutine of this package behind. It is
// called before anything is begun, so that it looks when all is cleaned up.
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
				t.Fatalf("left behind:\n%s", strings.Join(left, "\n\n"))
			}
		}
	})
}

// goroutines returns the stacks that are wanted.
func goroutines(wanted func(stack string) bool) (found []string) {
	buf := make([]byte, 1<<20)
	for _, g := range strings.Split(string(buf[:runtime.Stack(buf, true)]), "\n\n") {
		if wanted(g) {
			found = append(found, g)
		}
	}
	return found
}
