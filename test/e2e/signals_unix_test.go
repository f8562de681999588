//go:build unix

package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"byhand/internal/fakeserver"
)

// TestSignalEndsStuck: a signal ends byhand even while it waits for a file without a
// writer, or for an output without a reader.
func TestSignalEndsStuck(t *testing.T) {
	t.Parallel()
	t.Run("a password file", func(t *testing.T) {
		fifo := filepath.Join(t.TempDir(), "fifo")
		if err := syscall.Mkfifo(fifo, 0o600); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command("byhand", "--password-file", fifo, "127.0.0.1", "1")
		endsBy(t, cmd, func() {
			w, err := os.OpenFile(fifo, os.O_WRONLY, 0) // once byhand reads
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { w.Close() })
		})
	})
	t.Run("the output of probe", func(t *testing.T) {
		s, err := fakeserver.Start("S: 220 hi\nmark greeted\nany\nS: 250 hi\nany\nS: 221 bye")
		if err != nil {
			t.Fatal(err)
		}
		r, w, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		defer w.Close()
		w.SetWriteDeadline(time.Now().Add(100 * time.Millisecond))
		for err == nil { // until it is full
			_, err = w.Write(make([]byte, 4<<10))
		}
		cmd := exec.Command("byhand", "probe", "--json", "127.0.0.1:"+s.Port())
		cmd.Stdout = w
		endsBy(t, cmd, func() { <-s.Event("greeted") })
		s.Finish()
	})
}

// endsBy starts a program and ends it with SIGTERM once ready has returned.
func endsBy(t *testing.T, cmd *exec.Cmd, ready func()) {
	t.Helper()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ready()
	cmd.Process.Signal(syscall.SIGTERM)
	late := time.AfterFunc(hanging, func() { cmd.Process.Kill() })
	defer late.Stop()
	cmd.Wait()
	status := cmd.ProcessState.Sys().(syscall.WaitStatus)
	if status.ExitStatus() != 143 && status.Signal() != syscall.SIGTERM {
		t.Errorf("%v", cmd.ProcessState)
	}
}
