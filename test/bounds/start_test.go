//go:build linux

package bounds

import (
	"bytes"
	"os"
	"regexp"
	"strconv"
	"testing"
)

// The limits on what runs before main: how many packages initialize something, and how much
// memory they allocate for it. The time would differ between machines. More than half of the
// memory is for the tables of xdg-go/stringprep.
const (
	mostInits = 115
	mostBytes = 288 << 10
)

// TestStartupCost fails if packages do more at the start of every run than the limits allow. Go
// reports what they do (GODEBUG=inittrace=1).
func TestStartupCost(t *testing.T) {
	cmd := byhand(t, "--version")
	cmd.Env = append(os.Environ(), "GODEBUG=inittrace=1")
	var trace bytes.Buffer
	cmd.Stderr = &trace
	if err := cmd.Run(); err != nil {
		t.Fatal(err)
	}
	all := regexp.MustCompile(`(?m)^init (\S+) @.* ([0-9.]+) ms clock, (\d+) bytes, (\d+) allocs$`).FindAllStringSubmatch(trace.String(), -1)
	total := 0
	for _, init := range all {
		n, _ := strconv.Atoi(init[3])
		if total += n; n > 16<<10 {
			t.Logf("%s: %s ms, %d bytes", init[1], init[2], n)
		}
	}
	if len(all) < 20 || len(all) > mostInits || total > mostBytes {
		t.Errorf("%d packages take %d bytes; want at most %d and %d\n%s", len(all), total, mostInits, mostBytes, trace.String())
	}
	t.Logf("%d packages take %d bytes", len(all), total)
}
