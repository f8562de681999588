package testhome

import (
	"os"
	"path/filepath"
	"testing"
)

// look is a Runner that records where its home folder is.
type look struct {
	home string
	all  []string
}

func (l *look) Run() int {
	l.home, _ = os.UserHomeDir()
	config, _ := os.UserConfigDir()
	cache, _ := os.UserCacheDir()
	l.all = []string{l.home, config, cache}
	if err := os.WriteFile(filepath.Join(l.home, "history"), nil, 0o600); err != nil {
		return 1
	}
	return 3
}

// TestTests checks that a run has an empty home folder, which also holds configuration and
// cache, and that the folder is removed afterwards.
func TestTests(t *testing.T) {
	mine := t.TempDir()
	for _, name := range []string{"HOME", "USERPROFILE", "AppData", "LocalAppData", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "GOPATH", "GOCACHE", "GOENV"} {
		t.Setenv(name, mine)
	}
	l := &look{}
	if status := Tests(l).Run(); status != 3 {
		t.Errorf("status %d", status)
	}
	for _, dir := range l.all {
		if rest, err := filepath.Rel(l.home, dir); err != nil || !filepath.IsLocal(rest) || dir == mine {
			t.Errorf("%s is not below the home folder %s", dir, l.home)
		}
	}
	if left, err := os.ReadDir(mine); err != nil || len(left) > 0 {
		t.Errorf("files in the user's own folder: %v, %v", left, err)
	}
	if _, err := os.Stat(l.home); !os.IsNotExist(err) {
		t.Errorf("%s was not removed: %v", l.home, err)
	}
	for _, name := range []string{"GOPATH", "GOCACHE", "GOENV"} {
		if os.Getenv(name) != mine {
			t.Errorf("%s moved to %s", name, os.Getenv(name))
		}
	}
}
