package conn

import (
	"context"
	"errors"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// TestUpgradeStalls checks that silence, or a byte now and then, ends at the time limit and
// not before.
func TestUpgradeStalls(t *testing.T) {
	for _, drip := range []time.Duration{0, time.Second} {
		synctest.Test(t, func(t *testing.T) {
			near, far := net.Pipe()
			tape := newTape(t)
			c := over(t, near, Security{}, tape)
			c.startReader()
			var server sync.WaitGroup
			server.Go(func() {
				io.WriteString(far, startTLSReply)
				go io.Copy(io.Discard, far)
				for i := 0; drip > 0; i++ {
					time.Sleep(drip)
					if _, err := io.WriteString(far, record(22, "\x02\x00\x40\x00"+strings.Repeat("x", 99))[i:i+1]); err != nil {
						return
					}
				}
			})
			seen, began := tape.awaitText(t, startTLSReply), time.Now()
			err := c.Upgrade(t.Context(), seen)
			var failed *TLSError
			if !errors.As(err, &failed) || failed.Why != Stalled {
				t.Errorf("drip %v: %v, want Stalled", drip, err)
			}
			if took := time.Since(began).Round(time.Second); took != DefaultTimeout {
				t.Errorf("drip %v: ended after %v", drip, took)
			}
			tape.ends(t, Aborted)
			server.Wait()
		})
	}
}

// TestUpgradeContext checks that the context ends a handshake that the server does not
// answer.
func TestUpgradeContext(t *testing.T) {
	for _, test := range []struct {
		name  string
		limit time.Duration
		gives bool // the server gives up after it has received a ClientHello
		want  error
		why   Why
	}{
		{"cancelled", time.Hour, true, context.Canceled, OtherFailure},
		{"too late", time.Millisecond, false, context.DeadlineExceeded, Stalled},
	} {
		t.Run(test.name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), test.limit)
			defer cancel()
			to := offer(t, func(p *peer) {
				p.Read(make([]byte, 1))
				if test.gives {
					cancel()
				}
				p.rest()
			})
			c, tape := connect(t, to, Dialer{})
			err := c.Upgrade(ctx, tape.awaitText(t, startTLSReply))
			var failed *TLSError
			if !errors.As(err, &failed) || failed.Why != test.why || !errors.Is(err, test.want) {
				t.Errorf("%v (%+v), want %v", err, failed, test.want)
			}
			tape.ends(t, Aborted)
		})
	}
}
