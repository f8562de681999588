package house

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"byhand/conn"
	"byhand/internal/cli"
	"byhand/internal/dialect"
	"byhand/internal/practice"
	"byhand/internal/refusal"
	"byhand/repl"
)

// The documents that these tests compare with the program.
const (
	readme      = "README.md"
	walkthrough = "docs/walkthrough.md"
	flagList    = "docs/flags.md"
)

// TestReadmeCommands compares README's table with the one that dispatch uses.
// go test ./test/house -run TestReadme -update rewrites it.
func TestReadmeCommands(t *testing.T) {
	var b strings.Builder
	b.WriteString("| | type | what it does |\n|---|---|---|\n")
	for _, group := range repl.Groups {
		name := group
		for _, c := range repl.Commands() {
			if c.Group == group {
				fmt.Fprintf(&b, "| %s | `%s` | %s |\n", name, strings.ReplaceAll(c.Usage(), "|", `\|`), markdown.Replace(c.Help))
				name = ""
			}
		}
	}
	generated(t, readme, "commands", b.String())
	if n := strings.Count(b.String(), "\n") - 2; n != len(repl.Commands()) {
		t.Errorf("%d commands of %d are in a group", n, len(repl.Commands()))
	}
}

// markdown escapes plain text for a Markdown table.
var markdown = strings.NewReplacer(`\`, `\\`, "|", `\|`, "<", `\<`, "*", `\*`, "_", `\_`)

// TestTeachingScenarios compares the table in docs/teaching.md with the practice server.
func TestTeachingScenarios(t *testing.T) {
	var b strings.Builder
	b.WriteString("| type | what happens | note |\n|---|---|---|\n")
	for _, sc := range practice.Scenarios() {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", sc.Line(), sc.Does, sc.Teaches)
	}
	generated(t, "docs/teaching.md", "scenarios", b.String())
	b.Reset()
	b.WriteString("| address | reply |\n|---|---|\n")
	for _, e := range practice.Examples() {
		fmt.Fprintf(&b, "| `%s` | `%s` |\n", e.Address(), e.Reply())
	}
	generated(t, "docs/teaching.md", "causes", b.String())
}

// TestExplainCauses compares the table in docs/explain.md with the vocabulary.
func TestExplainCauses(t *testing.T) {
	var b strings.Builder
	b.WriteString("| cause | the reply means |\n|---|---|\n")
	for _, f := range refusal.Facts() {
		fmt.Fprintf(&b, "| `%s` | %s |\n", f.Cause, f.Means)
	}
	generated(t, "docs/explain.md", "causes", b.String())
}

// TestReadmeFlags compares the list of flags with the flags of the program.
func TestReadmeFlags(t *testing.T) {
	root, practice := commands(t)
	with := func(from, other *cobra.Command, both bool) string {
		some := pflag.NewFlagSet("", pflag.ContinueOnError)
		some.SortFlags = false
		from.Flags().VisitAll(func(f *pflag.Flag) {
			if !f.Hidden && f.Name != "help" && (other.Flags().Lookup(f.Name) != nil) == both {
				some.AddFlag(f)
			}
		})
		return "```\n" + some.FlagUsages() + "```\n"
	}
	list := "In every session:\n\n" + with(root, practice, true) + "\nTo reach a server:\n\n" + with(root, practice, false)
	for _, c := range root.Commands() {
		if c.HasLocalFlags() {
			list += "\nWith `byhand " + c.Name() + "`:\n\n" + with(c, root, false)
		}
	}
	generated(t, flagList, "flags", list)
}

func subcommand(t *testing.T, root *cobra.Command, name string) *cobra.Command {
	t.Helper()
	c, _, err := root.Find([]string{name})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func commands(t *testing.T) (root, practice *cobra.Command) {
	root = cli.Command()
	return root, subcommand(t, root, "practice")
}

// TestDocsMatchProgram: each flag and colon-command that the documents name exists. README
// mentions each subcommand and protocol. The walkthrough explains each reason why a
// connection fails.
func TestDocsMatchProgram(t *testing.T) {
	root := cli.Command()
	command := map[string]bool{":x": true} // the table of what a line means
	var options []string                   // of colon-commands
	for _, c := range repl.Commands() {
		command[":"+c.Name] = true
		options = append(options, regexp.MustCompile(`--[a-z]+`).FindAllString(c.Args, -1)...)
	}
	flags := map[string]bool{"help": true}
	add := func(f *pflag.Flag) { flags[f.Name] = true }
	root.Flags().VisitAll(add)
	for _, c := range root.Commands() {
		c.Flags().VisitAll(add)
		if !strings.Contains(document(t, readme), "byhand "+c.Name()) {
			t.Errorf("%s does not mention byhand %s", readme, c.Name())
		}
	}
	for name := range dialect.Services() {
		if text := document(t, readme); dialect.Named(name).QuietPeriod() == 0 && !strings.Contains(text, "`"+name+"`") && !strings.Contains(text, "`"+name+"://") {
			t.Errorf("%s does not mention the URL scheme %s", readme, name)
		}
	}
	for _, file := range []string{readme, walkthrough, "CHANGELOG.md"} {
		text := document(t, file)
		for _, m := range regexp.MustCompile(`--([a-z][a-z0-9-]*)`).FindAllStringSubmatch(text, -1) {
			if !flags[m[1]] && !slices.Contains(options, m[0]) {
				t.Errorf("%s names %s, which is not a flag", file, m[0])
			}
		}
		for _, m := range regexp.MustCompile("(?m)(?:`|^    |> )(:[a-z][a-z0-9]*)").FindAllStringSubmatch(text, -1) {
			if !command[m[1]] {
				t.Errorf("%s names %s, which is not a command", file, m[1])
			}
		}
	}
	for _, cause := range []conn.Cause{conn.NotFound, conn.Refused, conn.NoAnswer, conn.Unreachable} {
		words := (&conn.DialError{Cause: cause}).Error()
		words = strings.Trim(words, `:0" `) // no host and no port
		if !strings.Contains(document(t, walkthrough), "| `"+words+"` |") {
			t.Errorf("%s does not say what to do about %q", walkthrough, words)
		}
	}
}

