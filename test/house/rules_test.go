package house

import (
	"strings"
	"testing"
	"testing/fstest"
)

// smallLayout and smallTree are a small module that keeps every rule.
var smallLayout = []layer{
	{path: ".", ours: []string{"talk", "wire"}, others: []string{"example.org/flags"}},
	{path: "talk", ours: []string{"wire"}},
	{path: "wire", others: []string{"example.org/socks"}},
	{path: "text", pure: true},
	{path: "internal/toy"},
}

var smallTree = map[string]string{
	"main.go":      "// Byhand is sound.\npackage main\nimport (\"os\"; \"byhand/talk\"; \"example.org/flags/v2/long\")\nfunc main() { os.Exit(0) }",
	"talk/talk.go": "// Package talk is sound.\npackage talk\nimport _ \"byhand/wire\"",
	"wire/wire.go": "// Package wire is sound.\npackage wire\nimport _ \"example.org/socks\"",
	"wire/a_test.go": "package wire\nimport (\"os\"; _ \"byhand/talk\"; _ \"example.org/script\")\nfunc init() { os.Exit(1) }\n" +
		strings.Repeat("\n", 500),
	"text/text.go":         "// Package text is sound.\npackage text\nimport (\"io\"; \"net/netip\"; \"time\")\nfunc f() { fmt.Fprint(nil, \"\") }",
	"internal/toy/toy.go":  "// Package toy is sound.\npackage toy",
	"text/testdata/x.go":   "package x\nimport _ \"byhand/talk\"",
	"test/types/anyhow.go": "not Go",
	"bench/go.mod":         "module bench",
	"bench/util/x.go":      "not Go",
	".hidden/util/x.go":    "not Go",
	"docs/list.md":         "words",
}

// change replaces files of smallTree; a file without text is deleted.
type change map[string]string

// breaches each break one rule of the layout.
var breaches = []struct {
	want   string // the beginning of the only message; "" for none
	change change
}{
	{"", nil},
	{"talk/up.go: talk may not import byhand (package main)", change{"talk/up.go": "package talk\nimport _ \"byhand\""}},
	{"wire/up.go: wire may not import talk", change{"wire/up.go": "package wire\nimport _ \"byhand/talk\""}},
	{"wire/up_windows.go: wire may not import talk", change{"wire/up_windows.go": "//go:build windows\n\npackage wire\nimport _ \"byhand/talk\""}},
	{"main.go: main may not import text", change{"main.go": "// Byhand x.\npackage main\nimport _ \"byhand/text\""}},
	{"talk/x.go: talk may not import byhand/attic", change{"talk/x.go": "package talk\nimport _ \"byhand/attic\""}},
	{"attic: not in the layout", change{"attic/x.go": "// Package attic x.\npackage attic"}},
	{"wire/inner: not in the layout", change{"wire/inner/x.go": "// Package inner x.\npackage inner"}},
	{"text: in the layout but not in the tree", change{"text/text.go": ""}},
	{"talk/x.go: talk may not import example.org/socks", change{"talk/x.go": "package talk\nimport _ \"example.org/socks\""}},
	{"wire/x.go: wire may not import example.org/socksier", change{"wire/x.go": "package wire\nimport _ \"example.org/socksier\""}},
	{"text/x.go: text is pure and may not import net", change{"text/x.go": "package text\nimport _ \"net\""}},
	{"text/x.go: text is pure and may not import net/textproto", change{"text/x.go": "package text\nimport _ \"net/textproto\""}},
	{"text/x.go: text is pure and may not import os/exec", change{"text/x.go": "package text\nimport _ \"os/exec\""}},
	{"text/x.go:3: text is pure and may not print", change{"text/x.go": "package text\nimport \"fmt\"\nfunc f() { fmt.Println() }"}},
	{"text/x.go:2: text is pure and may not print", change{"text/x.go": "package text\nfunc f() { println() }"}},
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
	{"internal: not in the layout", change{"internal/x.go": "package internal"}},
	{"talk/x.go: package chat in folder talk", change{"talk/x.go": "package chat"}},
	{"talk/x.go:1:", change{"talk/x.go": "not Go"}},
}

// TestHouseRules breaks each rule of the layout in a small module, and expects a report of
// each breach.
func TestHouseRules(t *testing.T) {
	for _, c := range breaches {
		got := inspect(changed(c.change), "byhand", smallLayout)
		if c.want == "" && len(got) == 0 || len(got) == 1 && c.want != "" && strings.HasPrefix(got[0], c.want) {
			continue
		}
		t.Errorf("with %q:\n got  %q\n want %q", c.change, got, c.want)
	}
}

// changed returns smallTree with some files replaced.
func changed(c change) fstest.MapFS {
	tree := fstest.MapFS{}
	for _, files := range []map[string]string{smallTree, c} {
		for name, text := range files {
			tree[name] = &fstest.MapFile{Data: []byte(text)}
			if text == "" {
				delete(tree, name)
			}
		}
	}
	return tree
}
