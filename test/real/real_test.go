// Package real tests byhand with real servers: the Postfix and the Dovecot that
// test/servers starts. It runs the program as users do, with a pipe, -f, -c or a terminal,
// and imports none of its packages. Without servers, the tests are skipped.
package real

import (
	"go.uber.org/goleak"

	"bytes"
	"context"
	"encoding/base64"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"byhand/internal/testhome"
)

// hanging is how long a step of a test may take. No step needs nearly as long.
const hanging = time.Minute

// home is the folder of the built program, and the result of the build.
var (
	home  string
	built = sync.OnceValue(func() error { return build(filepath.Join("..", "..")) })
)

func program() string { return filepath.Join(home, "byhand") }

func TestMain(m *testing.M) {
	var err error
	if home, err = os.MkdirTemp("", "byhand-real-"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	flag.Parse()
	if parallel := flag.Lookup("test.parallel"); parallel.Value.String() == fmt.Sprint(runtime.GOMAXPROCS(0)) {
		flag.Set("test.parallel", "16") // most tests wait most of the time
	}
	status := testhome.Tests(m).Run()
	os.RemoveAll(home)
	if err := goleak.Find(); err != nil && status == 0 {
		fmt.Fprintln(os.Stderr, err)
		status = 1
	}
	os.Exit(status)
}

// build builds the program when a test first needs it. Go caches a test's result until a
// file changes that the test has opened, but not one that the compiler has opened. So build
// also walks through the sources.
func build(root string) error {
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && path != root && strings.HasPrefix(d.Name(), ".") {
			return fs.SkipDir
		}
		return err
	})
	if err != nil {
		return err
	}
	c := exec.Command("go", "build", "-buildvcs=false", "-o", program(), ".")
	c.Dir = root
	if out, err := c.CombinedOutput(); err != nil {
		return fmt.Errorf("go build: %v\n%s", err, out)
	}
	return nil
}

// env returns a setting of servers.sh: env(t, "HOST") is $BYHAND_TEST_HOST. If it is not
// set, the test is skipped, or fails if servers are required.
func env(t *testing.T, name string) string {
	t.Helper()
	value := os.Getenv("BYHAND_TEST_" + name)
	switch {
	case value != "":
	case os.Getenv("BYHAND_TEST_REQUIRED") == "1":
		t.Fatalf("BYHAND_TEST_%s is not set", name)
	default:
		t.Skip("no real servers; see CONTRIBUTING.md")
	}
	return value
}

// by is the way in which byhand gets the lines of a script.
type by string

const (
	pipe by = "pipe" // the pipe ends at once, before any reply
	file by = "-f"
	args by = "-c"
)

// call is one run of byhand with a server.
type call struct {
	server string   // such as SMTP_PLAIN; without it the test is skipped
	scheme string   // before the address, such as "imap://"
	flags  []string // after the address; the CA is always trusted
	by     by       // "" is a pipe
	status int      // the expected exit status
	half   bool     // the last line has no line ending
	late   bool     // either side may close first: the dialogue says "the server", but byhand may
}

// result is the result of a run.
type result struct {
	status   int
	out, err string
}

// command returns the run's command line. The name in the certificates is
// localhost.
func (c call) command(ctx context.Context, t *testing.T, more ...string) *exec.Cmd {
	t.Helper()
	address := c.scheme + env(t, "NAME") + ":" + env(t, c.server+"_PORT")
	if err := built(); err != nil {
		t.Fatal(err)
	}
	all := append([]string{"--ca", env(t, "CA"), address}, c.flags...)
	cmd := exec.CommandContext(ctx, program(), append(all, more...)...)
	cmd.WaitDelay = time.Second
	return cmd
}

// run gives byhand the lines and waits for its exit.
func (c call) run(t *testing.T, lines []string) result {
	t.Helper()
	defer alone(c.server)()
	ctx, cancel := context.WithTimeout(t.Context(), hanging)
	defer cancel()
	text := strings.Join(lines, "\n")
	if !c.half {
		text += "\n"
	}
	var more []string
	switch c.by {
	case file:
		name := filepath.Join(t.TempDir(), "lines")
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		more = []string{"-f", name}
	case args:
		for _, line := range lines {
			more = append(more, "-c", line)
		}
	}
	cmd := c.command(ctx, t, more...)
	if len(more) == 0 {
		cmd.Stdin = strings.NewReader(text)
	}
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	if ctx.Err() != nil || cmd.ProcessState == nil {
		t.Fatalf("%v did not end well: %v\nstdout:\n%s\nstderr:\n%s", cmd, err, out.Bytes(), errs.Bytes())
	}
	return result{cmd.ProcessState.ExitCode(), out.String(), errs.String()}
}

// screening is the lock for a session with postscreen: only one may run. While an address has a
// connection that passed, postscreen does not delay other connections from it.
var screening sync.Mutex

// alone waits until no other test uses this server, if the server needs that. The caller
// defers the result.
func alone(server string) (done func()) {
	if server != "POSTSCREEN" {
		return func() {}
	}
	screening.Lock()
	return screening.Unlock
}

// talk types a dialogue's lines and fails unless status, stdout and stderr match the
// dialogue.
func (c call) talk(t *testing.T, dialogue string) result {
	t.Helper()
	s := parse(t, dialogue)
	got := c.run(t, s.typed)
	if c.late {
		got.err = strings.Replace(got.err, "byhand: byhand closed", "byhand: the server closed", 1)
	}
	if got.status != c.status {
		t.Errorf("status %d, want %d", got.status, c.status)
	}
	same(t, "stdout", plain(got.out), s.out)
	sameNotes(t, plain(got.err), s.err)
	return got
}

// script is a parsed dialogue.
type script struct {
	typed    []string
	out, err string
}

