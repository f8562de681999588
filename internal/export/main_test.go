package export

import (
	"testing"

	"go.uber.org/goleak"

	"byhand/internal/testhome"
)

// TestMain fails if a test leaks a goroutine.
func TestMain(m *testing.M) { goleak.VerifyTestMain(testhome.Tests(m)) }
