package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"byhand/internal/fakeserver"
)

// TestReplayLong: what is behind a long message is compared too, though memory no
// longer holds it.
func TestReplayLong(t *testing.T) {
	text := strings.Repeat("C: x\n", 70_000)
	said := "S: 220 hi\nC: DATA\nS: 354 go\n" + text + "C: .\nS: 250 queued\nC: QUIT\nS: 221 bye\n"
	was := filepath.Join(t.TempDir(), "was.txt")
	if err := os.WriteFile(was, []byte(said), 0o600); err != nil {
		t.Fatal(err)
	}
	for replies, want := range map[string]string{
		said: "4 replies, all alike\n",
		strings.Replace(said, "S: 250 queued", "S: 554 no", 1): "4 replies, 1 differs\n",
	} {
		s, err := fakeserver.Start(replies + "close")
		if err != nil {
			t.Fatal(err)
		}
		out, _ := exec.Command("byhand", "replay", was, "127.0.0.1", s.Port()).CombinedOutput()
		if !strings.HasSuffix(string(out), "byhand: "+want) {
			t.Errorf("it ends with %q, not with %q", out[max(0, len(out)-200):], want)
		}
		if err := s.Finish(); err != nil {
			t.Error(err)
		}
	}
}
