package house

import (
	"go/ast"
	"go/printer"
	"go/token"
	"regexp"
	"strings"
	"testing"
)

// written lists the functions that write to a terminal or to stderr, or pass one on, and why no
// server can control a terminal there. It is a policy: DO NOT ADD TO IT TO FIX A BUILD. Write
// text that may contain foreign text with a view or a rows.Writer.
var written = map[string]string{
	"internal/cli/console.go: rows":               "hands the terminal to rows",
	"internal/cli/replay_targets.go: reportWidth": "asks for the terminal's width",
	"internal/cli/show.go: newView":               "hands stdout to a view",
	"internal/cli/secret.go: fromCommand":         "the stderr of the user's own command",
	"internal/view/pipe.go: Received":             "the server's exact bytes, to a pipe or a file",
	"internal/view/screen.go: flush":              "rows of endRow and sent: sanitize.Stream, sentLine",
	"internal/view/outlet.go: Write":              "writes what a view passed to it",
	"repl/raw.go: copyRaw":                        "--raw: main refuses a terminal as stdout",
	"internal/cli/session.go: prepare":            "the session's output, for its views",
	"internal/cli/script.go: openScript":          "asks whether stderr is a terminal",
	"internal/cli/status.go: stdoutRows":          "rows",
	"internal/cli/terminal.go: openPrompt":        "hands the prompt to the views",
	"repl/output.go: newOutput":                   "hands the output to the views",
	"repl/options.go: viewSettings":               "hands the output to the view",
	"internal/view/view.go: New":                  "makes the views",
	"internal/prompt/editor.go: NewEditor":        "its own control sequences; hands the terminal to the screen",
	"internal/prompt/complete.go: complete":       "asks for the terminal's width; writes candidates through rows",
	"internal/cli/status.go: Write":               "help and the dictionary: byhand's own words",
	"internal/cli/status.go: report":              "rows",
	"internal/cli/session.go: checkRaw":           "asks whether it is a terminal",
	"internal/cli/console.go: Write":              "writes what a view passed to it",
	"internal/cli/console.go: Status":             "byhand's own text with numbers",
	"internal/cli/terminal.go: promptFile":        "which of the two is a terminal",
	"internal/cli/console.go: showsProgress":      "asks whether it is a terminal",
	"internal/prompt/output.go: run":              "writes what was queued: see the places that call put and write",
	"internal/prompt/editor.go: Write":            "writes what a view passed to it",
	"internal/prompt/close.go: leaveScreen":       "its own control sequences",
	"internal/prompt/close.go: Guard":             "its own control sequences",
	"internal/prompt/close.go: restoreScreen":     "its own control sequences",
	"internal/prompt/close.go: suspend":           "its own control sequences",
	"internal/prompt/close.go: hideFrame":         "its own control sequences",
	"internal/prompt/library.go: bell":            "a bell, for a key that does nothing",
	"internal/prompt/screen.go: flush":            "the line being typed, as safe cells; text that printAbove passed to it",
	"internal/prompt/linemode.go: Ready":          "the prompt, which contains no server text",
	"internal/prompt/linemode.go: Write":          "writes what a view passed to it",
	"internal/prompt/linemode.go: print":          "text that Write got, and the prompt",
	"internal/prompt/linemode.go: freshLine":      "a line ending",
	"internal/prompt/linemode.go: Show":           "a line ending",
}

// outward matches the names of writers that lead to a terminal or stderr.
var outward = regexp.MustCompile(`^(os\.Std(out|err)|opt\.(Out|Err)|s\.opt\.(Out|Err)|[a-z]\.(err|out|set\.Out|w|To|to)|&f\.err|s\.out)$`)

// TestChokePoint: server bytes reach a terminal and stderr only through the sanitizer.
// It fails on a new function that writes there.
func TestChokePoint(t *testing.T) {
	seen := map[string]bool{}
	walk(t, func(name string, file *ast.File, where *token.FileSet) {
		for _, decl := range file.Decls {
			place := name + ": outside of functions"
			if f, ok := decl.(*ast.FuncDecl); ok {
				place = name + ": " + f.Name.Name
			}
			ast.Inspect(decl, func(n ast.Node) bool {
				if reaches(n, where) || shown(name) && writes(n, where) {
					if seen[place] = true; written[place] == "" {
						t.Errorf("%v: writes to a terminal or stderr: %s", where.Position(n.Pos()), place)
					}
				}
				return true
			})
		}
	})
	for place := range written {
		if !seen[place] {
			t.Errorf("%s no longer writes to a terminal or stderr: delete its row", place)
		}
	}
}

