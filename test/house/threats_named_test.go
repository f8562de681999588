package house

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestThreatsAreNamed: SECURITY.md has a row for each threat with its tests, all of them
// exist, and it names every test of a threat.
func TestThreatsAreNamed(t *testing.T) {
	text, err := os.ReadFile("SECURITY.md")
	if err != nil {
		t.Fatal(err)
	}
	there := map[string]bool{}
	err = filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(name, "_test.go") {
			code, err := os.ReadFile(name)
			for _, f := range regexp.MustCompile(`(?m)^func (Test\w+)\(`).FindAllSubmatch(code, -1) {
				there[string(f[1])] = true
			}
			return err
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for i := 1; i <= 27; i++ {
		row := regexp.MustCompile(fmt.Sprintf(`(?m)^\| T%d \| .+ \| (.*) \|$`, i)).FindSubmatch(text)
		if row == nil || !strings.Contains(string(row[1]), fmt.Sprintf("`TestT%02d", i)) {
			t.Errorf("no row, or no test, for T%d", i)
			continue
		}
		for _, name := range regexp.MustCompile("`(Test\\w+)`").FindAllSubmatch(row[1], -1) {
			if !there[string(name[1])] {
				t.Errorf("T%d: test %s does not exist", i, name[1])
			}
		}
	}
	for name := range there {
		if regexp.MustCompile(`^TestT\d\d`).MatchString(name) && !strings.Contains(string(text), "`"+name+"`") {
			t.Errorf("%s is not in SECURITY.md", name)
		}
	}
}
