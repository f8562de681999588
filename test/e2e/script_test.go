package e2e

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"go.uber.org/goleak"

	"byhand/internal/cli"
	"byhand/internal/fakeserver"
	"byhand/internal/testhome"
	"byhand/repl"
)

// hanging is how long byhand may run in a test. No test needs nearly as long.
const hanging = 40 * time.Second

// Other tests of this package may have golden files too, so they share one flag.
func init() {
	if flag.Lookup("update") == nil {
		flag.Bool("update", false, "write golden files again")
	}
}

func byhand() { os.Exit(cli.Run(os.Args[1:])) }

// atOnce is how many tests run at the same time, unless -parallel sets another number. Most of
// them wait most of the time.
const atOnce = "8"

func TestMain(m *testing.M) {
	flag.Set("test.parallel", atOnce)
	testscript.Main(testhome.Tests(leakChecked{m}), map[string]func(){"byhand": byhand})
}

// leakChecked fails if a goroutine is still running after the tests.
type leakChecked struct{ tests testscript.TestingM }

func (w leakChecked) Run() int {
	status := w.tests.Run()
	if err := goleak.Find(); err != nil && status == 0 {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return status
}

// TestScript runs testdata/script/*.txtar. To the commands of testscript it adds:
//
//	fakeserver FILE [VAR]      play FILE (see internal/fakeserver); the port is in $PORT,
//	                           or $VAR, and the certificate in ca.pem
//	status N PROGRAM ARG...    run it; check that it exits with N and that its servers received
//	                           what they expect
//	start PROGRAM ARG...       start it, with a pipe as its input
//	feed TEXT                  write a line to that pipe; no line ending if TEXT ends in \c
//	until TEXT                 wait until its stdout or stderr has TEXT
//	await NAME                 wait until a server reaches "mark NAME"
//	go NAME                    let a server continue after "wait NAME"
//	signal NAME                send it a signal: TERM, HUP, INT, QUIT
//	left N                     wait until it ends while its input is open; check as status does
//	ended N                    close its input, then do as left does
//	plain FILE...              turn escapes into bytes: "\r\n", "\x00"; delete line endings
//	empty FOLDER               check that the folder is empty
//	tidy FILE...               replace what differs between runs in a transcript
//
// After PROGRAM's arguments, <FILE and >FILE redirect; <none and >none are a closed
// pipe. In stderr, what differs between runs is replaced: ports by PORT, times by TIME,
// and so on.
//
// A golden file of the server's bytes has LF in the archive; unix2dos turns it into CRLF
// for cmp.
func TestScript(t *testing.T) {
	update := flag.Lookup("update").Value.String() == "true"
	params := testscript.Params{
		Dir:                 filepath.Join("testdata", "script"),
		UpdateScripts:       update,
		RequireUniqueNames:  true,
		RequireExplicitExec: true,
		Setup: func(e *testscript.Env) error {
			e.Values[stateKey{}] = &scriptState{}
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"await":      cmdAwait,
			"blackhole":  cmdBlackHole,
			"empty":      cmdEmpty,
			"ended":      cmdEnded,
			"fakeserver": cmdFakeServer,
			"feed":       cmdFeed,
			"go":         cmdGo,
			"left":       cmdLeft,
			"plain":      cmdPlain,
			"signal":     cmdSignal,
			"start":      cmdStart,
			"status":     cmdStatus,
			"tidy":       cmdTidy,
			"until":      cmdUntil,
		},
	}
	if update {
		t.Cleanup(func() { takeOutCRs(t, params.Dir) })
	}
	testscript.Run(t, params)
}

// takeOutCRs removes the CRs that unix2dos added for a comparison from the archives.
func takeOutCRs(t *testing.T, dir string) {
	all, _ := filepath.Glob(filepath.Join(dir, "*.txtar"))
	for _, name := range all {
		text, err := os.ReadFile(name)
		if clean := bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")); err == nil && !bytes.Equal(clean, text) {
			err = os.WriteFile(name, clean, 0o666)
		}
		if err != nil {
			t.Error(err)
		}
	}
}

