//go:build !linux

package main

import "github.com/rogpeppe/go-internal/testscript"

func cmdBlackHole(ts *testscript.TestScript, _ bool, _ []string) {
	ts.Fatalf("blackhole is for Linux alone")
}
