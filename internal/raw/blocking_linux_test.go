package raw_test

import (
	"io"
	"os"
	"testing"

	"golang.org/x/sys/unix"

	"byhand/internal/raw"
)

// pair returns the two ends of a UNIX socket with blocking reads and writes.
func pair(t *testing.T) (ours, theirs *os.File) {
	t.Helper()
	fds, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, fd := range fds { // smaller than a buffer of io.Copy
		unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_SNDBUF, 4<<10)
	}
	ours, theirs = os.NewFile(uintptr(fds[0]), "ours"), os.NewFile(uintptr(fds[1]), "theirs")
	t.Cleanup(func() { ours.Close(); theirs.Close() })
	return ours, theirs
}

// TestCopyBlockingFiles checks that with blocking descriptors, the whole input is sent while
// nothing reads the output.
func TestCopyBlockingFiles(t *testing.T) {
	for _, w := range ways {
		t.Run(w.name, func(t *testing.T) {
			sent := make(chan bool)
			wire := w.wire(t, func(p peer) {
				written := make(chan bool)
				go func() { defer close(written); io.WriteString(p, bulk) }()
				if n, _ := io.Copy(io.Discard, p); n != int64(len(bulk)) {
					t.Errorf("sent %d bytes, want %d", n, len(bulk))
				}
				close(sent)
				<-written
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
				t.Errorf("%+v; received %d bytes, want %d", r, len(got), len(bulk))
			}
		})
	}
}
