package house

import (
	"fmt"
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
)

// inspect walks the tree and returns each breach of the plan, in order.
func inspect(tree fs.FS, module string, plan []layer) []string {
	in := inspector{fset: token.NewFileSet(), module: module, plan: plan, docs: map[string][]string{}}
	err := fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && name != "." && ownModule(tree, name):
			return fs.SkipDir
		case d.IsDir():
			return in.folder(name)
		case strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go"):
			text, err := fs.ReadFile(tree, name)
			if err != nil {
				return err
			}
			in.file(name, text)
		}
		return nil
	})
	if err != nil {
		in.say("%v", err)
	}
	for _, r := range plan {
		docs, ok := in.docs[r.path]
		switch {
		case !ok:
			in.say("%s: in the layout but not in the tree: write the package or delete its row", r.name())
		case len(docs) == 0:
			in.say("%s: no file has a package comment", r.name())
		case len(docs) > 1:
			in.say("%s: two files have a package comment: %s", r.name(), strings.Join(docs, " and "))
		}
	}
	return in.found
}

// inspector gathers what inspect finds.
type inspector struct {
	fset   *token.FileSet
	module string
	plan   []layer
	docs   map[string][]string // folder -> its files with a package comment
	found  []string
}

func (in *inspector) say(format string, args ...any) {
	in.found = append(in.found, fmt.Sprintf(format, args...))
}

// ownModule reports whether a folder is a module of its own, as bench is.
func ownModule(tree fs.FS, name string) bool {
	_, err := fs.Stat(tree, path.Join(name, "go.mod"))
	return err == nil
}

func (in *inspector) folder(name string) error {
	base := path.Base(name)
	if name != "." && (base[0] == '.' || base[0] == '_') || base == "testdata" || name == "test" {
		return fs.SkipDir
	}
	if slices.Contains(vagueNames, base) {
		in.say("%s: a folder named %q does not say what it is for", name, base)
	}
	return nil
}

func (in *inspector) file(name string, text []byte) {
	f, err := parser.ParseFile(in.fset, name, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		in.say("%v", err)
		return
	}
	dir := path.Dir(name)
	i := slices.IndexFunc(in.plan, func(r layer) bool { return r.path == dir })
	if i < 0 {
		if _, seen := in.docs[dir]; !seen {
			in.say("%s: not in the layout: a package needs a row in house_test.go", dir)
		}
		in.docs[dir] = nil
		return
	}
	r := in.plan[i]
	if f.Name.Name != path.Base(r.name()) {
		in.say("%s: package %s in folder %s", name, f.Name.Name, dir)
	}
	in.comment(r, name, f)
	in.imports(r, name, f)
	in.uses(r, name, f)
}

// comment checks that one file of each package has a package comment that begins
// "Package smtp ...", or for package main "Byhand ...".
func (in *inspector) comment(r layer, name string, f *ast.File) {
	docs := in.docs[r.path]
	if text := f.Doc.Text(); text != "" {
		docs = append(docs, path.Base(name))
		begin := "Package " + path.Base(r.name()) + " "
		if r.path == "." {
			begin = "Byhand "
		}
		sentence := new(doc.Package).Synopsis(text)
		if !strings.HasPrefix(sentence, begin) || !strings.HasSuffix(sentence, ".") {
			in.say("%s: the package comment begins %q, not with a sentence %q", name, sentence, begin+"... .")
		}
	}
	in.docs[r.path] = docs
}

func (in *inspector) imports(r layer, name string, f *ast.File) {
	for _, spec := range f.Imports {
		p, _ := strconv.Unquote(spec.Path.Value)
		first, _, _ := strings.Cut(p, "/")
		inOurs := first == in.module
		ours, _ := strings.CutPrefix(p, in.module+"/")
		switch {
		case spec.Name != nil && spec.Name.Name == ".":
			in.say("%s: %s imports %s with a dot", name, r.name(), p)
		case p == in.module:
			in.say("%s: %s may not import %s (package main)", name, r.name(), p)
		case inOurs && !slices.ContainsFunc(in.plan, func(o layer) bool { return o.path == ours }):
			in.say("%s: %s may not import %s, which has no row", name, r.name(), p)
		case inOurs && !slices.Contains(r.ours, ours):
			in.say("%s: %s may not import %s", name, r.name(), ours)
		case strings.Contains(first, ".") && !slices.ContainsFunc(r.others, isOrIsAbove(p)):
			in.say("%s: %s may not import %s", name, r.name(), p)
		case r.pure && slices.ContainsFunc(impure, isOrIsAbove(p)) && !slices.Contains(pureBelowNet, p):
			in.say("%s: %s is pure and may not import %s", name, r.name(), p)
		case p == "C":
			in.say("%s: %s uses cgo", name, r.name())
		}
	}
}

// isOrIsAbove returns a function that reports whether its argument is p or a folder
// that contains p.
func isOrIsAbove(p string) func(string) bool {
	return func(above string) bool { return p == above || strings.HasPrefix(p, above+"/") }
}

// uses reports calls that end the process outside main.go, and calls that print in a
// pure package.
func (in *inspector) uses(r layer, name string, f *ast.File) {
	imported := map[string]string{} // name in this file -> path
	for _, spec := range f.Imports {
		p, _ := strconv.Unquote(spec.Path.Value)
		imported[path.Base(p)] = p
		if spec.Name != nil {
			imported[spec.Name.Name] = p
		}
	}
	ast.Inspect(f, func(n ast.Node) bool {
		if n == nil {
			return false
		}
		var what string
		switch n := n.(type) {
		case *ast.SelectorExpr:
			if x, ok := n.X.(*ast.Ident); ok && imported[x.Name] != "" {
				what = imported[x.Name] + "." + n.Sel.Name
			}
		case *ast.CallExpr:
			if x, ok := n.Fun.(*ast.Ident); ok {
				what = x.Name
			}
		}
		at := in.fset.Position(n.Pos())
		switch {
		case strings.HasPrefix(what, "log.Fatal"), what == "syscall.Exit", what == "os.Exit" && name != "main.go":
			in.say("%s:%d: %s: only main.go ends the process, and only by os.Exit", name, at.Line, what)
		case r.pure && (strings.HasPrefix(what, "fmt.Print") || what == "print" || what == "println"):
			in.say("%s:%d: %s is pure and may not print (%s)", name, at.Line, r.name(), what)
		}
		return true
	})
}