// parse reads a dialogue:
//
//	S: 250 2.1.0 Ok           the server sends it: stdout has the line and CRLF
//	C: EHLO me                typed, and on stderr as "> EHLO me"
//	C: AUTH PLAIN ‹AGJvYg==›  the same, with the text between the marks masked
//	H: EHLO [127.0.0.1]       on stderr as a sent line that the user did not type
//	:tls                      typed, a colon-command
//	B: hello                  on stderr as "byhand: hello"
//	B: hint: :starttls        on stderr a hint that contains this
//
// variable returns the value of $NAME. The words of masks appear in the dialogue too.
func parse(t *testing.T, dialogue string) script {
	t.Helper()
	var s script
	var out, errs strings.Builder
	dialogue = os.Expand(dialogue, func(name string) string { return variable(t, name) })
	for _, line := range strings.Split(strings.Trim(dialogue, "\n"), "\n") {
		mark, text, _ := strings.Cut(line, ":")
		text = strings.TrimPrefix(text, " ")
		switch mark {
		case "S":
			out.WriteString(text + "\r\n")
		case "C":
			s.typed = append(s.typed, strings.NewReplacer("‹", "", "›", "").Replace(text))
			errs.WriteString("> " + masked(text) + "\n")
		case "H":
			errs.WriteString("> " + text + "\n")
		case "":
			s.typed = append(s.typed, line)
		case "B":
			errs.WriteString("byhand: " + text + "\n")
		default:
			t.Fatalf("a dialogue has no lines such as %q", line)
		}
	}
	s.out, s.err = out.String(), errs.String()
	return s
}

// masked replaces the text between the marks with a mask.
func masked(line string) string {
	open, rest, found := strings.Cut(line, "‹")
	if !found {
		return line
	}
	return fmt.Sprintf("%s******** (%d characters)", open, len(strings.TrimSuffix(rest, "›")))
}

// variable returns the value of $NAME in a dialogue.
func variable(t *testing.T, name string) string {
	t.Helper()
	user, pass := env(t, "USER2"), env(t, "PASS2")
	switch name {
	case "USER":
		return user
	case "PASS":
		return pass
	case "QUOTED": // RFC 3501 4.3
		return strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(pass)
	case "USER64":
		return base64.StdEncoding.EncodeToString([]byte(user))
	case "PASS64":
		return base64.StdEncoding.EncodeToString([]byte(pass))
	case "PLAIN64": // RFC 4616
		return base64.StdEncoding.EncodeToString([]byte("\x00" + user + "\x00" + pass))
	}
	t.Fatalf("no dialogue knows $%s", name)
	return ""
}

// masks replace text that differs between runs with a word.
var masks = []struct {
	find *regexp.Regexp
	put  string
}{
	{regexp.MustCompile(`connected to localhost:\d+ \(127\.0\.0\.1:\d+\) in [\d.]+ m?s`), "connected to localhost:PORT (127.0.0.1:PORT) in TIME"},
	{regexp.MustCompile(`queued as [0-9A-Za-z]+`), "queued as ID"},
	{regexp.MustCompile(`\bTLS_[A-Z0-9_]+`), "CIPHER"},
	{regexp.MustCompile(`\d+ days (left|ago)`), "N days $1"},
	{regexp.MustCompile(`CAPABILITY [^]]*`), "CAPABILITY ..."},
	{regexp.MustCompile(`\([\d.+ ]+ secs\)`), "(TIME)"},
	{regexp.MustCompile(`(?m)^\* (\d+ (EXISTS|RECENT)|OK \[(UNSEEN|UIDNEXT|UIDVALIDITY) .*)\r\n`), ""}, // the mailbox grows
	{regexp.MustCompile(`(?m)^(byhand: .*) \((stdin|-c):\d+\)$`), "$1"},                                // the line of the script
	{regexp.MustCompile(`(?m)^\+OK \d+ \d+\r\n`), "+OK COUNT SIZE\r\n"},
	{regexp.MustCompile(`(?m)^(SPID|CUID|COOKIE)\t\w+$`), "$1\tID"},
}

func plain(text string) string {
	for _, m := range masks {
		text = m.find.ReplaceAllString(text, m.put)
	}
	return text
}

// same fails with both texts if they differ.
func same(t *testing.T, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s is\n%s\nwant\n%s", what, indent(got), indent(want))
	}
}

// sameNotes fails unless stderr matches a dialogue. In a hint, only the command must match.
func sameNotes(t *testing.T, got, want string) {
	t.Helper()
	const hint = "byhand: hint: "
	wanted, lines := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i, line := range lines {
		if i < len(wanted) && strings.HasPrefix(line, hint) && strings.HasPrefix(wanted[i], hint) &&
			strings.Contains(line, strings.TrimPrefix(wanted[i], hint)) {
			lines[i] = wanted[i]
		}
	}
	same(t, "stderr", strings.Join(lines, "\n"), want)
}

func indent(text string) string {
	text = strings.ReplaceAll(text, "\r", `\r`)
	return "\t" + strings.ReplaceAll(strings.TrimSuffix(text, "\n"), "\n", "\n\t")
}

// has fails unless text contains every one of the pieces, in that order.
func has(t *testing.T, what, text string, pieces ...string) {
	t.Helper()
	rest := text
	for _, piece := range pieces {
		_, after, found := strings.Cut(rest, piece)
		if !found {
			t.Errorf("%s has no %q in its place:\n%s", what, piece, indent(text))
			return
		}
		rest = after
	}
}

// hasNot fails if text contains any of the pieces.
func hasNot(t *testing.T, what, text string, pieces ...string) {
	t.Helper()
	for _, piece := range pieces {
		if strings.Contains(text, piece) {
			t.Errorf("%s has %q:\n%s", what, piece, indent(text))
		}
	}
}
