package house

import (
	"go/ast"
	"go/token"
	"strings"
	"testing"
)

// T25: limits are on the monotonic clock, so nothing strips it from a time but
// what is for people to read.
func TestT25Monotonic(t *testing.T) {
	may := map[string]bool{"internal/recorder/recorder.go": true, "internal/recorder/facts.go": true, "internal/transcript/jsontypes.go": true}
	walk(t, func(name string, file *ast.File, where *token.FileSet) {
		shown := map[ast.Node]bool{} // t.UTC() of t.UTC().Format()
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			f, ok := call.Fun.(*ast.SelectorExpr)
			if ok && strings.HasSuffix(f.Sel.Name, "Format") {
				shown[f.X] = true
			}
			if ok && !may[name] && !shown[n] && strips(f, call.Args) {
				t.Errorf("%v strips the monotonic clock", where.Position(call.Pos()))
			}
			return true
		})
	})
}

// strips reports whether a call takes the monotonic clock from a time, as far as
// its name tells (package time, "Monotonic Clocks"). A Round or Truncate may be
// one of a Duration; the events' own times package conn's tests look at.
func strips(f *ast.SelectorExpr, args []ast.Expr) bool {
	switch f.Sel.Name {
	case "UTC", "Local", "AddDate", "UnixNano", "UnixMicro", "UnixMilli":
		return true
	case "In":
		return len(args) == 1
	case "Round":
		lit, ok := args[0].(*ast.BasicLit)
		return ok && lit.Value == "0"
	}
	return false
}
