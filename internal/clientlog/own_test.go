package clientlog

import (
	"fmt"
	"testing"
)

// TestOwnOutput reads byhand's own screen, as a terminal recorder saves it, and its output
// to a pipe.
func TestOwnOutput(t *testing.T) {
	const want = "EHLO me\nAUTH PLAIN %s\nMAIL FROM:<ann@practice.test>\nRCPT TO:<nobody@practice.test>\nRCPT TO:<bob@practice.test>\nDATA\nSubject: x\n\n..hi\n250 only text\n.\nQUIT"
	for name, secret := range map[string]string{"screen.txt": "AGFwaWtleQBub3QtYS1zZWNyZXQ=", "pipe.txt": "********"} {
		log, _ := Read(readFile(t, "testdata/"+name))
		if got := said(log); got != fmt.Sprintf(want, secret) {
			t.Errorf("%s:\n%s", name, got)
		}
	}
}
