package conn

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"net"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// watchedWrites is a net.Conn that keeps what is written to it.
type watchedWrites struct {
	net.Conn
	mu  sync.Mutex
	out bytes.Buffer
}

func (w *watchedWrites) Write(p []byte) (int, error) {
	w.mu.Lock()
	w.out.Write(p)
	w.mu.Unlock()
	return w.Conn.Write(p)
}

// records returns the content types of the TLS records written so far.
func (w *watchedWrites) records() (kinds []byte) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for b := w.out.Bytes(); len(b) >= 5; b = b[5+int(b[3])<<8+int(b[4]):] {
		kinds = append(kinds, b[0])
	}
	return kinds
}

// TestConfirm checks that Confirm is called during the handshake, when only a ClientHello
// has been sent, and that its answer decides. Data sent before the answer could contain a
// password.
func TestConfirm(t *testing.T) {
	for _, version := range []uint16{tls.VersionTLS12, tls.VersionTLS13} {
		for _, yes := range []bool{true, false} {
			synctest.Test(t, func(t *testing.T) {
				config := newAuthority(t, "Other Root", now()).server(t)
				config.MinVersion, config.MaxVersion = version, version
				near, far := net.Pipe()
				sent, tape := &watchedWrites{Conn: near}, newTape(t)
				asked := 0
				c := over(t, sent, Security{Confirm: func(_ context.Context, facts *TLS) bool {
					asked++
					time.Sleep(time.Hour) // a user takes time to decide; the server waits
					if kinds := sent.records(); !slices.Equal(kinds, []byte{22}) {
						t.Errorf("sent before the answer: records %d, want one ClientHello (22)", kinds)
					}
					if facts.Verified() || facts.Leaf() == nil || facts.Version != version || facts.Name != "mx.example.net" {
						t.Errorf("asked about %+v", facts)
					}
					return yes
				}}, tape)
				var server sync.WaitGroup
				server.Go(func() {
					p := &peer{far, t}
					p.says(startTLSReply)
					if err := p.secures(config); (err == nil) != yes {
						t.Errorf("server: handshake: %v", err)
					}
					if yes {
						p.says("250 ok\r\n")
						p.hears("NOOP\r\n")
						p.Close()
					}
				})
				c.startReader()
				err := c.Upgrade(t.Context(), tape.awaitText(t, startTLSReply))
				var failed *TLSError
				if yes {
					if err != nil || c.TLS().Verified() || !c.TLS().UserAccepted || c.TLS().Took > time.Minute {
						t.Errorf("taken: %v, %+v", err, c.TLS())
					}
					tape.awaitText(t, "250 ok\r\n")
					time.Sleep(time.Hour) // the handshake has left no time limit on the socket
					send(t, c, line("NOOP"))
					tape.ends(t, Closed)
				} else if tape.ends(t, Aborted); !errors.As(err, &failed) || failed.Why != Untrusted || c.TLS() != nil {
					t.Errorf("not taken: %v", err)
				}
				if asked != 1 {
					t.Errorf("asked %d times", asked)
				}
				server.Wait()
			})
		}
	}
}

// TestConfirmRestartsTimeLimit checks that the time limit of the handshake starts again
// after Confirm.
func TestConfirmRestartsTimeLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		config := newAuthority(t, "Other Root", now()).server(t)
		config.MinVersion, config.MaxVersion = tls.VersionTLS12, tls.VersionTLS12
		near, far := net.Pipe()
		tape := newTape(t)
		var answered time.Time
		c := over(t, near, Security{Confirm: func(context.Context, *TLS) bool {
			time.Sleep(time.Hour)
			answered = time.Now()
			return true
		}}, tape)
		var server sync.WaitGroup
		server.Go(func() { tls.Server(&mute{Conn: far, left: 1}, config).Handshake() })
		c.startReader()
		err := c.Upgrade(t.Context(), 0)
		var failed *TLSError
		if took := time.Since(answered); !errors.As(err, &failed) || failed.Why != Stalled || took != DefaultTimeout {
			t.Errorf("%v, %v after the answer; want it stalled after %v", err, took, DefaultTimeout)
		}
		tape.ends(t, Aborted)
		server.Wait()
	})
}

// mute is a server's socket that sends nothing more after some writes.
type mute struct {
	net.Conn
	left int
}

func (m *mute) Write(p []byte) (int, error) {
	if m.left--; m.left < 0 {
		return len(p), nil
	}
	return m.Conn.Write(p)
}

// TestConfirmNotCalled checks that Confirm is not called where it has nothing to decide.
func TestConfirmNotCalled(t *testing.T) {
	ca, other := newAuthority(t, "Test Root", now()), newAuthority(t, "Other Root", now())
	for _, test := range []struct {
		name     string
		config   *tls.Config
		insecure bool
		verified bool
	}{
		{"a good certificate", ca.server(t), false, true},
		{"a good certificate, and any would do", ca.server(t), true, true},
		{"any certificate will do", other.server(t), true, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			to := offer(t, func(p *peer) {
				if err := p.secures(test.config); err != nil {
					t.Error(err)
				}
			})
			s := ca.trusting()
			s.Insecure = test.insecure
			s.Confirm = func(_ context.Context, facts *TLS) bool {
				t.Errorf("asked about %q", facts.Problems)
				return false
			}
			c, tape, err := upgrade(t, to, Dialer{Security: s})
			if err != nil || c.TLS().Verified() != test.verified || (len(c.TLS().Problems) == 0) != test.verified || c.TLS().UserAccepted {
				t.Errorf("%v; %+v, want verified %v", err, c.TLS(), test.verified)
			}
			tape.ends(t, Closed)
		})
	}
}
