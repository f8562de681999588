// Package testhome keeps tests out of the home folder of whoever runs them: away
// from a real history, configuration and cache. Each package's TestMain uses it.
package testhome

import (
	"go/build"
	"os"
	"path/filepath"
)

// Runner is a *testing.M, or what runs one.
type Runner interface{ Run() int }

// Tests returns a Runner that runs the tests with an empty home folder, which is
// removed after them. A program that a test starts inherits it.
func Tests(tests Runner) Runner { return housed{tests} }

type housed struct{ tests Runner }

// Run returns the tests' status. It panics if there can be no such folder.
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

// moveTo makes home the user's folder, on every system. Go's own caches and settings
// stay where they are: some tests build.
func moveTo(home string) error {
	for name, value := range goFolders() {
		if os.Getenv(name) == "" {
			os.Setenv(name, value)
		}
	}
	for _, name := range []string{"XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"} {
		os.Unsetenv(name) // what is below home then
	}
	for _, name := range []string{"HOME", "USERPROFILE", "AppData", "LocalAppData"} {
		if err := os.Setenv(name, home); err != nil {
			return err
		}
	}
	return nil
}

// goFolders are the places that the go command derives from the home folder.
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