// shown reports whether a file is in a package whose fields of these names lead to a
// terminal or stderr.
func shown(name string) bool {
	return strings.HasPrefix(name, "internal/cli/") || strings.HasPrefix(name, "repl/") || strings.HasPrefix(name, "internal/view/") || strings.HasPrefix(name, "internal/prompt/")
}

// byWay matches what reaches stdout, stderr or the terminal from any package.
var byWay = regexp.MustCompile(`^(os\.Std(out|err)|os\.NewFile|(syscall|unix|windows)\.(Write|WriteFile|WriteConsole|Writev|Open)` +
	`|fmt\.Print(f|ln)?|log\.(Print|Fatal|Panic|Set|New|Writer|Default).*|.*\.(Out|Err)OrStd(out|err)|[a-z]+\.Print(Err)?(f|ln)?)$`)

// reaches reports whether n matches byWay, prints, or names the terminal.
func reaches(n ast.Node, where *token.FileSet) bool {
	switch n := n.(type) {
	case *ast.SelectorExpr:
		return byWay.MatchString(codeOf(n, where))
	case *ast.CallExpr:
		how := codeOf(n.Fun, where)
		return how == "print" || how == "println"
	case *ast.BasicLit:
		return strings.Contains(n.Value, "/dev/tty") || strings.Contains(n.Value, "/dev/std") || strings.Contains(n.Value, "CONOUT$")
	}
	return false
}

// handed matches the names of parameters that are writers. The test would not notice a parameter
// with another name.
var handed = regexp.MustCompile(`(^|\.)(opt\.(Out|Err)|set\.(Out|Err))$`)

// writes reports whether n writes to such a writer, or passes one on.
func writes(n ast.Node, where *token.FileSet) bool {
	switch n := n.(type) {
	case *ast.SelectorExpr:
		return handed.MatchString(codeOf(n, where))
	case *ast.CallExpr:
		how := codeOf(n.Fun, where)
		for _, method := range []string{".Write", ".WriteString", ".write", ".put"} {
			if to, ok := strings.CutSuffix(how, method); ok && outward.MatchString(to) {
				return true
			}
		}
		return len(n.Args) > 0 && regexp.MustCompile(`^(io\.WriteString|fmt\.Fprint(f|ln)?|io\.Copy(N|Buffer)?|bufio\.NewWriter(Size)?)$`).MatchString(how) &&
			outward.MatchString(codeOf(n.Args[0], where))
	}
	return false
}

func codeOf(n ast.Node, where *token.FileSet) string {
	var b strings.Builder
	printer.Fprint(&b, where, n)
	return b.String()
}

// TestChokePointSees bypasses the sanitizer in every way, and expects a report of each.
func TestChokePointSees(t *testing.T) {
	for _, code := range []string{`os.Stderr.Write(b)`, `fmt.Fprintf(os.Stderr, "x")`, `io.WriteString(v.err, text)`, `println("x")`, `fmt.Println(1)`,
		`s.out.Write(p)`, `e.set.Out.WriteString(text)`, `fmt.Fprint(s.opt.Err, x)`, `log.Printf("x")`, `w := s.opt.Err`, `log.SetOutput(w)`,
		`c.OutOrStdout()`, `c.Println(x)`, `c.PrintErrf("x")`, `os.NewFile(2, "x")`, `os.OpenFile("/dev/tty", 1, 0)`, `unix.Write(2, b)`, `bufio.NewWriter(v.err)`,
		`x := os.Stderr`, `f(e.set.Out)`, `e.out.put(b)`, `o.to.Write(p)`} {
		found := false
		set := token.NewFileSet()
		file, err := parse(set, "package x\nfunc f() { "+code+" }")
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool { found = found || n != nil && (reaches(n, set) || writes(n, set)); return true })
		if !found {
			t.Errorf("not reported: %s", code)
		}
	}
}
