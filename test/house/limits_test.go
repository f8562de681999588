package house

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

// The limits on the size of a piece of code. Generated files have none.
const (
	maxFields       = 20  // of a struct
	maxMethods      = 40  // of a type
	maxFiles        = 30  // of a package, without its tests
	maxFileLines    = 300 // of a file that is not a test
	maxFuncLines    = 43  // of a function that is not in a test file
	maxTestFuncLine = 80  // of a function in a test file
)

// exceptions are the places that exceed a limit, and why. Delete a row when its code
// keeps the limit (the test says so); do not add one for new code.
var exceptions = map[string]string{
	"repl/rowsSend: lines": "a table of commands",
	"repl: files":          "a file for each group of colon-commands, beside the loop",
}

// TestLimits keeps each piece of code small enough to read in one go, and fails on an
// exception that is no longer needed.
func TestLimits(t *testing.T) {
	found, err := measure(os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	for _, place := range slices.Sorted(maps.Keys(found)) {
		if exceptions[place] == "" {
			t.Errorf("%s: %s", place, found[place])
		}
	}
	for place := range exceptions {
		if found[place] == "" {
			t.Errorf("delete the exception for %s: it keeps the limit", place)
		}
	}
}

// measurer finds what exceeds a limit. It calls a place "folder/name": an element of a
// package, or a file.
type measurer struct {
	set     *token.FileSet
	found   map[string]string   // what is wrong, by place and kind
	files   map[string]int      // by package folder
	methods map[string]int      // by type
	errors  map[string]bool     // types with a method Error
	results map[string][]string // functions that return a pointer to a type, by type
}

// measure returns what is wrong with each place in the tree that exceeds a limit.
func measure(tree fs.FS) (map[string]string, error) {
	m := measurer{token.NewFileSet(), map[string]string{}, map[string]int{}, map[string]int{}, map[string]bool{}, map[string][]string{}}
	err := fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && name != "." && (ownModule(tree, name) || d.Name()[0] == '.' || d.Name() == "testdata"):
			return fs.SkipDir
		case !strings.HasSuffix(name, ".go"):
			return nil
		}
		text, err := fs.ReadFile(tree, name)
		if err != nil {
			return err
		}
		f, err := parser.ParseFile(m.set, name, text, parser.ParseComments|parser.SkipObjectResolution)
		if err == nil && !ast.IsGenerated(f) {
			m.file(name, f)
		}
		return err
	})
	m.packages()
	return m.found, err
}

// packages checks what is known only after the last file.
func (m *measurer) packages() {
	for dir, n := range m.files {
		if n > maxFiles {
			m.found[dir+": files"] = fmt.Sprintf("%d source files; a package has at most %d: move a subject to a package of its own", n, maxFiles)
		}
	}
	for typ, n := range m.methods {
		if n > maxMethods {
			m.found[typ+": methods"] = fmt.Sprintf("%d methods; a type has at most %d", n, maxMethods)
		}
	}
	for typ, functions := range m.results {
		if m.errors[typ] {
			m.found[typ+": pointers"] = "return error instead, because a nil pointer in an error is not nil: " + strings.Join(functions, ", ")
		}
	}
}

func (m *measurer) line(p token.Pos) int { return m.set.Position(p).Line }

func (m *measurer) file(name string, f *ast.File) {
	dir := path.Dir(name)
	test := strings.HasSuffix(name, "_test.go")
	if !test {
		m.files[dir]++
		if n := m.line(f.FileEnd - 1); n > maxFileLines {
			m.found[name+": lines"] = fmt.Sprintf("%d lines; a file has at most %d: move a subject to a file of its own", n, maxFileLines)
		}
	}
	imported := folders(f)
	for _, d := range f.Decls {
		limit, place := maxFuncLines, name
		if test {
			limit = maxTestFuncLine
		}
		if d, ok := d.(*ast.FuncDecl); ok {
			place = path.Join(dir, funcName(d))
			m.function(place, dir, d, imported, test)
		}
		m.lengths(place, d, limit)
		ast.Inspect(d, func(n ast.Node) bool {
			if spec, ok := n.(*ast.TypeSpec); ok {
				m.structs(path.Join(dir, spec.Name.Name), spec.Type)
			}
			return true
		})
	}
}

// lengths checks the functions in d, those without a name too.
func (m *measurer) lengths(place string, d ast.Decl, limit int) {
	ast.Inspect(d, func(n ast.Node) bool {
		switch n.(type) {
		case *ast.FuncDecl, *ast.FuncLit:
			if lines := m.line(n.End()) - m.line(n.Pos()) + 1; lines > limit {
				m.found[place+": lines"] = fmt.Sprintf("a function of %d lines; at most %d", lines, limit)
				return false
			}
		}
		return true
	})
}

// function counts a method and notes the pointer types among a function's results.
func (m *measurer) function(place, dir string, d *ast.FuncDecl, imported map[string]string, test bool) {
	typ, method, isMethod := strings.Cut(funcName(d), ".")
	if isMethod {
		m.methods[path.Join(dir, typ)]++
		m.errors[path.Join(dir, typ)] = m.errors[path.Join(dir, typ)] || method == "Error"
	}
	if d.Type.Results == nil || test {
		return
	}
	for _, r := range d.Type.Results.List {
		star, ok := r.Type.(*ast.StarExpr)
		if !ok {
			continue
		}
		result := ""
		switch x := star.X.(type) {
		case *ast.Ident:
			result = path.Join(dir, x.Name)
		case *ast.SelectorExpr:
			if pkg, ok := x.X.(*ast.Ident); ok {
				result = path.Join(imported[pkg.Name], x.Sel.Name)
			}
		}
		m.results[result] = append(m.results[result], place)
	}
}

