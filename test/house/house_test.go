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

// layout lists byhand's packages, one row each, from the top layer to the bottom. It is a
// policy, like the dependency table in go/build: DO NOT CHANGE IT TO FIX A BUILD. Add a row only
// for a package with its own subject.
//
// A package may import only packages below its own row (TestHouseTable), only those
// that its row names, and from outside the standard library only the modules that
// its row names. Test files may import anything.
//
// CONTRIBUTING.md shows this table; TestHouseIsDescribed compares the two.
var layout = []layer{{
	path:    ".",
	purpose: "the program: runs the command line and exits with its status",
	ours:    []string{"internal/cli"},
}, {
	path:    "internal/cli",
	purpose: "command line: flags, subcommands, terminal or pipe, exit status",
	ours:    []string{"internal/lazyregexp", "internal/describe", "internal/advice", "internal/maillog", "internal/refusal", "internal/recorder", "repl", "internal/view", "internal/session", "internal/target", "internal/replay", "internal/explain", "internal/lesson", "internal/probe", "internal/prompt", "internal/transcript", "internal/practice", "conn", "internal/rows", "internal/sanitize"},
	others:  []string{"github.com/spf13/cobra", "github.com/spf13/pflag", "github.com/mattn/go-isatty"},
}, {
	path:    "repl",
	purpose: "the user's side of a session: one loop over input lines, the colon-commands, prompt and script",
	ours:    []string{"internal/view", "internal/client", "internal/hint", "internal/describe", "internal/refusal", "internal/recorder", "internal/target", "internal/prompt", "internal/replay", "internal/advice", "internal/explain", "internal/lesson", "internal/transcript", "internal/raw", "internal/dialect", "conn", "internal/smtp", "internal/sasl", "internal/message", "internal/rows", "internal/sanitize"},
}, {
	path:    "internal/describe",
	purpose: "text about a connection: how it opened, TLS, certificates, sizes; and about a refusal",
	ours:    []string{"internal/lazyregexp", "internal/view", "internal/advice", "internal/explain", "internal/refusal", "internal/sanitize", "internal/smtp", "conn"},
}, {
	path:    "internal/hint",
	purpose: "hints: the command to type after a connection attempt failed",
	ours:    []string{"internal/target", "internal/dialect", "conn"},
}, {
	path:    "internal/view",
	purpose: "output of a session: rows on a terminal, exact bytes on a pipe, byhand's notes",
	ours:    []string{"internal/recorder", "internal/transcript", "conn", "internal/smtp", "internal/rows", "internal/sanitize"},
}, {
	path:    "internal/prompt",
	purpose: "line editor: keys, screen, terminal mode, history; knows no server",
	ours:    []string{"internal/rows"},
	others:  []string{"github.com/chzyer/readline", "github.com/mattn/go-isatty", "github.com/mattn/go-runewidth", "golang.org/x/sys"},
}, {
	path:    "internal/replay",
	purpose: "replay: the steps of a saved session, and how the replies differ now",
	ours:    []string{"internal/redact", "internal/transcript", "internal/dialect", "internal/smtp", "internal/sasl", "internal/rows", "internal/sanitize"},
	pure:    true,
}, {
	path:    "internal/session",
	purpose: "sessions read from a transcript or a log: complete, with secrets masked and refusals found",
	ours:    []string{"internal/lazyregexp", "internal/clientlog", "internal/redact", "internal/transcript", "internal/dialect", "internal/advice", "internal/refusal", "internal/smtp"},
	others:  []string{"golang.org/x/text"},
	pure:    true,
}, {
	path:    "internal/clientlog",
	purpose: "reads sessions from the logs of other mail clients and servers",
	ours:    []string{"internal/lazyregexp", "internal/transcript"},
	others:  []string{"golang.org/x/text"},
	pure:    true,
}, {
	path:    "internal/recorder",
	purpose: "records a session with secrets masked; writes logs and saved sessions",
	ours:    []string{"internal/redact", "internal/transcript", "conn", "internal/smtp"},
}, {
	path:    "internal/redact",
	purpose: "removes secrets from text, and replaces names and addresses if asked",
	ours:    []string{"internal/transcript", "internal/smtp", "internal/sasl"},
	pure:    true,
}, {
	path:    "internal/transcript",
	purpose: "transcript formats: reads and writes text, Markdown and JSON, writes HTML and shell scripts",
	ours:    []string{"internal/export", "internal/smtp", "internal/sanitize"},
	others:  []string{"golang.org/x/text"},
	pure:    true,
}, {
	path:    "internal/export",
	purpose: "shell scripts that repeat a session with swaks, curl or openssl",
	ours:    []string{"internal/sanitize"},
	pure:    true,
}, {
	path:    "internal/probe",
	purpose: "probe: which ports of a host answer, and what each offers; never logs in or sends mail",
	ours:    []string{"internal/client", "internal/target", "internal/dialect", "conn", "internal/smtp", "internal/rows", "internal/sanitize"},
}, {
	path:    "internal/client",
	purpose: "dialogue with a server: sends lines, matches replies, starts TLS, logs in, delivers; knows no terminal",
	ours:    []string{"conn", "internal/advice", "internal/dialect", "internal/sasl", "internal/smtp"},
}, {
	path:    "internal/practice",
	purpose: "practice server: SMTP from a table, on loopback",
	ours:    []string{"internal/smtp"},
}, {
	path:    "internal/raw",
	purpose: "--raw: copies bytes in both directions unchanged",
}, {
	path:    "internal/target",
	purpose: "parses where to connect: hosts, ports, URLs, UNIX sockets",
	ours:    []string{"internal/dialect", "conn"},
	others:  []string{"golang.org/x/net"},
}, {
	path:    "conn",
	purpose: "connections: bytes over TCP, TLS and UNIX sockets, all reported to one tap; knows no protocol",
	others:  []string{"golang.org/x/net", "golang.org/x/sys"},
}, {
	path:    "internal/dialect",
	purpose: "protocols: which reply answers which line, what a refusal or a secret is, when TLS may start, how to log in",
	ours:    []string{"internal/smtp", "internal/sasl"},
	pure:    true,
}, {
	path:    "internal/advice",
	purpose: "advice on a command: what can come next, how to complete it, why it was refused",
	ours:    []string{"internal/lazyregexp", "internal/refusal", "internal/smtp"},
	pure:    true,
}, {
	path:    "internal/lesson",
	purpose: "lessons: reads their text files, and follows a pupil by the replies",
	ours:    []string{"internal/smtp"},
}, {
	path:    "internal/explain",
	purpose: "dictionary of codes, commands, EHLO keywords and SASL mechanisms",
	ours:    []string{"internal/smtp", "internal/sasl"},
	pure:    true,
}, {
	path:    "internal/maillog",
	purpose: "finds the replies that refused something in mail logs, bounces and pasted sessions",
	pure:    true,
}, {
	path:    "internal/refusal",
	purpose: "why a mail server refused: cause, provider, what to change, from tables of known replies",
	ours:    []string{"internal/lazyregexp", "internal/match"},
	others:  []string{"golang.org/x/text"},
	pure:    true,
}, {
	path:    "internal/match",
	purpose: "searches a short text for many patterns at once",
	others:  []string{"golang.org/x/text"},
	pure:    true,
}, {
	path:    "internal/smtp",
	purpose: "SMTP: reply parser, phases, codes, verbs, keywords, secrets",
	ours:    []string{"internal/sasl"},
	pure:    true,
}, {
	path:    "internal/sasl",
	purpose: "SASL: the client's answers to challenges; knows no protocol",
	others:  []string{"github.com/emersion/go-sasl", "github.com/xdg-go/scram", "github.com/xdg-go/stringprep"},
	pure:    true,
}, {
	path:    "internal/message",
	purpose: "messages: checks, frames and composes the text between DATA and the final dot",
	pure:    true,
}, {
	path:    "internal/rows",
	purpose: "breaks output into rows: never wider than the terminal, no server text in the first column",
	ours:    []string{"internal/sanitize"},
	others:  []string{"github.com/mattn/go-runewidth"},
	pure:    true,
}, {
	path:    "internal/lazyregexp",
	purpose: "regular expressions that are compiled when they are first used",
	pure:    true,
}, {
	path:    "internal/sanitize",
	purpose: "makes text from outside safe to show on a terminal",
	pure:    true,
}, {
	path:    "internal/fakeserver",
	purpose: "for tests: plays a scripted server, and reports any difference",
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
