package conn

import (
	"context"
	"net"
	"net/netip"
	"time"
)

// stagger is how long to wait for an address before trying the next one as well
// (RFC 8305 5).
const stagger = 250 * time.Millisecond

// race tries addresses in order until one answers. It starts the next one after stagger,
// or as soon as one fails, so that an address that never answers delays the others little.
type race struct {
	dialer    net.Dialer
	addresses []netip.AddrPort
	attempts  []Attempt
}

type result struct {
	attempt Attempt
	conn    net.Conn
}

func (r *race) run(ctx context.Context) (net.Conn, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	finished := make(chan result, len(r.addresses)) // holds all results, so that no attempt blocks
	next, running := 0, 0
	for {
		if next < len(r.addresses) {
			go r.try(ctx, r.addresses[next], finished)
			next, running = next+1, running+1
		}
		c, ended := r.wait(finished, next < len(r.addresses))
		running -= ended
		if c != nil {
			if running > 0 {
				go closeAll(finished, running)
			}
			return c, nil
		}
		if running == 0 && next == len(r.addresses) {
			return nil, r.attempts[len(r.attempts)-1].Err
		}
	}
}

// wait waits until an attempt ends or, if there are more addresses, it is time for the
// next one. It returns the connection, if any, and how many attempts ended.
func (r *race) wait(finished <-chan result, more bool) (c net.Conn, ended int) {
	var turn <-chan time.Time
	if more {
		turn = time.After(stagger)
	}
	select {
	case f := <-finished:
		r.attempts = append(r.attempts, f.attempt)
		return f.conn, 1
	case <-turn:
		return nil, 0
	}
}

func (r *race) try(ctx context.Context, a netip.AddrPort, finished chan<- result) {
	began := time.Now()
	c, err := r.dialer.DialContext(ctx, "tcp", a.String())
	finished <- result{Attempt{a.String(), time.Since(began), err}, c}
}

// closeAll closes connections that were made after the first one.
func closeAll(finished <-chan result, running int) {
	for range running {
		if f := <-finished; f.conn != nil {
			f.conn.Close()
		}
	}
}
