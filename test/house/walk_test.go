package house

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
)

// walk calls see with every source file of byhand except tests.
func walk(t *testing.T, see func(name string, file *ast.File, where *token.FileSet)) {
	t.Helper()
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() && (strings.HasPrefix(d.Name(), ".") && name != "." || name == "test" || name == "bench" || name == "internal/fakeserver" || name == "internal/terminal") {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, name, nil, 0)
		if err == nil {
			see(filepath.ToSlash(name), file, set)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func parse(set *token.FileSet, text string) (*ast.File, error) {
	return parser.ParseFile(set, "x.go", text, 0)
}