// scriptState contains what a script has started: servers and one program.
type scriptState struct {
	servers []*fakeserver.Server
	child   *child
}

type stateKey struct{}

func stateOf(ts *testscript.TestScript) *scriptState { return ts.Value(stateKey{}).(*scriptState) }

// child is a running program with its output.
type child struct {
	cmd            *exec.Cmd
	input          io.WriteCloser // for feed; nil if the input is a file
	stdout, stderr liveOutput
	after          []func()
}

// liveOutput is the output of a running program. changed is closed when there is more output.
type liveOutput struct {
	mu      sync.Mutex
	text    []byte
	changed chan struct{}
}

func (s *liveOutput) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.text = append(s.text, p...)
	if s.changed != nil {
		close(s.changed)
	}
	s.changed = make(chan struct{})
	return len(p), nil
}

func (s *liveOutput) so() (text string, changed <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.changed == nil {
		s.changed = make(chan struct{})
	}
	return string(s.text), s.changed
}

// begin starts a program; its words "<FILE" and ">FILE" redirect.
func begin(ts *testscript.TestScript, words []string) *child {
	c := &child{}
	var args []string
	var stdin io.Reader
	var stdout io.Writer = &c.stdout
	for _, word := range words {
		switch {
		case strings.HasPrefix(word, "<"):
			stdin = c.open(ts, word[1:], os.O_RDONLY)
		case strings.HasPrefix(word, ">"):
			stdout = c.open(ts, word[1:], os.O_WRONLY|os.O_CREATE|os.O_TRUNC)
		default:
			args = append(args, word)
		}
	}
	if len(args) == 0 {
		ts.Fatalf("which program?")
	}
	ctx, cancel := context.WithTimeout(context.Background(), hanging)
	c.after = append(c.after, cancel)
	c.cmd = exec.CommandContext(ctx, args[0], args[1:]...)
	c.cmd.Dir = ts.MkAbs(".")
	c.cmd.Env = environment(ts)
	c.cmd.Stdin, c.cmd.Stdout, c.cmd.Stderr = stdin, stdout, &c.stderr
	return c
}

// environment returns the variables of the script that byhand uses.
func environment(ts *testscript.TestScript) (all []string) {
	for _, name := range []string{"HOME", "USERPROFILE", "PATH", "TMPDIR", "TMP", "SYSTEMROOT", "TERM", "NO_COLOR", "GOCOVERDIR", "SECRET"} {
		if value := ts.Getenv(name); value != "" {
			all = append(all, name+"="+value)
		}
	}
	return all
}

func (c *child) open(ts *testscript.TestScript, name string, how int) *os.File {
	var f *os.File
	var err error
	if name == "none" {
		reader, writer, e := os.Pipe()
		f, err = writer, e
		if how == os.O_RDONLY {
			reader, f = writer, reader
		}
		reader.Close()
	} else {
		f, err = os.OpenFile(ts.MkAbs(name), how, 0o666)
	}
	ts.Check(err)
	c.after = append(c.after, func() { f.Close() })
	return f
}

// end waits for the program, and checks its status and the results of the servers.
func (c *child) end(ts *testscript.TestScript, want int) {
	err := c.cmd.Wait()
	for _, f := range c.after {
		f()
	}
	stdout, _ := c.stdout.so()
	io.WriteString(ts.Stdout(), stdout)
	stderr, _ := c.stderr.so()
	io.WriteString(ts.Stderr(), tidy(ts, stderr))
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		ts.Fatalf("%v", err)
	}
	got := c.cmd.ProcessState.ExitCode()
	s := stateOf(ts)
	for _, server := range s.servers {
		if err := server.Finish(); err != nil {
			ts.Fatalf("status %d; %v", got, err)
		}
	}
	s.servers = nil
	if got != want {
		ts.Fatalf("status %d, want %d (%v)", got, want, c.cmd.ProcessState)
	}
}

