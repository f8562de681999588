package advice

import (
	"testing"

	"go.uber.org/goleak"

	"byhand/internal/testhome"
)

// TestMain fails if a goroutine is still running after the tests.
func TestMain(m *testing.M) { goleak.VerifyTestMain(testhome.Tests(m)) }
