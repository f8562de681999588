package e2e

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"byhand/internal/fakeserver"
)

// T16: each wait of a script has a time limit. Single bytes do not extend it, and byhand
// does not wait longer for a server that never reads.
func TestT16Limits(t *testing.T) {
	t.Parallel()
	drip := strings.Repeat("S= \"2\"\nquiet\n", 25)
	lines := strings.Repeat("S: 250-x\nquiet\n", 25) + "S: 250 end\n"
	mail := strings.Repeat(strings.Repeat("x", 900)+"\n", 30_000) // more than buffers take
	const login = "S: 220 hi\nany\nS: 250-hi\nS: 250 AUTH LOGIN\nany\n"
	short, quick := []string{"--timeout", "300ms"}, []string{"--connect-timeout", "300ms"}
	for _, c := range []struct {
		name, script, input string
		args                []string
		status              int
	}{
		{"silence", "silence", "NOOP\n", short, 5},
		{"a drip", "S: 220-hi\n" + drip + "silence", "NOOP\n", []string{"--deadline", "1s"}, 5},
		{"a greeting that drips", strings.ReplaceAll(lines, "250", "220"), "NOOP\n", short, 5},
		{"a reply that drips", "S: 220 hi\nany\n" + lines, "NOOP\n", short, 5},
		{"a line that drips", "S: 220 hi\nany\n" + drip + "S: ", "NOOP\n", short, 5},
		{"no 354", "S: 220 hi\nC: DATA\nsilence", "DATA\nx\n.\n", short, 5},
		{"no reply to the dot", "S: 220 hi\nC: DATA\nS: 354 go\nC: x\nC: .\nsilence", "DATA\nx\n.\n", short, 5},
		{"no close after QUIT", "S: 220 hi\nC: QUIT\nS: 221 bye\nsilence", "QUIT\n", short, 0},
		{"no answer to QUIT", "S: 220 hi\nC: QUIT\nsilence", "QUIT\n", short, 5},
		{"no challenge", login + "silence", ":auth LOGIN me\n", short, 5},
		{"no second challenge", login + "S: 334 VXNlcm5hbWU6\nany\nsilence", ":auth LOGIN me\n", short, 5},
		{"no reply to the login", login + "S: 334 VXNlcm5hbWU6\nany\nS: 334 UGFzc3dvcmQ6\nany\nsilence", ":auth LOGIN me\n", short, 5},
		{"a message that is not read", "S: 220 hi\nC: DATA\nS: 354 go\nwait finish", "DATA\n" + mail, short, 5},
		{"commands that are not read", "S: 220 hi\nwait finish", mail, append(short, "--no-wait"), 5},
		{"bytes that are not read", "S: 220 hi\nwait finish", mail, append(short, "--raw"), 5},
		{"a handshake that drips", "hello\nS= \"\\x16\\x03\\x03\\x40\\x00\"\n" + drip, "", append(quick, "--tls"), 4},
		{"an HTTP proxy that is silent", "silence", "", append(quick, "--proxy", "http://127.0.0.1:PORT"), 3},
		{"an HTTP proxy that drips", "any\nany\nany\n" + drip, "", append(quick, "--proxy", "http://127.0.0.1:PORT"), 3},
		{"a SOCKS proxy that is silent", "silence", "", append(quick, "--proxy", "socks5://127.0.0.1:PORT"), 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s, err := fakeserver.Start(c.script)
			if err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithTimeout(context.Background(), hanging)
			defer cancel()
			args := append(slices.Clone(c.args), "--quiet", "--password-env", "SECRET", "127.0.0.1", s.Port())
			for i := range args {
				args[i] = strings.Replace(args[i], "PORT", s.Port(), 1)
			}
			cmd := exec.CommandContext(ctx, "byhand", args...)
			cmd.Stdin, cmd.Env = strings.NewReader(c.input), append(os.Environ(), "SECRET=x")
			said, _ := cmd.CombinedOutput()
			if got := cmd.ProcessState.ExitCode(); got != c.status {
				t.Errorf("status %d, want %d\n%.1000s", got, c.status, said)
			}
			s.Finish() // it may report that the client left early
		})
	}
}

