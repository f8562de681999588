package repl

import (
	"flag"
	"testing"

	"go.uber.org/goleak"

	"byhand/internal/testhome"
)

// TestMain fails if a goroutine is still running after the tests. Most tests wait most of the
// time, so eight run at once, unless -parallel sets another number.
func TestMain(m *testing.M) {
	flag.Set("test.parallel", "8")
	goleak.VerifyTestMain(testhome.Tests(m))
}
