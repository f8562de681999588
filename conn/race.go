package conn

import (
	"context"
	"net"
	"net/netip"
	"time"
)

// stagger is how long an address may keep the next one waiting (RFC 8305 5).
const stagger = 250 * time.Millisecond

// race tries addresses in order, each a little after the one before or as soon
// as that one failed, until one answers: an address that swallows everything
// does not hold up the others.
type race struct {
	dialer    net.Dialer
	addresses []netip.AddrPort
	attempts  []Attempt
}

type finish struct {
	attempt Attempt
	conn    net.Conn
}

func (r *race) run(ctx context.Context) (net.Conn, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	finished := make(chan finish, len(r.addresses)) // room for all: no loser blocks
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

// wait returns the winner, or says that an attempt ended, or that it is time
// for the next address if there is one.
func (r *race) wait(finished <-chan finish, more bool) (c net.Conn, ended int) {
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

func (r *race) try(ctx context.Context, a netip.AddrPort, finished chan<- finish) {
	began := time.Now()
	c, err := r.dialer.DialContext(ctx, "tcp", a.String())
	finished <- finish{Attempt{a.String(), time.Since(began), err}, c}
}

// closeAll closes those that answered after the race was won.
func closeAll(finished <-chan finish, running int) {
	for range running {
		if f := <-finished; f.conn != nil {
			f.conn.Close()
		}
	}
}