// structs checks the fields of a struct type.
func (m *measurer) structs(place string, typ ast.Expr) {
	s, ok := typ.(*ast.StructType)
	if !ok {
		return
	}
	n := 0
	for _, field := range s.Fields.List {
		n += max(1, len(field.Names))
		if x, ok := field.Type.(*ast.SelectorExpr); ok && x.Sel.Name == "Context" && len(field.Names) > 0 {
			m.found[place+": context"] = "has a Context in a field: pass it as the first argument"
		}
		if x, ok := field.Type.(*ast.Ident); ok && len(field.Names) == 0 && x.Name == "error" {
			m.errors[place] = true
		}
	}
	if n > maxFields {
		m.found[place+": fields"] = fmt.Sprintf("%d fields; a struct has at most %d", n, maxFields)
	}
}

// folders maps each name under which f imports a package of this module to its folder.
// The first element of an import path is the module's name.
func folders(f *ast.File) map[string]string {
	all := map[string]string{}
	for _, spec := range f.Imports {
		p, _ := strconv.Unquote(spec.Path.Value)
		_, folder, _ := strings.Cut(p, "/")
		name := path.Base(p)
		if spec.Name != nil {
			name = spec.Name.Name
		}
		all[name] = folder
	}
	return all
}

// funcName returns "f", or for a method "T.f".
func funcName(d *ast.FuncDecl) string {
	if d.Recv == nil || len(d.Recv.List) == 0 {
		return d.Name.Name
	}
	t := d.Recv.List[0].Type
	for {
		switch x := t.(type) {
		case *ast.StarExpr:
			t = x.X
		case *ast.IndexExpr:
			t = x.X
		case *ast.IndexListExpr:
			t = x.X
		case *ast.Ident:
			return x.Name + "." + d.Name.Name
		default:
			return d.Name.Name
		}
	}
}

// TestLimitsAreMeasured exceeds each limit by one, and then by none.
func TestLimitsAreMeasured(t *testing.T) {
	fields := func(n int) string {
		return "type T struct {" + strings.Repeat("a, b int; ", n/2) + strings.Repeat("c int", n%2) + "}"
	}
	methods := func(n int) string { return "type T int" + strings.Repeat("\nfunc (t *T) f() {}", n) }
	for _, c := range []struct {
		want string // the place; "" for none
		file string
		text string
	}{
		{"x/T: fields", "x/x.go", fields(maxFields + 1)},
		{"", "x/x.go", fields(maxFields)},
		{"x/T: methods", "x/x.go", methods(maxMethods + 1)},
		{"", "x/x.go", methods(maxMethods)},
		{"x/x.go: lines", "x/x.go", strings.Repeat("\n//", maxFileLines)},
		{"", "x/x.go", strings.Repeat("\n//", maxFileLines-1) + "\n"},
		{"", "x/x_test.go", strings.Repeat("\n//", maxFileLines)},
		{"x/T.f: lines", "x/x.go", "func (t *T[A]) f() {" + strings.Repeat("\n", maxFuncLines) + "}"},
		{"", "x/x.go", "// f\n//\n// x\nfunc f() {" + strings.Repeat("\n", maxFuncLines-1) + "}"},
		{"x/x.go: lines", "x/x.go", "var f = func() {" + strings.Repeat("\n", maxFuncLines) + "}"},
		{"x/f: lines", "x/x_test.go", "func f() {" + strings.Repeat("\n", maxTestFuncLine) + "}"},
		{"", "x/x_test.go", "func f() {" + strings.Repeat("\n", maxTestFuncLine-1) + "}"},
		{"", "x/x.go", "type T struct { context.Context }"}, // T is a context itself
		{"x/T: context", "x/x.go", "type T struct { ctx context.Context }"},
		{"x/E: pointers", "x/x.go", "type E struct{}\nfunc (E) Error() string\nfunc f() (int, *E)"},
		{"x/E: pointers", "x/x.go", "type E struct{ error }\nfunc f() *E"},
		{"", "x/x.go", "type E struct{}\nfunc (E) Error() string\nfunc f() E"},
		{"internal/x/Failure: pointers", "x/x.go", "import \"byhand/internal/x\"\nfunc f() *x.Failure"},
	} {
		tree := fstest.MapFS{
			c.file:              {Data: []byte("package x; " + c.text)},
			"internal/x/x.go":   {Data: []byte("package x\ntype Failure struct{}\nfunc (f *Failure) Error() string")},
			"testdata/x/x.go":   {Data: []byte("not Go")},
			"internal/x/gen.go": {Data: []byte("// Code generated by hand. DO NOT EDIT.\n\npackage x" + strings.Repeat("\n//", maxFileLines))},
		}
		found, err := measure(tree)
		if _, is := found[c.want]; err != nil || (len(found) == 1) != (c.want != "") || is != (c.want != "") {
			t.Errorf("%.60q in %s: found %q (%v), want %q", c.text, c.file, found, err, c.want)
		}
	}
	tree := fstest.MapFS{}
	for i := range maxFiles + 1 {
		tree[fmt.Sprintf("x/%d.go", i)] = &fstest.MapFile{Data: []byte("package x")}
	}
	if found, err := measure(tree); err != nil || len(found) != 1 || found["x: files"] == "" {
		t.Errorf("%d files: found %q (%v)", maxFiles+1, found, err)
	}
}
