//go:build linux

package bounds

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// long is a file that repeats unit between begin and end.
type long struct{ name, begin, unit, end string }

// write writes the file piece by piece, to keep this process small: a child's peak memory
// includes that of its parent until it runs another program.
func (l long) write(t *testing.T) (name string, octets int) {
	t.Helper()
	const size = 5 << 20
	name = filepath.Join(t.TempDir(), l.name)
	file, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	out := bufio.NewWriter(file)
	out.WriteString(l.begin)
	for octets = 0; octets < size; octets += len(l.unit) {
		out.WriteString(l.unit)
	}
	out.WriteString(l.end)
	if err := out.Flush(); err != nil {
		t.Fatal(err)
	}
	return name, octets + len(l.begin+l.end)
}

// T15: replaying a transcript uses at most 64 MB and four times the size of the file,
// whatever it contains, in every format.
func TestT15Replay(t *testing.T) {
	const fresh = "BYHAND_TEST_FRESH"
	if os.Getenv(fresh) == "" { // a child's peak is at least that of the process that starts it
		cmd := exec.Command(os.Args[0], "-test.run=^TestT15Replay$", "-test.v")
		cmd.Env = append(os.Environ(), fresh+"=1")
		out, err := cmd.CombinedOutput()
		if err != nil || !strings.Contains(string(out), "--- PASS: TestT15Replay/") {
			t.Errorf("%v\n%s", err, out)
		}
		return
	}
	const huge = 1<<20 - 10 // of one line
	for _, l := range []long{
		{"replies.txt", "", "S:\n", ""},
		{"commands.txt", "", "C: a\nC: b\n", ""},
		{"both.txt", "", "C: a\nS: x\nC: b\nS: y\n", ""},
		{"codes.txt", "", "C: a\nS: 250 x\n", ""},
		{"data.txt", "", "C: DATA\n", ""},
		{"message.txt", "S: 220 hi\nC: DATA\nS: 354 go\n", "C: " + strings.Repeat("a", 50) + "\n", "C: .\nS: 250 ok\n"},
		{"pieces.txt", "C: x\n", "C=\"a\"\n", ""},
		{"lines.txt", "", "C: " + strings.Repeat("a", huge) + "\n", ""},
		{"lines.json", "", `{"v":1,"event":"sent","text":"` + strings.Repeat("a", huge) + `"}` + "\n", ""},
		{"notes.txt", "C: x\n", "# note:\n", ""},
		{"opened.txt", "C: x\n", "# opened:\n", ""},
		{"imap.txt", "S: * OK hi\n", "C: a NOOP\nS: a OK\n", ""},
		{"utf16.txt", "\xff\xfe", "S\x00:\x00\n\x00", ""},
		{"block.md", "```\n", "S:\n", "```\n"},
		{"blocks.md", "", "```\nC:\n```\n", ""},
		{"received.json", "", `{"v":1,"event":"received"}` + "\n", ""},
		{"sent.json", "", `{"v":1,"event":"sent"}` + "\n", ""},
		{"reply.json", "", `{"v":1,"event":"received","reply":{"lines":[` + strings.Repeat(`"",`, 2<<20) + `""]}}` + "\n", ""},
	} {
		t.Run(l.name, func(t *testing.T) {
			t.Parallel()
			port := serves(t, takesAll)
			file, octets := l.write(t)
			cmd := byhand(t, "replay", "--quiet", "--timeout", "20s", file, "127.0.0.1", port)
			cmd.Run() // it may fail
			kib, bound := int(cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss), most+4*octets>>10
			if kib > bound {
				t.Errorf("peak %d KiB, want at most %d", kib, bound)
			}
			t.Logf("status %d, peak %.1f MiB for a file of %.1f MiB", cmd.ProcessState.ExitCode(), float64(kib)/1024, float64(octets)/(1<<20))
		})
	}
}

// takesAll accepts every command and every message.
func takesAll(w wire) {
	w.flood("220 hi\r\n", 1)
	for text := false; ; {
		line, err := w.in.ReadString('\n')
		switch {
		case err != nil:
			return
		case text && line != ".\r\n":
		case line == "DATA\r\n":
			text = true
			fmt.Fprint(w, "354 go\r\n")
		default:
			text = false
			fmt.Fprint(w, "250 ok\r\n")
		}
	}
}
