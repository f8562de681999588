//go:build linux

package bounds

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	"go.uber.org/goleak"

	"byhand/internal/testhome"
)

// most is the limit on memory that SECURITY.md promises, in KiB.
const most = 64 << 10

// patience is how long a test waits before it fails instead of hanging.
const patience = time.Minute

var (
	home  string
	built = sync.OnceValue(func() error {
		c := exec.Command("go", "build", "-buildvcs=false", "-o", filepath.Join(home, "byhand"), ".")
		c.Dir, c.Env = filepath.Join("..", ".."), append(os.Environ(), "CGO_ENABLED=0")
		out, err := c.CombinedOutput()
		if err != nil {
			return fmt.Errorf("go build: %v\n%s", err, out)
		}
		return nil
	})
)

func TestMain(m *testing.M) {
	var err error
	if home, err = os.MkdirTemp("", "byhand-bounds-"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	goleak.VerifyTestMain(testhome.Tests(m), goleak.Cleanup(func(status int) { os.RemoveAll(home); os.Exit(status) }))
}

// byhand returns a command that runs the program, built as it is released.
func byhand(t testing.TB, args ...string) *exec.Cmd {
	t.Helper()
	if err := built(); err != nil {
		t.Fatal(err)
	}
	c := exec.Command(filepath.Join(home, "byhand"), args...)
	c.Env = append(os.Environ(), "TERM=xterm", "XDG_STATE_HOME="+t.TempDir(), "TMPDIR="+t.TempDir(), "NO_COLOR=1")
	return c
}

// wire is a connection as the server sees it.
type wire struct {
	net.Conn
	in *bufio.Reader
}

// line reads a line, without its line ending.
func (w wire) line() string {
	text, _ := w.in.ReadString('\n')
	return strings.TrimRight(text, "\r\n")
}

// flood writes the text n times.
func (w wire) flood(text string, n int) {
	block := strings.Repeat(text, max(1, (64<<10)/len(text)))
	for left := n * len(text); left > 0; left -= len(block) {
		if _, err := io.WriteString(w, block[:min(left, len(block))]); err != nil {
			return
		}
	}
}

// serves listens on a port, calls play with its first connection, and returns the port.
func serves(t testing.TB, play func(wire)) (port string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan bool)
	go func() {
		defer close(done)
		if c, err := l.Accept(); err == nil {
			defer c.Close()
			c.SetDeadline(time.Now().Add(patience))
			play(wire{c, bufio.NewReader(c)})
		}
	}()
	t.Cleanup(func() { l.Close(); <-done })
	_, port, _ = net.SplitHostPort(l.Addr().String())
	return port
}

// status returns a figure of a process from /proc (proc_pid_status(5)).
func status(t testing.TB, pid int, name string) int {
	t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	found := regexp.MustCompile(name + `:\s+(\d+)`).FindSubmatch(text)
	if err != nil || found == nil {
		t.Fatalf("no %s: %v", name, err)
	}
	n, _ := strconv.Atoi(string(found[1]))
	return n
}

// floods are what a server sends between a command and the end of its reply.
var floods = []struct {
	name  string
	ask   string
	floor func(wire)
}{
	{"a line of 40 MB", "NOOP", func(w wire) { w.flood("250-", 1); w.flood("x", 40<<20); w.flood("\r\n250 end\r\n", 1) }},
	{"a reply of 400,000 lines", "NOOP", func(w wire) {
		w.flood("250-0123456789 0123456789 0123456789\r\n", 4e5)
		w.flood("250 end\r\n", 1)
	}},
	{"unsolicited replies", ":wait 1s", func(w wire) { w.flood("250 x\r\n", 4e5) }},
	{"empty lines", "NOOP", func(w wire) { w.flood("\r\n", 1e5); w.flood("250 end\r\n", 1) }},
	{"100,000 keywords", "EHLO me", func(w wire) {
		for i := range 100_000 {
			fmt.Fprintf(w, "250-KEYWORD%d with a parameter %d\r\n", i, i)
		}
		w.flood("250 AUTH PLAIN\r\n", 1)
	}},
	{"a keyword of 30 MB", "EHLO me", func(w wire) { w.flood("250-AUTH ", 1); w.flood("A ", 15<<20); w.flood("\r\n250 end\r\n", 1) }},
	{"a challenge of 30 MB", "AUTH LOGIN", func(w wire) {
		w.flood("334 ", 1)
		w.flood("QUJD", 30<<18)
		w.flood("\r\n", 1)
		w.line()
		w.flood("535 no\r\n", 1)
	}},
	{"control bytes", "NOOP", func(w wire) { w.flood("250-\x1b\x00\xff\u202e\r\n", 15e4); w.flood("250 end\r\n", 1) }},
	{"CR alone", "NOOP", func(w wire) { w.flood("250-\r\r\r\r", 2e6); w.flood("\r\n250 end\r\n", 1) }},
}

