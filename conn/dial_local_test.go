package conn

import (
	"net"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestDialSource(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux has more of 127/8")
	}
	to := serve(t, func(p *peer) { p.says(p.RemoteAddr().String()) })
	c, tape := connect(t, to, Dialer{Source: "127.0.0.2"})
	tape.ends(t, Closed)
	if from := tape.bytes(Received); !strings.HasPrefix(from, "127.0.0.2:") || c.Opening().Local.String() != from {
		t.Errorf("connected from %s, says %v", from, c.Opening().Local)
	}
}

// TestDialBadSource checks that the error is about the source, not the target.
func TestDialBadSource(t *testing.T) {
	resolve(t, nil)
	to := Target{Host: "127.0.0.1", Port: closedPort(t)}
	failed := refusal(t, t.Context(), Dialer{Source: "nosuch.invalid"}, to)
	if failed.Cause != NotFound || failed.Error() != `name not found: "nosuch.invalid"` {
		t.Errorf("%d: %v", failed.Cause, failed)
	}
	failed = refusal(t, t.Context(), Dialer{Source: "192.0.2.200"}, to)
	if !strings.Contains(failed.Error(), "192.0.2.200") {
		t.Errorf("another's address: %d: %v", failed.Cause, failed)
	}
}

func TestDialUnix(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s")
	failed := refusal(t, t.Context(), Dialer{}, Target{Path: path})
	if !strings.HasPrefix(failed.Error(), "unix:"+path+": ") || len(failed.Opening.Attempts) != 1 {
		t.Errorf("%d: %v", failed.Cause, failed)
	}
	l, err := net.Listen("unix", path)
	if err != nil {
		t.Skip(err)
	}
	ca := newAuthority(t, "Test Root", now())
	config := ca.server(t)
	to := serveOn(t, l, func(p *peer) {
		p.says(startTLSReply)
		if err := p.secures(config); err != nil {
			t.Error(err)
		}
		if p.rest() != "QUIT\r\n" {
			t.Error("server: no QUIT")
		}
	})
	c, tape, err := upgrade(t, to, Dialer{Security: ca.trusting()})
	if err != nil {
		t.Fatal(err)
	}
	send(t, c, line("QUIT"))
	c.CloseWrite()
	tape.ends(t, Closed)
}
