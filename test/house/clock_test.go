package house

import (
	"go/ast"
	"go/token"
	"strings"
	"testing"
)

// T25: time limits use the monotonic clock, so only code that formats a time for people
// may strip it.
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

// strips reports whether a call removes the monotonic clock reading from a time, judged
// by its name (package time, "Monotonic Clocks"). Round and Truncate may be methods of a
// Duration. The tests of package conn check the times of events.
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