// T15: whatever a server sends, memory stays under its bound and byhand sends its next
// line, in a pipe, with transcripts, and at a terminal.
func TestT15Floods(t *testing.T) {
	for _, how := range []struct {
		name string
		args []string
		tty  bool
	}{
		{"pipe", nil, false},
		{"json and log", []string{"--json", "--log", "DIR/log.txt"}, false},
		{"terminal", nil, true},
	} {
		for _, f := range floods {
			t.Run(how.name+"/"+f.name, func(t *testing.T) {
				t.Parallel()
				peak, pid := make(chan int, 1), make(chan int, 1)
				port := serves(t, func(w wire) {
					defer close(peak)
					w.flood("220 hi\r\n", 1)
					if f.ask[0] != ':' {
						w.line()
					}
					f.floor(w)
					for line := w.line(); line != "DONE"; line = w.line() {
						if line == "" {
							return
						}
						w.flood("500 what\r\n", 1)
					}
					peak <- status(t, <-pid, "VmHWM")
				})
				args := append([]string{"--timeout", "60s", "--keep-going", "--quiet", "-c", f.ask, "-c", "*", "-c", "DONE"}, how.args...)
				for i := range args {
					args[i] = strings.Replace(args[i], "DIR", t.TempDir(), 1)
				}
				cmd := byhand(t, append(args, "127.0.0.1", port)...)
				out, close := drained(t, cmd, how.tty)
				if err := cmd.Start(); err != nil {
					t.Fatal(err)
				}
				pid <- cmd.Process.Pid
				kib := <-peak
				cmd.Process.Kill()
				cmd.Wait()
				close()
				if kib == 0 || kib > most {
					t.Errorf("peak %d KiB, want at most %d; output %d bytes", kib, most, *out)
				}
				t.Logf("peak %.1f MiB; %d MB shown", float64(kib)/1024, *out/1e6)
			})
		}
	}
}

// drained reads the output of the program and counts its bytes. The output is a terminal
// if tty is set. end waits for the rest.
func drained(t testing.TB, cmd *exec.Cmd, tty bool) (n *int64, end func()) {
	t.Helper()
	ours, theirs, err := os.Pipe()
	if tty {
		ours, theirs, err = pty.Open()
	}
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stdout, cmd.Stderr = theirs, nil
	if tty {
		cmd.Stderr = theirs
	}
	n, done := new(int64), make(chan bool)
	go func() {
		defer close(done)
		*n, _ = io.Copy(io.Discard, ours)
	}()
	return n, func() { theirs.Close(); <-done; ours.Close() }
}

// typed starts byhand at a prompt. shows presses keys and waits until the terminal
// shows the text.
func typed(t testing.TB, port string) (cmd *exec.Cmd, keys *os.File, shows func(text, keys string)) {
	t.Helper()
	ctrl, tty, err := pty.Open()
	if err == nil {
		err = syscall.SetNonblock(int(ctrl.Fd()), true) // so that Close ends a Read
	}
	if err != nil {
		t.Fatal(err)
	}
	pty.Setsize(tty, &pty.Winsize{Rows: 24, Cols: 80})
	cmd = byhand(t, "127.0.0.1", port)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = tty, tty, tty
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	tty.Close()
	look, done := &screenSearch{found: make(chan bool, 1)}, make(chan bool)
	go func() {
		defer close(done)
		io.Copy(look, ctrl)
	}()
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait(); ctrl.Close(); <-done })
	return cmd, ctrl, func(text, keys string) {
		look.out(text)
		io.WriteString(ctrl, keys)
		select {
		case <-look.found:
		case <-time.After(patience):
			t.Fatalf("%q is never shown", text)
		}
	}
}