// differing matches text in stderr that differs between runs.
var differing = []struct {
	what *regexp.Regexp
	then string
}{
	{regexp.MustCompile(`(127\.0\.0\.1|\[::1\]):[0-9]{2,5}\b`), "$1:PORT"},
	{regexp.MustCompile(`\b(in|after|failed after) [0-9.]+ m?s\b`), "$1 TIME"},
	{regexp.MustCompile(`\bTLS_[A-Z0-9_]+`), "CIPHER"},
	{regexp.MustCompile(`\b[0-9]+ days left\b`), "N days left"},
	{regexp.MustCompile(`byhand-practice-[0-9]+`), "byhand-practice-N"},
}

// stamps matches text in a transcript that differs between runs.
var stamps = []struct {
	what *regexp.Regexp
	then string
}{
	{regexp.MustCompile(`20[0-9]{2}-[0-9]{2}-[0-9]{2}[T ][0-9:.]{8,}( UTC|Z)`), "DATE"},
	{regexp.MustCompile(`_ms":[0-9.]+`), `_ms":N`},
	{regexp.MustCompile(`(?m)^# took: [0-9.]+(µs|ms|s)$`), "# took: TIME"},
	{regexp.MustCompile(`in [0-9.]+(µs|ms|s) at DATE`), "in TIME at DATE"},
	{regexp.MustCompile(`"(issuer|sha256|not_after|group)":"[^"]*"`), `"$1":"X"`},
	{regexp.MustCompile(`"names":\[[^]]*\]`), `"names":[X]`},
	{regexp.MustCompile(`(?m)^(# tls: )(certificate for|sha256) .*`), "$1$2 X"},
	{regexp.MustCompile(`(?m)^(# tls: TLS 1.3, CIPHER, )[^,]*`), "${1}GROUP"},
}

func cmdTidy(ts *testscript.TestScript, _ bool, args []string) {
	for _, name := range args {
		text := stamped(ts.ReadFile(name)) // first, because a time may contain the digits of a port
		ts.Check(os.WriteFile(ts.MkAbs(name), []byte(stamped(tidy(ts, text))), 0o666))
	}
}

func stamped(text string) string {
	for _, s := range stamps {
		text = s.what.ReplaceAllString(text, s.then)
	}
	return text
}

func tidy(ts *testscript.TestScript, text string) string {
	for _, d := range differing {
		text = d.what.ReplaceAllString(text, d.then)
	}
	for _, name := range []string{"PORT", "PORT2"} {
		if port := ts.Getenv(name); port != "" {
			text = regexp.MustCompile(`\b`+port+`\b`).ReplaceAllString(text, "PORT")
		}
	}
	return strings.ReplaceAll(text, ts.Getenv("WORK"), "$WORK")
}

func cmdAwait(ts *testscript.TestScript, _ bool, args []string) {
	need(ts, args, 1, "await NAME")
	for _, server := range stateOf(ts).servers {
		select {
		case <-server.Event(args[0]):
		case <-time.After(hanging):
			ts.Fatalf("no server reached %q", args[0])
		}
	}
}

func cmdEmpty(ts *testscript.TestScript, _ bool, args []string) {
	need(ts, args, 1, "empty FOLDER")
	all, err := os.ReadDir(ts.MkAbs(args[0]))
	ts.Check(err)
	if len(all) > 0 {
		ts.Fatalf("%s has %v", args[0], all)
	}
}

func cmdEnded(ts *testscript.TestScript, _ bool, args []string) {
	need(ts, args, 1, "ended N")
	stateOf(ts).child.input.Close()
	cmdLeft(ts, false, args)
}

func cmdFakeServer(ts *testscript.TestScript, _ bool, args []string) {
	name := "PORT"
	if len(args) == 2 {
		name = args[1]
		args = args[:1]
	}
	need(ts, args, 1, "fakeserver FILE [VAR]")
	server, err := fakeserver.Start(ts.ReadFile(args[0]))
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs("ca.pem"), server.CA, 0o666))
	ts.Setenv(name, server.Port())
	s := stateOf(ts)
	s.servers = append(s.servers, server)
}

func cmdFeed(ts *testscript.TestScript, _ bool, args []string) {
	need(ts, args, 1, "feed TEXT")
	text, half := strings.CutSuffix(args[0], `\c`)
	if !half {
		text += "\n"
	}
	_, err := io.WriteString(stateOf(ts).child.input, text)
	ts.Check(err)
}

