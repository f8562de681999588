// Package house tests that the source and the documents follow the rules of this project:
// which package may import which, how long files and functions may be, and that the
// documents match the program.
package house

import (
	"flag"
	"fmt"
	"os"
	"testing"

	"byhand/internal/testhome"
)

// TestMain runs the tests in the root folder of the module.
func TestMain(m *testing.M) {
	flag.Bool("update", false, "write golden files again")
	if err := os.Chdir("../.."); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(testhome.Tests(m).Run())
}