// TestReadmeStatuses compares README's exit statuses with repl's constants and --help.
func TestReadmeStatuses(t *testing.T) {
	rows := map[string]string{}
	for _, m := range regexp.MustCompile(`(?m)^\| (\d|128\+n) \| (.*) \|$`).FindAllStringSubmatch(document(t, readme), -1) {
		rows[m[1]] = strings.ReplaceAll(m[2], "`", "")
	}
	all := statuses(t)
	for n, meaning := range all {
		if row, ok := rows[fmt.Sprint(n)]; !ok || !strings.Contains(row, meaning) {
			t.Errorf("status %d is %q in %s; it means %q", n, row, readme, meaning)
		}
		if !regexp.MustCompile(fmt.Sprintf(`(?m)^  %d  \w`, n)).MatchString(cli.Command().Long) {
			t.Errorf("status %d is not in --help", n)
		}
	}
	if rows["128+n"] == "" || len(rows) != len(all)+1 {
		t.Errorf("%s has %d statuses; there are %d, and 128+n", readme, len(rows), len(all))
	}
}

// statuses returns the comments of repl's constants of type Status.
func statuses(t *testing.T) []string {
	f, err := parser.ParseFile(token.NewFileSet(), "repl/status.go", nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	ast.Inspect(f, func(n ast.Node) bool {
		if d, ok := n.(*ast.GenDecl); ok && d.Tok == token.CONST {
			for _, spec := range d.Specs {
				all = append(all, strings.TrimSpace(spec.(*ast.ValueSpec).Comment.Text()))
			}
		}
		return true
	})
	if len(all) <= int(repl.Unwritable) || slices.Contains(all, "") {
		t.Fatalf("repl/status.go: each status needs a comment on its line: %q", all)
	}
	return all
}

// TestReadmeSession plays README's session. "..." matches anything; times and ports may
// differ.
func TestReadmeSession(t *testing.T) {
	played := 0
	for _, text := range sessions(document(t, readme), "```\n") {
		args, lines := text[0], text[1:]
		var s dialogue
		for i, line := range lines {
			s.readme(line, lines[i+1:])
		}
		s.play(t, readme, args)
		played++
	}
	if played == 0 {
		t.Errorf("%s shows no session", readme)
	}
}

// TestCIRunsReadme: .ci/run runs the test command exactly as README prints it.
func TestCIRunsReadme(t *testing.T) {
	command := regexp.MustCompile(`(?m)^    (go test .*)\n`).FindStringSubmatch(document(t, readme))
	if command == nil {
		t.Fatalf("%s shows no test command", readme)
	}
	if !strings.Contains(document(t, ".ci/run"), "\n"+command[1]+"\n") {
		t.Errorf(".ci/run does not run %q", command[1])
	}
}

// TestReadmeScript runs the script that README shows for :expect.
func TestReadmeScript(t *testing.T) {
	m := regexp.MustCompile(`(?m)^    :expect 220\n(    .*\n)*`).FindString(document(t, readme))
	if m == "" {
		t.Fatalf("%s shows no script", readme)
	}
	status, out, said := runByhand(t, []string{"practice"}, strings.ReplaceAll(m, "    ", ""))
	if status != 0 {
		t.Errorf("status %d:\n%s%s", status, out, said)
	}
}

// TestWalkthrough plays each table of the walkthrough: each line to type must get the
// reply in its row.
func TestWalkthrough(t *testing.T) {
	played := 0
	for _, text := range sessions(document(t, walkthrough), "\n") {
		args, rows := text[0], text[3:]
		t.Run(args, func(t *testing.T) {
			var s dialogue
			for _, row := range rows {
				s.row(t, row)
			}
			s.play(t, walkthrough, args)
		})
		played++
	}
	if played != 4 {
		t.Errorf("%d tables were played; the walkthrough has plain, STARTTLS, port 465 and refusals", played)
	}
}

// dialogue is a session as a document shows it.
type dialogue struct {
	typed    []string
	out, err []string // the server's lines, and byhand's; "..." matches any
}

const anything = "..."

// row adds a row of a table:
//
//	| `quit` | `221 See you later`<br>`byhand: the server closed the connection` | |
func (s *dialogue) row(t *testing.T, row string) {
	cells := strings.Split(strings.Trim(strings.ReplaceAll(row, `\|`, "\x00"), "|"), "|")
	if len(cells) != 3 {
		t.Fatalf("not three columns: %s", row)
	}
	code := func(cell string) (all []string) {
		for _, m := range regexp.MustCompile("`([^`]*)`").FindAllStringSubmatch(cell, -1) {
			all = append(all, strings.ReplaceAll(m[1], "\x00", "|"))
		}
		return all
	}
	switch first := strings.TrimSpace(cells[0]); first {
	case "*(connect)*":
	case "*(an empty line)*":
		s.typed = append(s.typed, "")
	default:
		lines := code(first)
		if len(lines) != 1 {
			t.Fatalf("not one line to type: %s", row)
		}
		s.typed = append(s.typed, lines[0])
	}
	for _, line := range code(cells[1]) {
		if strings.HasPrefix(line, "byhand: ") {
			s.err = append(s.err, anything, line)
		} else {
			s.out = append(s.out, line)
		}
	}
	s.err = append(s.err, anything)
}

var (
	shownReply  = regexp.MustCompile(`^<[-~] .{6} (.*)$`)
	shownSent   = regexp.MustCompile(`^[-~]> .{6} (.*)$`)
	shownPrompt = regexp.MustCompile(`^\S+ (?:plain|tls)(?: message)?> ?(.*)$`)
	secretAsked = map[string]string{"user name: " + practice.User: practice.User, "password (hidden): " + strings.Repeat("*", len(practice.Password)): practice.Password}
	promptHint  = "byhand: hint: :tls starts TLS now" // not shown for a pipe
)

// readme adds a line of a session as a terminal showed it; rest are the lines after it.
// With piped input byhand asks nothing, so an answer moves into its command.
func (s *dialogue) readme(line string, rest []string) {
	switch m := shownPrompt.FindStringSubmatch(line); {
	case line == anything:
		s.out, s.err = append(s.out, anything), append(s.err, anything)
	case strings.HasPrefix(line, "$ "), secretAsked[line] != "", line == promptHint:
	case strings.HasPrefix(line, "byhand: "):
		s.err = append(s.err, line)
	case shownReply.MatchString(line):
		s.out = append(s.out, shownReply.FindStringSubmatch(line)[1])
	case shownSent.MatchString(line):
		s.err = append(s.err, "> "+shownSent.FindStringSubmatch(line)[1])
	case m == nil:
		s.err = append(s.err, line) // nothing will match it
	case len(rest) > 0 && secretAsked[rest[0]] != "":
		s.typed = append(s.typed, m[1]+" "+secretAsked[rest[0]])
	default:
		s.typed = append(s.typed, m[1])
		if !strings.HasPrefix(m[1], ":") {
			s.err = append(s.err, "> "+m[1])
		}
	}
}

// play types the lines and compares the output.
func (s *dialogue) play(t *testing.T, file, command string) {
	t.Helper()
	args := strings.Fields(command)
	status, out, said := runByhand(t, args, strings.Join(s.typed, "\n")+"\n")
	want := repl.OK
	if slices.Contains(args, "--keep-going") { // because the server refuses something
		want = repl.Refused
	}
	if status != want {
		t.Errorf("%s: status %d, not %d", file, status, want)
	}
	for _, c := range []struct {
		who, got string
		shown    []string
	}{
		{"the server", strings.ReplaceAll(out, "\r\n", "\n"), s.out},
		{"byhand", said, s.err},
	} {
		if !pattern(c.shown).MatchString(c.got) {
			t.Errorf("byhand %s: %s says\n%s\nbut %s has\n%s", command, c.who, c.got, file, strings.Join(c.shown, "\n"))
		}
	}
}

// pattern returns an expression for these lines with any ports, days and times.
func pattern(lines []string) *regexp.Regexp {
	var b strings.Builder
	b.WriteString(`\A`)
	for _, line := range lines {
		if line == anything {
			b.WriteString(`(?:.*\n)*?`)
			continue
		}
		line = regexp.QuoteMeta(line)
		line = strings.ReplaceAll(line, regexp.QuoteMeta(anything), `.*`)
		line = regexp.MustCompile(`(127\\\.0\\\.0\\\.1:)\d+`).ReplaceAllString(line, `${1}\d+`)
		line = regexp.MustCompile(`[\d\\.]+ m?s$`).ReplaceAllString(line, `[\d.]+ m?s`)
		line = regexp.MustCompile(`\d+ days left`).ReplaceAllString(line, `\d+ days left`)
		b.WriteString(line + `\n`)
	}
	return regexp.MustCompile(b.String() + `\z`)
}

// sessions returns what follows each line
//
//	<!-- session: practice --tls -->
//
// up to the line end: first the text of the marker, then the lines.
func sessions(text, end string) (all [][]string) {
	for _, m := range regexp.MustCompile(`(?m)^<!-- session: (.*) -->\n`).FindAllStringSubmatchIndex(text, -1) {
		body := strings.TrimPrefix(text[m[1]:], "```\n")
		if body, _, found := strings.Cut(body, "\n"+end); found {
			all = append(all, append([]string{text[m[2]:m[3]]}, strings.Split(body, "\n")...))
		}
	}
	return all
}

// runByhand runs byhand in this process, with input that is not a terminal.
func runByhand(t *testing.T, args []string, input string) (status repl.Status, out, said string) {
	t.Helper()
	dir := t.TempDir()
	open := func(name string) *os.File {
		f, err := os.Create(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	stdin, stdout, stderr := open("in"), open("out"), open("err")
	if _, err := stdin.WriteString(input); err != nil {
		t.Fatal(err)
	}
	stdin.Seek(0, io.SeekStart)
	oldIn, oldOut, oldErr := os.Stdin, os.Stdout, os.Stderr
	os.Stdin, os.Stdout, os.Stderr = stdin, stdout, stderr
	defer func() { os.Stdin, os.Stdout, os.Stderr = oldIn, oldOut, oldErr }()
	status = repl.Status(cli.Run(append(args, "--deadline", "1m")))
	read := func(f *os.File) string {
		f.Close()
		text, err := os.ReadFile(f.Name())
		if err != nil {
			t.Error(err)
		}
		return string(text)
	}
	stdin.Close()
	return status, read(stdout), read(stderr)
}

// document reads a file and turns CRLF into LF.
func document(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(text), "\r\n", "\n")
}

// generated compares the text between <!-- name --> and <!-- /name --> with want, or
// rewrites it with -update.
func generated(t *testing.T, file, name, want string) {
	t.Helper()
	text := document(t, file)
	before, after, found := strings.Cut(text, "<!-- "+name+" -->\n")
	got, after, ended := strings.Cut(after, "<!-- /"+name+" -->\n")
	switch {
	case !found || !ended:
		t.Fatalf("%s has no <!-- %s --> and <!-- /%s -->", file, name, name)
	case got == want:
	case flag.Lookup("update").Value.String() == "true":
		text = before + "<!-- " + name + " -->\n" + want + "<!-- /" + name + " -->\n" + after
		if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	default:
		t.Errorf("%s is not up to date between the marks %q; go test ./test/house -run TestReadme -update writes it:\n%s", file, name, want)
	}
}
