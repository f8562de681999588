//go:build linux

package cli

import (
	"os"
	"os/exec"
	"testing"

	"golang.org/x/sys/unix"
)

// TestT27Undumpable checks that the system does not pass a core dump to a program either.
// It does so in a child process, because this one must stay dumpable.
func TestT27Undumpable(t *testing.T) {
	const child = "BYHAND_TEST_DUMPABLE"
	if os.Getenv(child) != "" {
		disableCoreDumps()
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
	cmd.Env = append(os.Environ(), child+"=1")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
