package house

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// layout lists byhand's packages, one row each, from the top layer to the bottom.
// It is a policy, like the dependency table in go/build: DO NOT CHANGE IT TO FIX A
// BUILD. Add a row only for a package with a subject of its own.
//
// A package may import only packages below its own row (TestHouseTable), only those
// that its row names, and from outside the standard library only the modules that
// its row names. Test files may import anything.
//
// CONTRIBUTING.md shows this table; TestHouseIsDescribed compares the two.
var layout = []layer{{
	path:    ".",
	purpose: "the program: runs the command line, and is the only one that ends the process",
	ours:    []string{"internal/cli"},
}, {
	path:    "internal/cli",
	purpose: "the command line: flags, subcommands, what stdin and stdout are, the exit status",
	ours:    []string{"internal/recorder", "repl", "internal/target", "internal/replay", "internal/explain", "internal/lesson", "internal/probe", "internal/prompt", "internal/transcript", "internal/practice", "conn", "internal/rows", "internal/sanitize"},
	others:  []string{"github.com/spf13/cobra", "github.com/spf13/pflag", "github.com/mattn/go-isatty"},
}, {
	path:    "repl",
	purpose: "the user's side: one loop over input lines for prompt, pipe and file; the table of colon-commands; what is printed",
	ours:    []string{"internal/view", "internal/client", "internal/hint", "internal/describe", "internal/recorder", "internal/target", "internal/prompt", "internal/replay", "internal/advice", "internal/explain", "internal/lesson", "internal/transcript", "internal/raw", "internal/dialect", "conn", "internal/smtp", "internal/sasl", "internal/message", "internal/rows", "internal/sanitize"},
}, {
	path:    "internal/describe",
	purpose: "words for facts: how a connection opened, its TLS and certificates, sizes",
	ours:    []string{"internal/view", "conn"},
}, {
	path:    "internal/hint",
	purpose: "what to type to reach a server after an attempt failed",
	ours:    []string{"internal/target", "internal/dialect", "conn"},
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
	ours:    []string{"internal/redact", "internal/transcript", "internal/dialect", "internal/smtp", "internal/rows", "internal/sanitize"},
	pure:    true,
}, {
	path:    "internal/recorder",
	purpose: "records what crosses the wire, with secrets masked and, if asked, names replaced; writes logs and saved sessions",
	ours:    []string{"internal/redact", "internal/transcript", "conn", "internal/smtp"},
}, {
	path:    "internal/redact",
	purpose: "removes secrets from text and, if asked, replaces names and addresses",
	ours:    []string{"internal/transcript", "internal/smtp"},
	pure:    true,
}, {
	path:    "internal/transcript",
	purpose: "the formats of a recorded session: reads and writes text, Markdown and JSON, writes HTML",
	ours:    []string{"internal/smtp", "internal/sanitize"},
	others:  []string{"golang.org/x/text"},
	pure:    true,
}, {
	path:    "internal/probe",
	purpose: "which ports of a host answer, and what each offers; never logs in or sends mail",
	ours:    []string{"internal/client", "internal/target", "internal/dialect", "conn", "internal/smtp", "internal/rows", "internal/sanitize"},
}, {
	path:    "internal/client",
	purpose: "the dialogue with a server: sends lines, matches replies, begins TLS, logs in, delivers; knows no terminal and no colon-command",
	ours:    []string{"conn", "internal/advice", "internal/dialect", "internal/sasl", "internal/smtp"},
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

// layer is a row of the layout: one package.
type layer struct {
	path    string   // its folder; "." is package main
	purpose string   // what it is for, in one sentence
	ours    []string // byhand's packages that it may import
	others  []string // the modules that it may import, besides the standard library
	pure    bool     // neither it nor any of ours does I/O: see impure and uses
}

func (r layer) name() string {
	if r.path == "." {
		return "main"
	}
	return r.path
}

// vagueNames are folder names that do not say what a package is for.
var vagueNames = []string{"util", "utils", "common", "helper", "helpers", "type", "types", "misc"}

// impure are the packages that a pure package may not import, nor any below them:
// they open a file, a socket, a process or the terminal. (io, bufio and time are
// allowed: they open nothing.)
var impure = []string{
	"C", "crypto/tls", "crypto/x509", "io/fs", "io/ioutil", "log",
	"net", "os", "path/filepath", "plugin", "syscall", "unsafe",
}

// pureBelowNet are the two packages below net that only hold values.
var pureBelowNet = []string{"net/netip", "net/url"}

// TestHouse reports every import that is not in the layout, every package without a
// row and every module that is not allowed.
func TestHouse(t *testing.T) {
	for _, b := range inspect(os.DirFS("."), modulePath(t), layout) {
		t.Error(b)
	}
}

// TestHouseTable checks that the layout itself allows only imports of lower rows, and
// so no import cycle; and that a pure package imports only pure ones.
func TestHouseTable(t *testing.T) {
	for i, r := range layout {
		if r.purpose == "" || strings.ContainsAny(r.purpose, "\n|") {
			t.Errorf("%s: a package needs one sentence that says what it is for", r.name())
		}
		for _, below := range r.ours {
			j := slices.IndexFunc(layout, func(o layer) bool { return o.path == below })
			if j <= i {
				t.Errorf("%s may import %s, which has no row below it", r.name(), below)
			} else if r.pure && !layout[j].pure {
				t.Errorf("%s is pure and may not import %s, which is not", r.name(), below)
			}
		}
	}
}

// TestHouseIsDescribed compares CONTRIBUTING.md's table with the layout.
func TestHouseIsDescribed(t *testing.T) {
	const file = "CONTRIBUTING.md"
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	b.WriteString("| package | what it is for | may import |\n|---|---|---|\n")
	for _, r := range layout {
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
		t.Fatalf("%s does not show this table of packages (go test ./test/house -update writes it):\n\n%s", file, b.String())
	}
	old := regexp.MustCompile(`(?m)^\| package .*\n(\|.*\n)*`).FindStringIndex(string(text))
	if old == nil {
		t.Fatalf("%s has no table that begins with %q", file, "| package")
	}
	text = slices.Concat(text[:old[0]], []byte(b.String()), text[old[1]:])
	if err := os.WriteFile(file, text, 0o644); err != nil {
		t.Fatal(err)
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
