//go:build !linux

package e2e

import "github.com/rogpeppe/go-internal/testscript"

func cmdBlackHole(ts *testscript.TestScript, _ bool, _ []string) {
	ts.Fatalf("blackhole is for Linux alone")
}
