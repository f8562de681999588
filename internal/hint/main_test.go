package hint

import (
	"testing"

	"go.uber.org/goleak"

	"byhand/internal/testhome"
)

// TestMain fails if a test leaves a goroutine behind.
func TestMain(m *testing.M) { goleak.VerifyTestMain(testhome.Tests(m)) }
