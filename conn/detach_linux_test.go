package conn

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// polled reports whether Go's poller is told of what comes at a descriptor.
func polled(t *testing.T, fd int) bool {
	t.Helper()
	var stat unix.Stat_t
	if err := unix.Fstat(fd, &stat); err != nil {
		t.Fatal(err)
	}
	all, _ := filepath.Glob("/proc/self/fd/*")
	for _, name := range all {
		if to, _ := os.Readlink(name); to != "anon_inode:[eventpoll]" {
			continue
		}
		info, err := os.ReadFile("/proc/self/fdinfo/" + filepath.Base(name))
		if err != nil || !strings.Contains(string(info), "ino:") {
			t.Skip("the kernel does not say what is watched:", err)
		}
		if strings.Contains(string(info), fmt.Sprintf("ino:%x ", stat.Ino)) {
			return true
		}
	}
	return false
}

// A socket that was detached is its new owner's alone, until Close.
func TestDetach(t *testing.T) {
	to := serve(t, func(p *peer) {
		p.hears("ping")
		p.says("pong")
		if rest := p.rest(); rest != "" {
			t.Errorf("the server heard %q", rest)
		}
	})
	s, err := (&Dialer{}).Stream(t.Context(), to)
	if err != nil {
		t.Fatal(err)
	}
	fd, layered, err := s.Detach()
	if err != nil || layered {
		t.Fatalf("layered %v, %v", layered, err)
	}
	if polled(t, fd) {
		t.Error("the poller still watches it")
	}
	if _, err := unix.Write(fd, []byte("ping")); err != nil {
		t.Error(err)
	}
	got := make([]byte, 4)
	unix.Poll([]unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}, -1)
	if n, err := unix.Read(fd, got); string(got[:max(n, 0)]) != "pong" {
		t.Errorf("%q, %v", got, err)
	}
	if err := s.CloseWrite(); err != nil {
		t.Error(err)
	}
	if _, err := s.Read(got); err == nil || err == io.EOF {
		t.Errorf("a Read beside the owner: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if err := s.Close(); err != nil {
		t.Errorf("the second time: %v", err)
	}
}