// T17: at the end of the input, byhand still waits for the outstanding replies.
func TestT17EndOfInput(t *testing.T) {
	t.Parallel()
	o, _ := attacked(t, "S: 220 hi\nC: EHLO me\nquiet\nS: 250 hi\nC: NOOP\nquiet\nS: 250 ok\nC: QUIT\nquiet\nS: 221 bye\nclose", "EHLO me\nNOOP\nQUIT\n")
	o.wants(t, 0)
	if o.stdout != "220 hi\r\n250 hi\r\n250 ok\r\n221 bye\r\n" {
		t.Errorf("stdout %q", o.stdout)
	}
}

// T18: byhand shows what the server sent before it closed, and only then reports the close.
func TestT18ReasonBeforeReset(t *testing.T) {
	t.Parallel()
	o, _ := attacked(t, "S: 220 hi\nC: DATA\nS: 354 go\nC: 1\nS: 552 too much\nclose\nsilence", "DATA\n1\n2\n3\n.\nQUIT\n")
	if o.status == 0 || !strings.Contains(o.stdout, "552 too much") {
		t.Errorf("status %d, stdout %q", o.status, o.stdout)
	}
}

// T20: output that cannot be written is an error at once, for every kind of output and
// every subcommand.
func TestT20Unwritable(t *testing.T) {
	t.Parallel()
	if runtime.GOOS != "linux" {
		t.Skip("its device is Linux's")
	}
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer full.Close()
	reader, gone, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	reader.Close()
	defer gone.Close()
	was := filepath.Join(t.TempDir(), "was.txt")
	if err := os.WriteFile(was, []byte("S: 220 hi\nC: NOOP\nS: 250 ok\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	const greets, answers = "S: 220 hi", "S: 220 hi\nany\nS: 250 hi\nC: QUIT\nS: 221 bye\nclose"
	for _, c := range []struct{ args, script string }{
		{"127.0.0.1 PORT -c NOOP", greets}, // the NOOP is not sent
		{"--json 127.0.0.1 PORT -c NOOP", greets},
		{"--raw 127.0.0.1 PORT", greets},
		{"replay " + was + " 127.0.0.1 PORT", greets},
		{"probe 127.0.0.1:PORT", answers},
		{"probe --json 127.0.0.1:PORT", answers},
		{"practice -c QUIT", ""},
		{"practice --list", ""},
		{"explain 550", ""},
		{"--help", ""},
		{"--version", ""},
		{"completion bash", ""},
	} {
		for _, to := range []*os.File{full, gone} {
			port, finish := "", func() error { return nil }
			if c.script != "" {
				s, err := fakeserver.Start(c.script)
				if err != nil {
					t.Fatal(err)
				}
				port, finish = s.Port(), s.Finish
			}
			cmd := exec.Command("byhand", strings.Fields(strings.ReplaceAll(c.args, "PORT", port))...)
			var said bytes.Buffer
			cmd.Stdout, cmd.Stderr = to, &said
			cmd.Run()
			if got := cmd.ProcessState.ExitCode(); got != 7 {
				t.Errorf("%s: status %d, want 7\n%s", c.args, got, said.String())
			}
			if strings.Contains(said.String(), "no space left on device\n") != (to == full) {
				t.Errorf("%s: %s", c.args, said.String())
			}
			if err := finish(); err != nil {
				t.Errorf("%s: %v", c.args, err)
			}
		}
	}
	o, _ := attacked(t, "tls", "", "--tls", "--keylog", "/dev/full", "-c", "NOOP")
	o.wants(t, 7, "/dev/full: no space left on device")
	o, _ = attacked(t, "S: 220 hi\nC: STARTTLS\nS: 220 go\ntls", "", "--keep-going", "--keylog", "/dev/full", "-c", "STARTTLS", "-c", ":tls", "-c", "NOOP")
	o.wants(t, 7)
}

// T25: each entry of a transcript has the time with its zone, and the elapsed time.
func TestT25Clock(t *testing.T) {
	t.Parallel()
	o, dir := attacked(t, "S: 220 hi\nC: NOOP\nS: 250 ok", "", "--log", "DIR/a.json", "-c", "NOOP")
	o.wants(t, 0)
	text, _ := os.ReadFile(filepath.Join(dir, "a.json"))
	for line := range strings.Lines(string(text)) {
		if !regexp.MustCompile(`"time":"[0-9T:.-]+Z",.*"(elapsed_ms"|opening)`).MatchString(line) {
			t.Errorf("no time, zone and elapsed: %s", line)
		}
	}
}
