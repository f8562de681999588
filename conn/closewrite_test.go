package conn

import (
	"io"
	"testing"
)

// TestCloseWrite checks that the server gets end of file, and can still send.
func TestCloseWrite(t *testing.T) {
	ca := newAuthority(t, "Test Root", now())
	config := ca.server(t)
	for _, secure := range []bool{false, true} {
		to := serve(t, func(p *peer) {
			if secure {
				if err := p.secures(config); err != nil {
					t.Error(err)
				}
			}
			if got, err := io.ReadAll(p); string(got) != "QUIT\r\n" || err != nil {
				t.Errorf("TLS %v: server: received %q, %v", secure, got, err)
			}
			p.says("221 bye\r\n")
		})
		to.TLS = secure
		c, tape := connect(t, to, Dialer{Security: ca.trusting()})
		send(t, c, line("QUIT"))
		if err := c.CloseWrite(); err != nil {
			t.Errorf("TLS %v: %v", secure, err)
		}
		tape.ends(t, Closed)
		if got := tape.bytes(Received); got != "221 bye\r\n" {
			t.Errorf("TLS %v: received %q", secure, got)
		}
	}
}

// TestCloseWriteUnsupported checks that a transport without CloseWrite stays open.
func TestCloseWriteUnsupported(t *testing.T) {
	m, c, tape := talk(t)
	if err := c.CloseWrite(); err != nil {
		t.Error(err)
	}
	m.say <- "221 bye\r\n"
	m.Close()
	tape.ends(t, Closed)
	tape.dialogue(t, `
		S "221 bye" CRLF 9
		ended: the server closed the connection`)
}
