package conn

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// field is a race in which some addresses never answer.
func field(t testing.TB, holes []string, addresses ...string) (*race, chan string) {
	t.Helper()
	noneLeft(t)
	began := make(chan string, len(addresses))
	r := &race{dialer: net.Dialer{ControlContext: func(ctx context.Context, _, address string, _ syscall.RawConn) error {
		began <- address
		if slices.Contains(holes, address) {
			<-ctx.Done()
			return ctx.Err()
		}
		return nil
	}}}
	for _, a := range addresses {
		r.addresses = append(r.addresses, netip.MustParseAddrPort(a))
	}
	return r, began
}

// tried describes how the attempts ended.
func (r *race) tried() string {
	var all []string
	for _, a := range r.attempts {
		how := "connected"
		switch {
		case isRefused(a.Err):
			how = "refused"
		case errors.Is(a.Err, context.Canceled):
			how = "cancelled"
		case a.Err != nil:
			how = a.Err.Error()
		}
		all = append(all, a.Address+" "+how)
	}
	return strings.Join(all, ", ")
}

func TestRace(t *testing.T) {
	open := serve(t, func(p *peer) { p.rest() }).Address()
	other := serve(t, func(p *peer) { p.rest() }).Address()
	closed := netip.AddrPortFrom(netip.MustParseAddr("127.0.0.1"), uint16(closedPort(t))).String()
	const hole, hole2 = "127.0.0.1:1", "127.0.0.1:2"
	for _, test := range []struct {
		name      string
		addresses []string
		want      string
	}{
		{"one", []string{open}, open + " connected"},
		{"the second after a refusal", []string{closed, open}, closed + " refused, " + open + " connected"},
		{"the first one", []string{open, other}, open + " connected"},
		{"none", []string{closed, closed, closed}, closed + " refused, " + closed + " refused, " + closed + " refused"},
		{"after one that does not answer", []string{hole, open}, open + " connected"},
		{"after two that do not answer, and a refusal", []string{hole, hole2, closed, open}, closed + " refused, " + open + " connected"},
	} {
		t.Run(test.name, func(t *testing.T) {
			r, _ := field(t, []string{hole, hole2}, test.addresses...)
			c, err := r.run(context.Background()) // the race itself cancels the other attempts
			if (c == nil) == (err == nil) || (c != nil) != strings.HasSuffix(test.want, "connected") {
				t.Errorf("%v, %v", c, err)
			}
			if c != nil {
				if !strings.Contains(test.want, c.RemoteAddr().String()+" connected") {
					t.Errorf("connected to %v", c.RemoteAddr())
				}
				c.Close()
			}
			if got := r.tried(); got != test.want {
				t.Errorf("tried %s; want %s", got, test.want)
			}
		})
	}
}

// TestRaceCancelled checks that the context ends all attempts in progress.
func TestRaceCancelled(t *testing.T) {
	const hole, hole2 = "127.0.0.1:1", "127.0.0.1:2"
	ctx, cancel := context.WithCancel(t.Context())
	r, began := field(t, []string{hole, hole2}, hole, hole2)
	go func() {
		<-began
		<-began // the second attempt too, although the first has not ended
		cancel()
	}()
	if c, err := r.run(ctx); c != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("%v, %v; want context.Canceled", c, err)
	}
	if len(r.attempts) != 2 {
		t.Errorf("tried %s", r.tried())
	}
}

// TestRaceLateWinner checks that a connection made after the first one is closed.
func TestRaceLateWinner(t *testing.T) {
	gone := make(chan struct{})
	late := serve(t, func(p *peer) { p.rest(); close(gone) }).Address()
	c, err := net.Dial("tcp", late)
	if err != nil {
		t.Fatal(err)
	}
	finished := make(chan result, 2)
	finished <- result{conn: c}
	finished <- result{attempt: Attempt{Err: context.Canceled}}
	closeAll(finished, 2)
	<-gone
}

// TestRaceTwoAtOnce checks that one of two simultaneous connections is closed.
func TestRaceTwoAtOnce(t *testing.T) {
	a := serve(t, func(p *peer) { p.rest() }).Address()
	b := serve(t, func(p *peer) { p.rest() }).Address()
	for range 2 {
		r, _ := field(t, nil, a, b)
		second := make(chan struct{})
		r.dialer.ControlContext = func(_ context.Context, _, address string, _ syscall.RawConn) error {
			if address == b {
				close(second)
			}
			<-second
			return nil
		}
		c, err := r.run(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		c.Close()
	}
}

// TestDialErrorCause checks that the error has the most informative cause.
func TestDialErrorCause(t *testing.T) {
	timeout, refused := error(context.DeadlineExceeded), &net.OpError{Op: "dial", Err: errRefused}
	lost := &net.OpError{Op: "dial", Err: errUnreachable}
	for _, test := range []struct {
		all  []error
		want Cause
	}{
		{[]error{refused}, Refused},
		{[]error{lost}, Unreachable},
		{[]error{timeout}, NoAnswer},
		{[]error{lost, timeout}, NoAnswer},
		{[]error{timeout, lost}, NoAnswer},
		{[]error{refused, timeout}, Refused},
		{[]error{timeout, refused}, Refused},
		{[]error{refused, lost}, Refused},
		{[]error{refused, context.Canceled}, Interrupted},
		{[]error{lost, timeout, context.Canceled}, Interrupted},
		{[]error{errors.New("odd")}, Unknown},
		{[]error{errors.New("odd"), lost}, Unreachable},
	} {
		var o Opening
		for _, err := range test.all {
			o.Attempts = append(o.Attempts, Attempt{Err: err})
		}
		err := dialError(Target{Host: "mx.example.net", Port: 25}, o, test.all[len(test.all)-1]).(*DialError)
		if err.Cause != test.want || causeOf(err.Err) != test.want {
			t.Errorf("%v: %d (%v), want %d", test.all, err.Cause, err.Err, test.want)
		}
	}
}
