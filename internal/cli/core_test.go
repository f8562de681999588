//go:build linux

package cli

import (
	"os"
	"os/exec"
	"testing"

	"golang.org/x/sys/unix"
)

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
