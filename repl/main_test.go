package repl

import (
	"flag"
	"testing"

	"go.uber.org/goleak"

	"byhand/internal/testhome"
)

// TestMain fails if a test leaves a goroutine behind. The tests mostly wait, so eight
// run at once, unless -parallel says otherwise.
func TestMain(m *testing.M) {
	flag.Set("test.parallel", "8")
	goleak.VerifyTestMain(testhome.Tests(m))
}
