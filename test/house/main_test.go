// Package house holds the source and the documents to the rules of this project:
// which package may import which, how long files and functions are, and that the
// documents say what the program does.
package house

import (
	"flag"
	"fmt"
	"os"
	"testing"

	"byhand/internal/testhome"
)

// TestMain runs the tests in the root of the module, which they are about.
func TestMain(m *testing.M) {
	flag.Bool("update", false, "write golden files again")
	if err := os.Chdir("../.."); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(testhome.Tests(m).Run())
}