// screenSearch searches the output on a terminal for a text.
type screenSearch struct {
	mu    sync.Mutex
	want  string
	tail  []byte
	found chan bool
}

// out starts a search for the text, which may already be in the last output.
func (l *screenSearch) out(text string) {
	l.mu.Lock()
	l.want = text
	l.mu.Unlock()
	l.Write(nil)
}

// Write searches more output.
func (l *screenSearch) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.tail = append(l.tail, p...)
	if l.want != "" && bytes.Contains(l.tail, []byte(l.want)) {
		l.want, l.tail = "", nil
		l.found <- true
	}
	l.tail = l.tail[max(0, len(l.tail)-4096):]
	return len(p), nil
}

// T15: while the server floods the prompt, Ctrl-C twice still ends byhand, and memory
// stays under its bound.
func TestT15InterruptInFlood(t *testing.T) {
	port := serves(t, func(w wire) {
		w.flood("220 hi\r\n", 1)
		w.line()
		go io.Copy(io.Discard, w.in)
		w.flood("250-all the while it talks and talks\r\n", 1<<30)
	})
	cmd, keys, shows := typed(t, port)
	shows("hi", "")
	shows("talks and talks", "NOOP\r")
	kib, left, presses := 0, make(chan error), 0
	go func() { left <- cmd.Wait() }()
	for gone := false; !gone && presses < 6; presses++ { // the first ends the wait, then twice
		kib = max(kib, status(t, cmd.Process.Pid, "VmHWM"))
		io.WriteString(keys, "\x03")
		select {
		case <-left:
			gone = true
		case <-time.After(300 * time.Millisecond):
		}
	}
	if presses > 5 || kib > most {
		t.Errorf("left after %d Ctrl-C, peak %d KiB", presses, kib)
	}
	t.Logf("peak %.1f MiB", float64(kib)/1024)
}

// BenchmarkInterrupt measures the time from Ctrl-C in a flood to its note.
func BenchmarkInterrupt(b *testing.B) {
	port := serves(b, func(w wire) {
		w.flood("220 hi\r\n", 1)
		w.flood("250-all the while it talks and talks\r\n", 1<<30)
	})
	_, _, shows := typed(b, port)
	shows("talks and talks", "")
	var echo, answer time.Duration
	for b.Loop() {
		began := time.Now()
		shows("hello", "hello")
		typed := time.Now()
		shows("^C", "\x03")
		echo, answer = echo+typed.Sub(began), answer+time.Since(typed)
	}
	b.ReportMetric(echo.Seconds()*1000/float64(b.N), "echo-ms")
	b.ReportMetric(answer.Seconds()*1000/float64(b.N), "interrupt-ms")
}

// BenchmarkIdle measures the processor time of an idle prompt.
func BenchmarkIdle(b *testing.B) {
	end := make(chan bool)
	port := serves(b, func(w wire) { w.flood("220 hi\r\n", 1); <-end })
	defer close(end)
	cmd, _, shows := typed(b, port)
	shows("hi", "")
	const span = 5 * time.Second
	for b.Loop() {
		was, woken := ticks(b, cmd.Process.Pid), status(b, cmd.Process.Pid, "voluntary_ctxt_switches")
		time.Sleep(span)
		b.ReportMetric(float64(ticks(b, cmd.Process.Pid)-was)*10/span.Seconds(), "cpu-ms/s")
		b.ReportMetric(float64(status(b, cmd.Process.Pid, "voluntary_ctxt_switches")-woken)/span.Seconds(), "wakes/s")
		b.ReportMetric(float64(status(b, cmd.Process.Pid, "VmRSS"))/1024, "MiB")
	}
}

// ticks returns the processor time of a process, in hundredths of a second.
func ticks(t testing.TB, pid int) int {
	t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		t.Fatal(err)
	}
	fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+2:]))
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	return user + system
}
