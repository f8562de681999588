//go:build linux

package bounds

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// session is what each client sends.
const session = "EHLO me\nNOOP\nQUIT\n"

// atOnce is how many clients run at the same time.
const atOnce = 200

// BenchmarkSoak runs b.N sessions one after the other and then 200 at once, and prints
// the descriptors, threads and memory that the practice server still uses. It does the
// same with Postfix, if there is one (see CONTRIBUTING.md). It takes long:
//
//	go test ./test/bounds -run '^$' -bench Soak -benchtime 10000x
func BenchmarkSoak(b *testing.B) {
	b.Run("practice", func(b *testing.B) {
		server, port := practice(b)
		b.ReportMetric(0, "ns/op")
		soak(b, port, server.Process.Pid)
	})
	if port := os.Getenv("BYHAND_TEST_SMTP_PLAIN_PORT"); port != "" {
		b.Run("Postfix", func(b *testing.B) { soak(b, port, 0) })
	}
	b.Run("again", again)
}

// practice starts a practice server that lives until the test ends.
func practice(b *testing.B) (*exec.Cmd, string) {
	server := byhand(b, "practice", "--listen", "127.0.0.1:0")
	open, err := server.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	said, err := server.StderrPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := server.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { open.Close(); server.Wait() })
	in := bufio.NewReader(said)
	for {
		line, err := in.ReadString('\n')
		if found := regexp.MustCompile(`STARTTLS on 127\.0\.0\.1:(\d+)`).FindStringSubmatch(line); found != nil {
			go io.Copy(io.Discard, in)
			return server, found[1]
		}
		if err != nil {
			b.Fatal(err)
		}
	}
}

// soak runs the sessions and reports the server's figures after a hundred of them and at
// the end.
func soak(b *testing.B, port string, pid int) {
	var failed atomic.Int64
	one := func() {
		c := byhand(b, "--quiet", "127.0.0.1", port)
		c.Stdin = strings.NewReader(session)
		if c.Run() != nil {
			failed.Add(1)
		}
	}
	report := func(when string) {
		if pid != 0 {
			fds, _ := os.ReadDir(fmt.Sprintf("/proc/%d/fd", pid))
			b.Logf("%s: %d descriptors, %d threads, %.1f MiB", when, len(fds), status(b, pid, "Threads"), float64(status(b, pid, "VmRSS"))/1024)
		}
	}
	for i := range b.N {
		if one(); i == 99 {
			report("after 100 sessions")
		}
	}
	report(fmt.Sprintf("after %d sessions", b.N))
	var all sync.WaitGroup
	for range atOnce {
		all.Go(one)
	}
	all.Wait()
	report("after 200 at once")
	b.Logf("%d failed", failed.Load())
	b.ReportMetric(float64(failed.Load()), "failed")
}

// again has one byhand process connect b.N times.
func again(b *testing.B) {
	_, port := practice(b)
	c := byhand(b, "--quiet", "127.0.0.1", port)
	in, err := c.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	out, err := c.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := c.Start(); err != nil {
		b.Fatal(err)
	}
	replies := bufio.NewReader(out)
	for i := range b.N {
		io.WriteString(in, strings.TrimSuffix(session, "QUIT\n"))
		for finals := 0; finals < 3; { // the greeting, EHLO, NOOP
			text, err := replies.ReadString('\n')
			if err != nil {
				b.Fatal(err)
			}
			if len(text) > 3 && text[3] == ' ' {
				finals++
			}
		}
		if i == 99 || i == b.N-1 {
			fds, _ := os.ReadDir(fmt.Sprintf("/proc/%d/fd", c.Process.Pid))
			b.Logf("after %d connections of one byhand: %d descriptors, %d threads, %.1f MiB", i+1, len(fds),
				status(b, c.Process.Pid, "Threads"), float64(status(b, c.Process.Pid, "VmRSS"))/1024)
		}
		io.WriteString(in, ":again\n")
	}
	in.Close()
	c.Wait()
}
