package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"byhand/internal/fakeserver"
)

// TestReplayLong: replies after a long message are compared too, although memory no
// longer holds them.
func TestReplayLong(t *testing.T) {
	t.Parallel()
	text := strings.Repeat("C: x\n", 70_000)
	said := "S: 220 hi\nC: DATA\nS: 354 go\n" + text + "C: .\nS: 250 queued\nC: QUIT\nS: 221 bye\n"
	was := filepath.Join(t.TempDir(), "was.txt")
	if err := os.WriteFile(was, []byte(said), 0o600); err != nil {
		t.Fatal(err)
	}
	for replies, status := range map[string]int{
		said: 0,
		strings.Replace(said, "S: 250 queued", "S: 554 no", 1): 1,
	} {
		s, err := fakeserver.Start(replies + "close")
		if err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command("byhand", "replay", was, "127.0.0.1", s.Port())
		out, _ := cmd.CombinedOutput()
		if got := cmd.ProcessState.ExitCode(); got != status || !strings.Contains(string(out), "4 replies") {
			t.Errorf("status %d, want %d; the output ends with %q", got, status, out[max(0, len(out)-200):])
		}
		if err := s.Finish(); err != nil {
			t.Error(err)
		}
	}
}
