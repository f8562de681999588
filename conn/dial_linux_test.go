package conn

import (
	"net"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// fullBacklog returns a port whose listener accepts no connections, and so does not answer.
func fullBacklog(t testing.TB) int {
	t.Helper()
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		t.Skip(err)
	}
	t.Cleanup(func() { syscall.Close(fd) })
	if err := syscall.Bind(fd, &syscall.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}}); err != nil {
		t.Skip(err)
	}
	if err := syscall.Listen(fd, 0); err != nil {
		t.Skip(err)
	}
	at, err := syscall.Getsockname(fd)
	if err != nil {
		t.Skip(err)
	}
	port := at.(*syscall.SockaddrInet4).Port
	for range 9 {
		c, err := net.DialTimeout("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)), 200*time.Millisecond)
		if err != nil {
			return port
		}
		t.Cleanup(func() { c.Close() })
	}
	t.Skip("the kernel takes everyone")
	return 0
}

func TestDialNoAnswer(t *testing.T) {
	to := Target{Host: "127.0.0.1", Port: fullBacklog(t)}
	failed := refusal(t, t.Context(), Dialer{Timeout: 50 * time.Millisecond}, to)
	if failed.Cause != NoAnswer || failed.Error() != to.String()+": no answer (blocked?)" {
		t.Errorf("%d: %v", failed.Cause, failed)
	}
	if tried := failed.Opening.Attempts; len(tried) != 1 || tried[0].Address != to.Address() {
		t.Errorf("tried %v", tried)
	}
}

func TestDialUnreachable(t *testing.T) {
	to := Target{Host: "255.255.255.255", Port: 25}
	failed := refusal(t, t.Context(), Dialer{Timeout: time.Second}, to)
	if failed.Cause != Unreachable {
		t.Skipf("the kernel disagrees: %v", failed)
	}
	if !strings.HasSuffix(failed.Error(), "255.255.255.255:25: network unreachable") {
		t.Errorf("says %v", failed)
	}
}
