package conn

import (
	"crypto/tls"
	"errors"
	"strings"
	"testing"

	"byhand/internal/fakeserver"
)

// TestFloodsInside checks that a few records without data are accepted, but that a flood of
// them ends the connection.
func TestFloodsInside(t *testing.T) {
	ca := newAuthority(t, "Test Root", now())
	if facts, _, err := secured(t, ca.server(t), ca.trusting()); err != nil || facts.Cipher != tls.TLS_AES_128_GCM_SHA256 {
		t.Skipf("this test cannot forge records of the chosen cipher: %v", err) // on a machine without AES
	}
	for name, one := range map[string]func(*fakeserver.Forger){
		"empty records":        func(f *fakeserver.Forger) { f.Seal(23, "") },
		"key updates":          func(f *fakeserver.Forger) { f.Update(false) },
		"key updates that ask": func(f *fakeserver.Forger) { f.Update(true) },
		"tickets": func(f *fakeserver.Forger) {
			f.Seal(22, "\x04\x00\x00\x0e\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x01x\x00\x00")
		},
	} {
		for _, n := range []int{10, 1 << 20} {
			t.Run(name, func(t *testing.T) {
				config := ca.server(t)
				to := serve(t, func(p *peer) {
					f, err := fakeserver.Forge(p.Conn, config)
					if err != nil {
						t.Error(err)
						return
					}
					for range n {
						if one(f); f.Flush() != nil {
							return
						}
					}
					f.Seal(23, "250 ok\r\n")
					f.Flush()
					p.rest()
				})
				to.TLS = true
				c, tape := connect(t, to, Dialer{Security: ca.trusting()})
				if n > 10 {
					if end := tape.awaitEnd(t); end.How != Broken {
						t.Errorf("%d of them: %v", n, end)
					}
					return
				}
				tape.awaitText(t, "250 ok\r\n")
				c.Close()
				tape.ends(t, ClosedLocally)
			})
		}
	}
}

// TestFloodBeforeTheHandshake checks that a flood of meaningless records ends the handshake.
func TestFloodBeforeTheHandshake(t *testing.T) {
	to := offer(t, func(p *peer) {
		p.Read(make([]byte, 64<<10))
		for p.Conn != nil {
			if _, err := p.Write([]byte(strings.Repeat(record(20, "\x01"), 1000))); err != nil {
				return
			}
		}
	})
	_, tape, err := upgrade(t, to, Dialer{})
	var failed *TLSError
	if !errors.As(err, &failed) || failed.Why == Stalled {
		t.Errorf("%v", err)
	}
	tape.ends(t, Aborted)
}
