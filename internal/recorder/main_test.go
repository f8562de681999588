package recorder

import (
	"io"
	"slices"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"byhand/internal/testhome"
	"byhand/internal/transcript"
)

// TestMain fails if a test leaves a goroutine running.
func TestMain(m *testing.M) { goleak.VerifyTestMain(testhome.Tests(m)) }

// written returns entries in a format.
func written(t testing.TB, f transcript.Format, entries []transcript.Entry) string {
	t.Helper()
	var b strings.Builder
	if err := transcript.Write(&b, f, entries, 0); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// readAll returns all entries of a transcript.
func readAll(r io.Reader) ([]transcript.Entry, transcript.Format, error) {
	entries, format, err := transcript.Read(r)
	if err != nil {
		return nil, format, err
	}
	return slices.Collect(entries), format, nil
}
