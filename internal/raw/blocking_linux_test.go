package raw_test

import (
	"io"
	"os"
	"testing"

	"golang.org/x/sys/unix"

	"byhand/internal/raw"
)

// pair returns two ends of a UNIX socket whose reads and writes wait.
func pair(t *testing.T) (ours, theirs *os.File) {
	t.Helper()
	fds, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, fd := range fds { // less than a buffer of the copier's
		unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_SNDBUF, 4<<10)
	}
	ours, theirs = os.NewFile(uintptr(fds[0]), "ours"), os.NewFile(uintptr(fds[1]), "theirs")
	t.Cleanup(func() { ours.Close(); theirs.Close() })
	return ours, theirs
}

// Input and output whose descriptors block: everything goes up while nobody takes
// what comes down.
func TestCopyBlockingFiles(t *testing.T) {
	for _, w := range ways {
		t.Run(w.name, func(t *testing.T) {
			sent := make(chan bool)
			wire := w.wire(t, func(p peer) {
				told := make(chan bool)
				go func() { defer close(told); io.WriteString(p, bulk) }()
				if n, _ := io.Copy(io.Discard, p); n != int64(len(bulk)) {
					t.Errorf("%d bytes went up, want %d", n, len(bulk))
				}
				close(sent)
				<-told
				p.closeWrite()
			})
			in, typed := pair(t)
			out, shown := pair(t)
			down := make(chan string, 1)
			go func() { io.WriteString(typed, bulk); unix.Shutdown(int(typed.Fd()), unix.SHUT_WR) }()
			go func() { <-sent; text, _ := io.ReadAll(shown); down <- string(text) }()
			r := raw.Copier{}.Copy(t.Context(), wire, in, out)
			out.Close()
			if got := <-down; r != (raw.Result{Wire: io.EOF}) || got != bulk {
				t.Errorf("%+v; %d bytes came down, want %d", r, len(got), len(bulk))
			}
		})
	}
}
