package conn

import (
	"net"
	"testing"
)

// TestT22InTheClear checks where byhand may send a secret without TLS and without asking.
func TestT22InTheClear(t *testing.T) {
	for _, test := range []struct {
		to    net.Addr
		proxy string
		here  bool
	}{
		{&net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)}, "", true},
		{&net.TCPAddr{IP: net.IPv4(127, 9, 9, 9)}, "", true},
		{&net.TCPAddr{IP: net.IPv6loopback}, "", true},
		{&net.UnixAddr{Name: "/run/lmtp"}, "", true},
		{&net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)}, "socks5://127.0.0.1:1080", false}, // the proxy is local, the server is not
		{&net.TCPAddr{IP: net.IPv4(192, 0, 2, 1)}, "", false},
		{&net.TCPAddr{IP: net.IPv4(10, 0, 0, 1)}, "", false},
		{&net.TCPAddr{IP: net.IPv4zero}, "", false},
		{&net.TCPAddr{IP: net.ParseIP("2001:db8::1")}, "", false},
		{&net.TCPAddr{IP: net.ParseIP("fe80::1"), Zone: "eth0"}, "", false},
		{&net.TCPAddr{}, "", false},
	} {
		if got := (Opening{Remote: test.to, Proxy: test.proxy}).OnLoopback(); got != test.here {
			t.Errorf("%v through %q is on this machine: %v, want %v", test.to, test.proxy, got, test.here)
		}
	}
}
