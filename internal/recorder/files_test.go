package recorder

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestExposure(t *testing.T) {
	for _, test := range []struct {
		mode      fs.FileMode
		known     bool
		owner, us int
		want      string
	}{
		{0o600, true, 1000, 1000, ""},
		{0o600, true, 0, 0, ""},
		{0o644, true, 1000, 1000, `warning: other users can read "a.txt", which already existed`},
		{0o640, true, 1000, 1000, `warning: other users can read "a.txt", which already existed`},
		{0o620, true, 1000, 1000, `warning: other users can change "a.txt", which already existed`},
		{0o600, true, 1000, 0, `warning: "a.txt" belongs to another user (uid 1000)`},
		{0o666, true, 0, 1000, `warning: "a.txt" belongs to another user (uid 0)|warning: other users can read "a.txt", which already existed`},
		{0o666, false, 0, -1, ""},
	} {
		if got := strings.Join(exposure("a.txt", test.mode, test.known, test.owner, test.us), "|"); got != test.want {
			t.Errorf("%o of %d, we are %d: %q, want %q", test.mode, test.owner, test.us, got, test.want)
		}
	}
}

// A log that belongs to another user is used, with a warning.
func TestExposureOfLog(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can give a file to another user")
	}
	name := filepath.Join(t.TempDir(), "a.txt")
	for _, owner := range []int{0, 65534} {
		if err := os.WriteFile(name, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chown(name, owner, -1); err != nil {
			t.Fatal(err)
		}
		l, err := OpenLog(name)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(l.Exposure(), "|"); strings.Contains(got, "belongs to another user") != (owner != 0) {
			t.Errorf("owner %d: %q", owner, got)
		}
		l.Close()
	}
}
