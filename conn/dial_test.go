package conn

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"
)

// closedPort returns a port on loopback that nothing listens on.
func closedPort(t testing.TB) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// refusal dials, expects an error, and returns it.
func refusal(t testing.TB, ctx context.Context, d Dialer, to Target) *DialError {
	t.Helper()
	noneLeft(t)
	d.Tap = func(e Event) { t.Errorf("heard %s", show(e)) }
	c, err := d.Dial(ctx, to)
	var failed *DialError
	if c != nil || !errors.As(err, &failed) {
		t.Fatalf("Dial: %v, %v; want a *DialError", c, err)
	}
	if failed.Target != to {
		t.Errorf("the error is about %v, not %v", failed.Target, to)
	}
	return failed
}

func TestDialRefused(t *testing.T) {
	to := Target{Host: "127.0.0.1", Port: closedPort(t)}
	failed := refusal(t, t.Context(), Dialer{}, to)
	if failed.Cause != Refused || failed.Error() != to.String()+": connection refused" {
		t.Errorf("%d: %v", failed.Cause, failed)
	}
	if tried := failed.Opening.Attempts; len(tried) != 1 || tried[0].Address != to.Address() || tried[0].Err == nil {
		t.Errorf("tried %v", tried)
	}
}

func TestDialNames(t *testing.T) {
	resolve(t, zone{
		"nowhere.example.net.": {},
		"broken.example.net.":  {code: dnsmessage.RCodeServerFailure},
		"both.example.net.":    {addresses: []string{"127.0.0.1", "::1"}},
	})
	port := closedPort(t)
	at := func(host string) string { return net.JoinHostPort(host, strconv.Itoa(port)) }
	for _, test := range []struct {
		host   string
		family int
		cause  Cause
		say    string
		tried  string
	}{
		{"nosuch.invalid", 0, NotFound, `name not found: "nosuch.invalid"`, ""},
		{"nowhere.example.net", 0, NotFound, `name not found: "nowhere.example.net"`, ""},
		{"broken.example.net", 0, NoResolver, `cannot look up "broken.example.net" at the moment: `, ""},
		{"both.example.net", 4, Refused, "both.example.net:" + strconv.Itoa(port) + ": connection refused", at("127.0.0.1")},
		{"127.0.0.1", 6, Unknown, at("127.0.0.1") + ": address 127.0.0.1: not an address of the requested family", ""},
		{"::1", 4, Unknown, at("::1") + ": address ::1: not an address of the requested family", ""},
		{"::ffff:127.0.0.1", 4, Unknown, "not an address of the requested family", ""},
	} {
		t.Run(test.host, func(t *testing.T) {
			failed := refusal(t, t.Context(), Dialer{Family: test.family}, Target{Host: test.host, Port: port})
			if failed.Cause != test.cause || !strings.Contains(failed.Error(), test.say) {
				t.Errorf("%d: %v; want %d, %s", failed.Cause, failed, test.cause, test.say)
			}
			var tried []string
			for _, a := range failed.Opening.Attempts {
				tried = append(tried, a.Address)
			}
			if got := strings.Join(tried, " "); got != test.tried {
				t.Errorf("tried %s, want %s", got, test.tried)
			}
		})
	}
}

// TestDialFamily checks that only addresses of one family are used.
func TestDialFamily(t *testing.T) {
	resolve(t, zone{"both.example.net.": {addresses: []string{"127.0.0.1", "::1", "127.0.0.2"}}})
	for family, want := range map[int]int{0: 3, 4: 2, 6: 1} {
		d := Dialer{Family: family}
		all, err := d.lookup(t.Context(), Target{Host: "both.example.net", Port: 25})
		if err != nil || len(all) != want {
			t.Errorf("family %d: %v, %v; want %d", family, all, err, want)
		}
		for _, a := range all {
			if a.Port() != 25 || family == 4 && !a.Addr().Is4() || family == 6 && !a.Addr().Is6() {
				t.Errorf("family %d: %v", family, a)
			}
		}
	}
	d := Dialer{Family: 4}
	if all, err := d.lookup(t.Context(), Target{Host: "127.0.0.1", Port: 25}); err != nil || all[0] != netip.MustParseAddrPort("127.0.0.1:25") {
		t.Errorf("%v, %v", all, err)
	}
}

// TestDialNextAddress dials a name whose first address refuses the connection.
func TestDialNextAddress(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.2:0")
	if err != nil {
		t.Skip(err) // only Linux accepts all of 127/8
	}
	resolve(t, zone{"mx.example.net.": {addresses: []string{"127.0.0.1", "127.0.0.2"}}})
	to := serveOn(t, l, func(p *peer) { p.says("220 mx\r\n") })
	to.Host = "mx.example.net"
	c, tape := connect(t, to, Dialer{})
	tape.ends(t, Closed)
	opening := c.Opening()
	if tried := opening.Attempts; len(tried) != 2 || tried[0].Err == nil || tried[1].Err != nil || tried[1].Address != l.Addr().String() {
		t.Errorf("tried %v", tried)
	}
	if opening.Lookup <= 0 || opening.Took < opening.Lookup || opening.Remote.String() != l.Addr().String() {
		t.Errorf("opened with %+v", opening)
	}
}

func TestDialInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	resolve(t, zone{"silent.example.net.": {silent: cancel}})
	if failed := refusal(t, ctx, Dialer{}, Target{Host: "silent.example.net", Port: 25}); failed.Cause != Interrupted {
		t.Errorf("while looking up: %d: %v", failed.Cause, failed)
	}
	failed := refusal(t, ctx, Dialer{}, Target{Host: "127.0.0.1", Port: closedPort(t)})
	if failed.Cause != Interrupted || !errors.Is(failed, context.Canceled) || !strings.HasSuffix(failed.Error(), ": interrupted") {
		t.Errorf("while connecting: %d: %v", failed.Cause, failed)
	}
}

// TestDialNoResolver looks up a name with a name server that does not answer.
func TestDialNoResolver(t *testing.T) {
	resolve(t, zone{"silent.example.net.": {silent: func() {}}})
	failed := refusal(t, t.Context(), Dialer{Timeout: 20 * time.Millisecond}, Target{Host: "silent.example.net", Port: 25})
	if failed.Cause != NoResolver {
		t.Errorf("%d: %v", failed.Cause, failed)
	}
}
