package house

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var homed = regexp.MustCompile(`(?s)func TestMain\(m \*testing\.M\) \{.*\bTests\((m|leakChecked\{m\})\)`)

// TestTestsUseTheirOwnHome: the tests of each package run with their own home folder, so that
// none writes to the user's history or configuration.
func TestTestsUseTheirOwnHome(t *testing.T) {
	packages := map[string]bool{} // packages with tests, and whether these have their own home
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		dir := filepath.Dir(path)
		packages[dir] = packages[dir] || homed.Match(text)
		return err
	})
	if err != nil || len(packages) < 2 {
		t.Fatal(packages, err)
	}
	for dir, ok := range packages {
		if !ok {
			t.Errorf("%s: its TestMain must run testhome.Tests(m)", dir)
		}
	}
}
