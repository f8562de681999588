// Package testhome gives tests an empty home folder, so that they do not use the history,
// configuration and cache of the user who runs them. Each package's TestMain calls it.
package testhome

import (
	"go/build"
	"os"
	"path/filepath"
)

// Runner is a *testing.M or a wrapper of one.
type Runner interface{ Run() int }

// Tests returns a Runner that runs the tests with an empty home folder and removes it
// afterwards. Programs that a test starts use that folder too.
func Tests(tests Runner) Runner { return housed{tests} }

type housed struct{ tests Runner }

// Run returns the exit status of the tests. It panics if it cannot create the folder.
func (h housed) Run() int {
	home, err := os.MkdirTemp("", "byhand-home-")
	if err == nil {
		err = moveTo(home)
	}
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(home)
	return h.tests.Run()
}

// moveTo sets the user's home folder, for every system. It keeps Go's caches and settings,
// because some tests build programs.
func moveTo(home string) error {
	for name, value := range goFolders() {
		if os.Getenv(name) == "" {
			os.Setenv(name, value)
		}
	}
	for _, name := range []string{"XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"} {
		os.Unsetenv(name) // the default is below home
	}
	for _, name := range []string{"HOME", "USERPROFILE", "AppData", "LocalAppData"} {
		if err := os.Setenv(name, home); err != nil {
			return err
		}
	}
	return nil
}

// goFolders returns the folders that the go command derives from the home folder.
func goFolders() map[string]string {
	folders := map[string]string{"GOPATH": build.Default.GOPATH}
	if dir, err := os.UserCacheDir(); err == nil {
		folders["GOCACHE"] = filepath.Join(dir, "go-build")
	}
	if dir, err := os.UserConfigDir(); err == nil {
		folders["GOENV"] = filepath.Join(dir, "go", "env")
	}
	return folders
}
