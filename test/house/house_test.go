package house

import (
	"flag"
	"fmt"
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

// house is the whole plan of byhand: one row a room, from the top of the house
// to its foundations. It is a statement of policy, as the dependency table of
// Go's own go/build is: DO NOT CHANGE IT TO FIX A BUILD. A room is added when it
// earns one, pure or fenced off, with a sentence that says what it is for.
//
// A room may import only rooms below its own row (TestHouseTable), only those
// that its row names, and from outside the standard library only the modules
// that its row names. Tests (_test.go files) may import what they like.
//
// CONTRIBUTING.md shows this table to people; TestHouseIsDescribed compares.
var house = []room{{
	path:    ".",
	purpose: "the program: runs the command line, and is the only one that ends the process",
	ours:    []string{"internal/cli"},
}, {
	path:    "internal/cli",
	purpose: "the command line: flags, subcommands, what stdin and stdout are, the exit status",
	ours:    []string{"internal/recorder", "repl", "internal/target", "internal/replay", "internal/explain", "internal/lesson", "internal/probe", "internal/prompt", "internal/transcript", "internal/practice", "conn", "internal/smtp", "internal/rows", "internal/sanitize"},
	others:  []string{"github.com/spf13/cobra", "github.com/spf13/pflag", "github.com/mattn/go-isatty"},
}, {
	path:    "repl",
	purpose: "the user's side: one loop over input lines for prompt, pipe and file; the table of colon-commands; what is printed",
	ours:    []string{"internal/view", "internal/recorder", "internal/target", "internal/prompt", "internal/replay", "internal/advice", "internal/explain", "internal/lesson", "internal/transcript", "internal/raw", "internal/dialect", "conn", "internal/smtp", "internal/sasl", "internal/message", "internal/rows", "internal/sanitize"},
}, {
	path:    "internal/view",
	purpose: "what a session shows: rows on a terminal, exact bytes on a pipe, byhand's own notes",
	ours:    []string{"internal/recorder", "internal/transcript", "conn", "internal/smtp", "internal/rows", "internal/sanitize"},
}, {
	path:    "internal/prompt",
	purpose: "the line being typed: keys, screen, terminal mode, history; knows no server",
	ours:    []string{"internal/rows"},
	others:  []string{"github.com/chzyer/readline", "github.com/mattn/go-isatty", "github.com/mattn/go-runewidth", "golang.org/x/sys"},
}, {
	path:    "internal/replay",
	purpose: "replay: the steps of a saved session, and where the replies differ now",
	ours:    []string{"internal/recorder", "internal/transcript", "internal/dialect", "internal/smtp", "internal/rows", "internal/sanitize"},
	pure:    true,
}, {
	path:    "internal/recorder",
	purpose: "records what crosses the wire, with secrets masked and, if asked, names replaced",
	ours:    []string{"internal/transcript", "conn", "internal/smtp"},
}, {
	path:    "internal/transcript",
	purpose: "the formats of a recorded session: reads and writes text, Markdown and JSON, writes HTML",
	ours:    []string{"internal/smtp", "internal/sanitize"},
}, {
	path:    "internal/probe",
	purpose: "which ports of a host answer, and what each offers; never logs in or sends mail",
	ours:    []string{"internal/target", "conn", "internal/smtp", "internal/rows", "internal/sanitize"},
}, {
	path:    "internal/practice",
	purpose: "the practice server: table-driven SMTP on loopback",
	ours:    []string{"internal/smtp"},
}, {
	path:    "internal/raw",
	purpose: "copies bytes both ways without looking at them (--raw)",
}, {
	path:    "internal/target",
	purpose: "where to connect: reads hosts, ports, URLs and UNIX sockets from a command line",
	ours:    []string{"internal/dialect", "conn"},
	others:  []string{"golang.org/x/net"},
}, {
	path:    "conn",
	purpose: "connections: bytes over TCP, TLS and UNIX sockets, all seen by one tap; knows no protocol",
	others:  []string{"golang.org/x/net", "golang.org/x/sys"},
}, {
	path:    "internal/dialect",
	purpose: "the protocols: which reply answers which line, what a refusal is, what is secret, when TLS may begin, how a login goes",
	ours:    []string{"internal/smtp", "internal/sasl"},
	pure:    true,
}, {
	path:    "internal/advice",
	purpose: "hints: what may come next, how a line can be completed, why one was refused",
	ours:    []string{"internal/smtp"},
	pure:    true,
}, {
	path:    "internal/lesson",
	purpose: "lessons: text files, and a pupil's way through one, judged by the replies",
	ours:    []string{"internal/smtp"},
}, {
	path:    "internal/explain",
	purpose: "what codes, commands, EHLO keywords and SASL mechanisms mean",
	ours:    []string{"internal/smtp"},
	pure:    true,
}, {
	path:    "internal/smtp",
	purpose: "SMTP: replies, phases, codes, verbs, keywords, what is secret",
	pure:    true,
}, {
	path:    "internal/sasl",
	purpose: "SASL: what a client answers to a server's challenges; knows no protocol",
	others:  []string{"github.com/emersion/go-sasl", "github.com/xdg-go/scram", "github.com/xdg-go/stringprep"},
	pure:    true,
}, {
	path:    "internal/message",
	purpose: "messages: checks, frames and composes what goes between DATA and the final dot",
	pure:    true,
}, {
	path:    "internal/rows",
	purpose: "the rows that byhand prints: none wider than the terminal, no server text in the first column",
	ours:    []string{"internal/sanitize"},
	others:  []string{"github.com/mattn/go-runewidth"},
	pure:    true,
}, {
	path:    "internal/sanitize",
	purpose: "turns bytes from outside into text that a terminal may show",
	pure:    true,
}, {
	path:    "internal/fakeserver",
	purpose: "for tests: plays a scripted server exactly, and reports what a client did differently",
}, {
	path:    "internal/terminal",
	purpose: "for tests: a model of a terminal's screen",
}, {
	path:    "internal/testhome",
	purpose: "for tests: an empty home folder for each package",
}}

// room is a row of the house.
type room struct {
	path    string   // its folder; "." is package main
	purpose string   // what it is for, in one sentence
	ours    []string // the rooms that it may import
	others  []string // the modules that it may import, beside the standard library
	pure    bool     // it does no I/O: see impure and printing
}

func (r room) name() string {
	if r.path == "." {
		return "main"
	}
	return r.path
}

// Nobody guesses what is in a folder of one of these names.
var namesForNothing = []string{"util", "utils", "common", "helper", "helpers", "type", "types", "misc"}

// impure are the packages, with all below them, that a pure room may not import:
// they reach a file, a socket, a process or the terminal. (io and bufio are
// allowed: without these they have nothing to read from. So is time.)
var impure = []string{
	"C", "crypto/tls", "crypto/x509", "embed", "io/fs", "io/ioutil", "log",
	"net", "os", "path/filepath", "plugin", "syscall", "unsafe",
}

// These two are below net and are only values.
var pureBelowNet = []string{"net/netip", "net/url"}

// Rules of thumb that are kept: none of the tools that byhand learned from suffers
// from short files.
const (
	maxFileLines = 400
	maxFuncLines = 60
)

// TestHouse holds the house as it is drawn: every import that points up or
// sideways, every package without a row and every stranger is named.
func TestHouse(t *testing.T) {
	for _, b := range inspect(os.DirFS("."), modulePath(t), house) {
		t.Error(b)
	}
}

// TestHouseTable checks the table itself: arrows point down, and so never in a ring.
func TestHouseTable(t *testing.T) {
	for i, r := range house {
		if r.purpose == "" || strings.ContainsAny(r.purpose, "\n|") {
			t.Errorf("%s: a room needs one sentence that says what it is for", r.name())
		}
		for _, below := range r.ours {
			if !slices.ContainsFunc(house[i+1:], func(o room) bool { return o.path == below }) {
				t.Errorf("%s may import %s, which has no row below it: arrows point down", r.name(), below)
			}
		}
	}
}

// TestHouseIsDescribed compares CONTRIBUTING.md's drawing with the table.
func TestHouseIsDescribed(t *testing.T) {
	const file = "CONTRIBUTING.md"
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	b.WriteString("| package | what it is for | may import |\n|---|---|---|\n")
	for _, r := range house {
		ours := strings.Join(r.ours, ", ")
		if ours == "" {
			ours = "nothing of ours"
		}
		if r.pure {
			ours += "; no I/O"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", r.name(), r.purpose, ours)
	}
	if strings.Contains(string(text), b.String()) {
		return
	}
	if flag.Lookup("update").Value.String() != "true" {
		t.Fatalf("%s does not show the packages as they are; put this there (or run: go test ./test/house -update):\n\n%s", file, b.String())
	}
	old := regexp.MustCompile(`(?m)^\| (?:room|package) .*\n(\|.*\n)*`).FindStringIndex(string(text))
	if old == nil {
		t.Fatalf("%s has no table that begins with %q", file, "| package")
	}
	text = slices.Concat(text[:old[0]], []byte(b.String()), text[old[1]:])
	if err := os.WriteFile(file, text, 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestHouseRules breaks each rule in a small house and wants to hear of it.
func TestHouseRules(t *testing.T) {
	plan := []room{
		{path: ".", ours: []string{"talk", "wire"}, others: []string{"example.org/flags"}},
		{path: "talk", ours: []string{"wire"}},
		{path: "wire", others: []string{"example.org/socks"}},
		{path: "glass", pure: true},
		{path: "internal/toy"},
	}
	sound := map[string]string{
		"main.go":      "// Byhand is sound.\npackage main\nimport (\"os\"; \"byhand/talk\"; \"example.org/flags/v2/long\")\nfunc main() { os.Exit(0) }",
		"talk/talk.go": "// Package talk is sound.\npackage talk\nimport _ \"byhand/wire\"",
		"wire/wire.go": "// Package wire is sound.\npackage wire\nimport _ \"example.org/socks\"",
		"wire/a_test.go": "package wire\nimport (\"os\"; _ \"byhand/talk\"; _ \"example.org/script\")\nfunc init() { os.Exit(1) }\n" +
			strings.Repeat("\n", 500),
		"glass/glass.go":       "// Package glass is sound.\npackage glass\nimport (\"io\"; \"net/netip\"; \"time\")\nfunc f() { fmt.Fprint(nil, \"\") }",
		"internal/toy/toy.go":  "// Package toy is sound.\npackage toy",
		"glass/testdata/x.go":  "package x\nimport _ \"byhand/talk\"",
		"test/types/anyhow.go": "not Go",
		"bench/go.mod":         "module bench",
		"bench/util/x.go":      "not Go",
		".hidden/util/x.go":    "not Go",
		"docs/list.md":         "words",
	}
	type change map[string]string
	for _, c := range []struct {
		want   string // a part of the one breach; "" for none
		change change
	}{
		{"", nil},
		{"talk/up.go: talk may not import byhand (the house's top)", change{"talk/up.go": "package talk\nimport _ \"byhand\""}},
		{"wire/up.go: wire may not import talk", change{"wire/up.go": "package wire\nimport _ \"byhand/talk\""}},
		{"wire/up_windows.go: wire may not import talk", change{"wire/up_windows.go": "//go:build windows\n\npackage wire\nimport _ \"byhand/talk\""}},
		{"main.go: main may not import glass", change{"main.go": "// Byhand x.\npackage main\nimport _ \"byhand/glass\""}},
		{"talk/x.go: talk may not import byhand/attic", change{"talk/x.go": "package talk\nimport _ \"byhand/attic\""}},
		{"attic: not in the house", change{"attic/x.go": "// Package attic x.\npackage attic"}},
		{"wire/inner: not in the house", change{"wire/inner/x.go": "// Package inner x.\npackage inner"}},
		{"glass: in the house's table but not in the tree", change{"glass/glass.go": ""}},
		{"talk/x.go: talk may not import example.org/socks", change{"talk/x.go": "package talk\nimport _ \"example.org/socks\""}},
		{"wire/x.go: wire may not import example.org/socksier", change{"wire/x.go": "package wire\nimport _ \"example.org/socksier\""}},
		{"glass/x.go: glass is pure and may not import net", change{"glass/x.go": "package glass\nimport _ \"net\""}},
		{"glass/x.go: glass is pure and may not import net/textproto", change{"glass/x.go": "package glass\nimport _ \"net/textproto\""}},
		{"glass/x.go: glass is pure and may not import os/exec", change{"glass/x.go": "package glass\nimport _ \"os/exec\""}},
		{"glass/x.go:3: glass is pure and may not print", change{"glass/x.go": "package glass\nimport \"fmt\"\nfunc f() { fmt.Println() }"}},
		{"glass/x.go:2: glass is pure and may not print", change{"glass/x.go": "package glass\nfunc f() { println() }"}},
		{"wire/x.go: wire uses cgo", change{"wire/x.go": "package wire\nimport \"C\""}},
		{"wire/x.go: wire imports strings with a dot", change{"wire/x.go": "package wire\nimport . \"strings\""}},
		{"talk/x.go:3: os.Exit", change{"talk/x.go": "package talk\nimport \"os\"\nfunc f() { os.Exit(1) }"}},
		{"exit.go:3: os.Exit", change{"exit.go": "package main\nimport \"os\"\nvar end = os.Exit"}},
		{"talk/x.go:3: os.Exit", change{"talk/x.go": "package talk\nimport sys \"os\"\nvar end = sys.Exit"}},
		{"talk/x.go:3: log.Fatalf", change{"talk/x.go": "package talk\nimport \"log\"\nfunc f() { log.Fatalf(\"\") }"}},
		{"wire/util: a folder", change{"wire/util/list.md": "words"}},
		{"types: a folder", change{"types/list.md": "words"}},
		{"talk: no file has a package comment", change{"talk/talk.go": "package talk"}},
		{"talk/talk.go: the package comment begins", change{"talk/talk.go": "// All about talk.\npackage talk"}},
		{"talk/talk.go: the package comment begins", change{"talk/talk.go": "// Package talk\npackage talk"}},
		{"main.go: the package comment begins", change{"main.go": "// Package main is sound.\npackage main"}},
		{"talk: two files have a package comment: more.go and talk.go", change{"talk/more.go": "// Package talk x.\npackage talk"}},
		{"talk/x.go: talk may not import internal/toy", change{"talk/x.go": "package talk\nimport _ \"byhand/internal/toy\""}},
		{"internal/toy/x.go: package game in folder internal/toy", change{"internal/toy/x.go": "package game"}},
		{"internal/toy/toy.go: the package comment begins", change{"internal/toy/toy.go": "// Package internal/toy is sound.\npackage toy"}},
		{"internal: not in the house", change{"internal/x.go": "package internal"}},
		{"talk/x.go: package chat in folder talk", change{"talk/x.go": "package chat"}},
		{"talk/x.go:1:", change{"talk/x.go": "not Go"}},
		{"talk/x.go: 401 lines", change{"talk/x.go": "package talk" + strings.Repeat("\n//", 400)}},
		{"", change{"talk/x.go": "package talk" + strings.Repeat("\n//", 399) + "\n"}},
		{"", change{"talk/x.go": "// Code generated by hand. DO NOT EDIT.\n\npackage talk" + strings.Repeat("\n//", 400)}},
		{"talk/x.go:2: function T.f is 61 lines", change{"talk/x.go": "package talk\nfunc (t *T[A]) f() {" + strings.Repeat("\n", 60) + "}"}},
		{"talk/x.go:2: function without a name is 61 lines", change{"talk/x.go": "package talk\nvar f = func() {" + strings.Repeat("\n", 60) + "}"}},
		{"", change{"talk/x.go": "package talk\n// f\n//\n// x\nfunc f() {" + strings.Repeat("\n", 59) + "}"}},
	} {
		tree := fstest.MapFS{}
		for _, files := range []map[string]string{sound, c.change} {
			for name, text := range files {
				tree[name] = &fstest.MapFile{Data: []byte(text)}
				if text == "" {
					delete(tree, name)
				}
			}
		}
		got := inspect(tree, "byhand", plan)
		if c.want == "" && len(got) == 0 || len(got) == 1 && c.want != "" && strings.HasPrefix(got[0], c.want) {
			continue
		}
		t.Errorf("with %q:\n got  %q\n want %q", c.change, got, c.want)
	}
}

// inspect walks the tree and returns each breach of the plan, in order.
func inspect(tree fs.FS, module string, plan []room) []string {
	in := inspector{fset: token.NewFileSet(), module: module, plan: plan, docs: map[string][]string{}}
	err := fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && name != "." && ownModule(tree, name):
			return fs.SkipDir // it has its own house
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
			in.say("%s: in the house's table but not in the tree: write the room or take out its row", r.name())
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
	plan   []room
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
	if slices.Contains(namesForNothing, base) {
		in.say("%s: a folder named %q says nothing of what it is for", name, base)
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
	i := slices.IndexFunc(in.plan, func(r room) bool { return r.path == dir })
	if i < 0 {
		if _, seen := in.docs[dir]; !seen {
			in.say("%s: not in the house: a package needs a row in house_test.go", dir)
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
	in.sizes(name, f)
}

// comment wants "Package smtp ...." above one package clause of each room, and
// of the command, as is usual, "Byhand ....".
func (in *inspector) comment(r room, name string, f *ast.File) {
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

func (in *inspector) imports(r room, name string, f *ast.File) {
	for _, spec := range f.Imports {
		p, _ := strconv.Unquote(spec.Path.Value)
		first, _, _ := strings.Cut(p, "/")
		inOurs := first == in.module
		ours, _ := strings.CutPrefix(p, in.module+"/")
		switch {
		case spec.Name != nil && spec.Name.Name == ".":
			in.say("%s: %s imports %s with a dot", name, r.name(), p)
		case p == in.module:
			in.say("%s: %s may not import %s (the house's top)", name, r.name(), p)
		case inOurs && !slices.ContainsFunc(in.plan, func(o room) bool { return o.path == ours }):
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

// isOrIsAbove returns whether a path is p or a folder of it.
func isOrIsAbove(p string) func(string) bool {
	return func(above string) bool { return p == above || strings.HasPrefix(p, above+"/") }
}

// uses looks for what ends the process (main.go alone may) and for what prints
// from a pure room.
func (in *inspector) uses(r room, name string, f *ast.File) {
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

// sizes names files and functions that grew too long to be read in one go.
func (in *inspector) sizes(name string, f *ast.File) {
	if ast.IsGenerated(f) {
		return
	}
	line := func(p token.Pos) int { return in.fset.Position(p).Line }
	if n := line(f.FileEnd - 1); n > maxFileLines {
		in.say("%s: %d lines; a file has at most %d: move a subject of its own to a file of its own", name, n, maxFileLines)
	}
	ast.Inspect(f, func(n ast.Node) bool {
		var called string
		switch n := n.(type) {
		case *ast.FuncDecl:
			called = funcName(n)
		case *ast.FuncLit:
			called = "without a name"
		default:
			return true
		}
		if lines := line(n.End()) - line(n.Pos()) + 1; lines > maxFuncLines {
			in.say("%s:%d: function %s is %d lines; at most %d", name, line(n.Pos()), called, lines, maxFuncLines)
		}
		return true
	})
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

// modulePath reads the module's name from go.mod.
func modulePath(t *testing.T) string {
	text, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile(`(?m)^module (\S+)$`).FindSubmatch(text)
	if m == nil {
		t.Fatal("go.mod names no module")
	}
	return string(m[1])
}
