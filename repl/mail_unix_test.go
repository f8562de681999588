//go:build unix

package repl_test

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"byhand/internal/fakeserver"
	"byhand/repl"
)

// fifo makes a named pipe, and an empty folder for temporary files.
func fifo(t *testing.T) (name, temp string) {
	t.Helper()
	name, temp = filepath.Join(t.TempDir(), "pipe"), t.TempDir()
	t.Setenv("TMPDIR", temp)
	if err := syscall.Mkfifo(name, 0o600); err != nil {
		t.Fatal(err)
	}
	return name, temp
}

// wantEmpty fails if the folder contains anything.
func wantEmpty(t *testing.T, folder string) {
	t.Helper()
	if all, err := os.ReadDir(folder); err != nil || len(all) > 0 {
		t.Errorf("%s has %v, %v", folder, all, err)
	}
}

// TestSendPipe: a pipe is read to its end before anything is sent.
func TestSendPipe(t *testing.T) {
	for _, command := range []string{":send ", ":bdat --chunk 64 "} {
		name, temp := fifo(t)
		first, server := "", "S: 220 hi\nquiet\nmark quiet\nC: DATA\nS: 354 go\n"+wireHeader+"C: .text\nC: .\nS: 250 queued"
		server = strings.Replace(server, "C: .text", "C: ..text", 1)
		if strings.HasPrefix(command, ":bdat") {
			first, server = ready, chunking+"quiet\nmark quiet\nC: BDAT 64\n"+`C= "From: a@x.example\r\nDate: Tue, 24 Nov 2026 04:00:00 +0000\r\nMessag"`+
				"\nS: 250 ok\nC: BDAT 30 LAST\n"+`C= "e-ID: <1@x.example>\r\n\r\n.text\r\n"`+"\nS: 250 queued"
		}
		got := sessionWith(t, server, first+command+name+"\n", func(s *fakeserver.Server) {
			out, err := os.OpenFile(name, os.O_WRONLY, 0)
			if err != nil {
				t.Error(err)
				return
			}
			defer out.Close()
			out.WriteString(header)
			<-s.Event("quiet")
			out.WriteString(".text\n")
		})
		if got.status != repl.OK {
			t.Errorf("status %d\n%s", got.status, got.err)
		}
		wantEmpty(t, temp)
	}
}

// TestSendPipeInterrupted: Ctrl-C ends the wait for a pipe, both before it has a writer
// and before it has data. A writer that comes later loses nothing.
func TestSendPipeInterrupted(t *testing.T) {
	for _, writes := range []bool{false, true} {
		name, temp := fifo(t)
		k := newKeyboard(":send "+name, "NOOP")
		var out *os.File
		got := sessionWith(t, "S: 220 hi\nC: NOOP\nS: 250 ok", "", func(*fakeserver.Server) {
			var err error
			if writes {
				out, err = os.OpenFile(name, os.O_WRONLY, 0)
			}
			for made := []os.DirEntry{}; len(made) == 0 && err == nil; runtime.Gosched() {
				made, err = os.ReadDir(temp) // then byhand waits for the pipe
			}
			if err != nil {
				t.Error(err)
			}
			k.interrupts <- os.Interrupt
		}, func(o *repl.Options) { o.Interactive, o.Input, o.Terminal = true, k, k })
		has(t, "stderr", got.err, "interrupted: nothing was sent")
		hasNot(t, "stderr", got.err, "again within")
		wantEmpty(t, temp)
		if writes {
			out.Close()
			continue
		}
		out, err := os.OpenFile(name, os.O_WRONLY, 0) // byhand's pending open returns, and closes the pipe
		if err != nil {
			t.Fatal(err)
		}
		defer out.Close()
		in, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer in.Close()
		buf := make([]byte, 10)
		if _, err := out.WriteString("for you"); err != nil {
			t.Fatal(err)
		}
		if n, err := in.Read(buf); string(buf[:n]) != "for you" {
			t.Errorf("%q, %v", buf[:n], err)
		}
	}
}
