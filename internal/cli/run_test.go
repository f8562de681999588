package cli

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// TestSubcommandsAreAdded: Command adds the subcommand of each function practiceCommand,
// and each has a short help, which --help lists.
func TestSubcommandsAreAdded(t *testing.T) {
	all, files := Command().Commands(), token.NewFileSet()
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".go") || strings.HasSuffix(e.Name(), "_test.go") {
			continue
		}
		file, err := parser.ParseFile(files, e.Name(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || f.Type.Params.NumFields() > 0 {
				continue
			}
			name, ok := strings.CutSuffix(f.Name.Name, "Command")
			if ok && name != "" && !slices.ContainsFunc(all, func(c *cobra.Command) bool { return c.Name() == name }) {
				t.Errorf("%s: Command does not add %s", e.Name(), f.Name.Name)
			}
		}
	}
	for _, c := range all {
		if c.Short == "" {
			t.Errorf("byhand %s has no short help", c.Name())
		}
	}
}
