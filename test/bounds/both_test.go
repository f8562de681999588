//go:build linux

package bounds

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// run starts a program, sends its process ID to the server, and checks the peak memory
// that the server reports. A peak of 0 means that the server did not reach its end.
func run(t *testing.T, cmd *exec.Cmd, pid chan<- int, peak <-chan int) {
	t.Helper()
	out, end := drained(t, cmd, false)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	pid <- cmd.Process.Pid
	kib := <-peak
	cmd.Process.Kill()
	cmd.Wait()
	end()
	if kib == 0 || kib > most {
		t.Errorf("peak %d KiB, want at most %d", kib, most)
	}
	t.Logf("peak %.1f MiB; %d MB shown", float64(kib)/1024, *out/1e6)
}

// T15: if both sides send a flood at the same time, all data arrives in both directions and
// memory stays under its bound. That is true between commands and in a message.
func TestT15BothWays(t *testing.T) {
	const lines, replies = 100_000, 300_000
	text := strings.Repeat("NOOP "+strings.Repeat("y", 70)+"\n", lines)
	file := filepath.Join(t.TempDir(), "mail")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, input string
		args        []string
		data        bool // the text is between DATA and the final dot
	}{
		{"commands", text, []string{"--no-wait"}, false},
		{"bytes", text, []string{"--raw"}, false},
		{"a message", "DATA\n" + text + ".\n", nil, true},
		{"a message and a log", "DATA\n" + text + ".\n", []string{"--log", "DIR/log.txt"}, true},
		{"a file", ":send " + file + "\n", nil, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			peak, pid := make(chan int, 1), make(chan int, 1)
			port := serves(t, func(w wire) {
				defer close(peak)
				w.flood("220 hi\r\n", 1)
				if c.data {
					w.line()
					w.flood("354 go\r\n", 1)
				}
				flooded := make(chan bool)
				go func() {
					defer close(flooded)
					w.flood("250-all the while it talks and talks\r\n", replies)
				}()
				heard := 0
				for ; heard < lines; heard++ {
					if !strings.HasPrefix(w.line(), "NOOP y") {
						break
					}
				}
				<-flooded
				if heard == lines {
					peak <- status(t, <-pid, "VmHWM")
				}
			})
			args := append([]string{"--timeout", "60s", "--quiet"}, c.args...)
			for i := range args {
				args[i] = strings.Replace(args[i], "DIR", t.TempDir(), 1)
			}
			cmd := byhand(t, append(args, "127.0.0.1", port)...)
			cmd.Stdin = strings.NewReader(c.input)
			run(t, cmd, pid, peak)
		})
	}
}

// TestHiddenNames: hiding names uses bounded memory, however many names a server sends.
func TestHiddenNames(t *testing.T) {
	peak, pid := make(chan int, 1), make(chan int, 1)
	port := serves(t, func(w wire) {
		defer close(peak)
		w.flood("220 hi\r\n", 1)
		w.line()
		out := bufio.NewWriter(w)
		for i := range 150_000 {
			fmt.Fprintf(out, "250-h%d.example.net <u%d@x%d.example.org>\r\n", i, i, i)
		}
		out.WriteString("250 end\r\n")
		out.Flush()
		if w.line() == "DONE" {
			peak <- status(t, <-pid, "VmHWM")
		}
	})
	run(t, byhand(t, "--redact-addresses", "--timeout", "60s", "--quiet", "127.0.0.1", port, "-c", "NOOP", "-c", "DONE"), pid, peak)
}

// T15: a long recording can be saved in each format within the bound, and each file says
// how many entries could not be kept.
func TestT15Saved(t *testing.T) {
	dir, replies := t.TempDir(), 500_000
	peak, pid := make(chan int, 1), make(chan int, 1)
	port := serves(t, func(w wire) {
		defer close(peak)
		w.flood("220 hi\r\n", 1)
		w.line()
		w.flood("250-0123456789 0123456789 0123456789\r\n", replies)
		w.flood("250 end\r\n", 1)
		if w.line() == "DONE" {
			peak <- status(t, <-pid, "VmHWM")
		}
	})
	args := []string{"--timeout", "60s", "--quiet", "127.0.0.1", port, "-c", "NOOP"}
	for _, name := range []string{"a.txt", "a.md", "a.html", "a.json"} {
		args = append(args, "-c", ":save "+filepath.Join(dir, name))
	}
	run(t, byhand(t, append(args, "-c", "DONE")...), pid, peak)
	for name, says := range map[string]string{"a.txt": "more entries could not be kept", "a.md": "more entries could not be kept",
		"a.html": "entries", "a.json": "more entries could not be kept"} {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil || len(text) < 1<<20 || !strings.Contains(string(text), says) {
			t.Errorf("%s: %d bytes, %v", name, len(text), err)
		}
	}
}