func cmdGo(ts *testscript.TestScript, _ bool, args []string) {
	need(ts, args, 1, "go NAME")
	for _, server := range stateOf(ts).servers {
		close(server.Event(args[0]))
	}
}

func cmdLeft(ts *testscript.TestScript, _ bool, args []string) {
	need(ts, args, 1, "left N")
	stateOf(ts).child.end(ts, number(ts, args[0]))
}

func cmdPlain(ts *testscript.TestScript, _ bool, args []string) {
	for _, name := range args {
		text := strings.ReplaceAll(ts.ReadFile(name), "\n", "")
		text, err := strconv.Unquote(`"` + strings.ReplaceAll(text, `"`, `\"`) + `"`)
		if err != nil {
			ts.Fatalf("plain %s: %v", name, err)
		}
		ts.Check(os.WriteFile(ts.MkAbs(name), []byte(text), 0o666))
	}
}

func cmdSignal(ts *testscript.TestScript, _ bool, args []string) {
	need(ts, args, 1, "signal NAME")
	signals := map[string]os.Signal{"TERM": syscall.SIGTERM, "HUP": syscall.SIGHUP, "INT": os.Interrupt, "QUIT": syscall.SIGQUIT}
	ts.Check(stateOf(ts).child.cmd.Process.Signal(signals[args[0]]))
}

func cmdStart(ts *testscript.TestScript, _ bool, args []string) {
	c := begin(ts, args)
	in, out, err := os.Pipe()
	ts.Check(err)
	c.cmd.Stdin, c.input = in, out
	c.after = append(c.after, func() { in.Close(); out.Close() })
	ts.Check(c.cmd.Start())
	stateOf(ts).child = c
	ts.Defer(sync.OnceFunc(func() {
		if c.cmd.ProcessState == nil {
			c.cmd.Process.Kill()
			c.cmd.Wait()
		}
	}))
}

func cmdStatus(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: status N PROGRAM ARG...")
	}
	c := begin(ts, args[1:])
	ts.Check(c.cmd.Start())
	c.end(ts, number(ts, args[0]))
}

func cmdUntil(ts *testscript.TestScript, _ bool, args []string) {
	need(ts, args, 1, "until TEXT")
	c := stateOf(ts).child
	for late := time.After(hanging); ; {
		stdout, more := c.stdout.so()
		stderr, words := c.stderr.so()
		if strings.Contains(stdout, args[0]) || strings.Contains(stderr, args[0]) {
			return
		}
		select {
		case <-more:
		case <-words:
		case <-late:
			ts.Fatalf("%q does not appear; stdout %q, stderr %q", args[0], stdout, stderr)
		}
	}
}

func need(ts *testscript.TestScript, args []string, n int, usage string) {
	if len(args) != n {
		ts.Fatalf("usage: %s", usage)
	}
}

func number(ts *testscript.TestScript, text string) int {
	n, err := strconv.Atoi(text)
	ts.Check(err)
	return n
}

// TestScriptNames checks that each script's name begins with its subject: "status_lost". A
// subcommand is a subject, and each colon-command is in a script.
func TestScriptNames(t *testing.T) {
	subjects, text := []string{"command", "files", "lockstep", "nowait", "raw", "record", "secrets", "status"}, ""
	for _, c := range cli.Command().Commands() {
		subjects = append(subjects, c.Name())
	}
	all, err := os.ReadDir(filepath.Join("testdata", "script"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range all {
		subject, _, _ := strings.Cut(strings.TrimSuffix(file.Name(), ".txtar"), "_")
		if !slices.Contains(subjects, subject) || !strings.HasSuffix(file.Name(), ".txtar") {
			t.Error(fmt.Errorf("%s: the name begins with none of %q", file.Name(), subjects))
		}
		script, err := os.ReadFile(filepath.Join("testdata", "script", file.Name()))
		if err != nil {
			t.Fatal(err)
		}
		text += string(script)
	}
	for _, c := range repl.Commands() {
		if !regexp.MustCompile(`(^|\s|'):` + c.Name + `\b`).MatchString(text) {
			t.Errorf("no script has :%s", c.Name)
		}
	}
}
