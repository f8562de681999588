//go:build linux

package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"testing"
)

// TestT27NoCore: a crash writes no core file, even where the user's limits allow one.
func TestT27NoCore(t *testing.T) {
	t.Parallel()
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
