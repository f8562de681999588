//go:build linux

package main

import (
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"testing"

	"golang.org/x/sys/unix"
)

// TestT27NoCore: a crash leaves nothing on disk, however much the user's limits
// allow.
func TestT27NoCore(t *testing.T) {
	s := serves(t, "S: 220 hi\nsilence")
	x := show(t, exec.Command("sh", "-c", "ulimit -c unlimited 2>/dev/null; TERM=dumb exec byhand 127.0.0.1 "+s.Port()))
	x.sees("plain> ")
	limits, err := os.ReadFile(fmt.Sprintf("/proc/%d/limits", x.cmd.Process.Pid))
	if err != nil {
		t.Skip(err)
	}
	if line := regexp.MustCompile(`Max core file size.*`).Find(limits); !regexp.MustCompile(` 0 +0 `).Match(line) {
		t.Errorf("%s", line)
	}
	x.cmd.Process.Kill()
	s.Finish()
}

// TestT27Undumpable: nor does a program get it that the system hands cores to. A
// process of its own looks: this one is to stay as it is.
func TestT27Undumpable(t *testing.T) {
	const here = "BYHAND_TEST_DUMPABLE"
	if os.Getenv(here) != "" {
		leaveNoCore()
		if n, err := unix.PrctlRetInt(unix.PR_GET_DUMPABLE, 0, 0, 0, 0); n != 0 || err != nil {
			t.Errorf("dumpable: %d, %v", n, err)
		}
		return
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, "-test.run=^TestT27Undumpable$")
	cmd.Env = append(os.Environ(), here+"=1")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
