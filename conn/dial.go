package conn

import (
	"context"
	"net"
	"net/netip"
	"net/url"
	"time"
)

// DefaultTimeout limits lookup and connection together, and then the TLS handshake.
const DefaultTimeout = 15 * time.Second

// Dialer holds the settings for connecting. The zero value uses any address, no proxy,
// verified TLS and DefaultTimeout.
type Dialer struct {
	Timeout     time.Duration // 0: DefaultTimeout
	Family      int           // 4 or 6: only IPv4 or IPv6 addresses; 0: both
	Source      string        // local address to connect from; "": the system's choice
	Proxy       *url.URL      // from ParseProxy; nil: none
	Security    Security
	Tap         Tap                        // gets every event; nil: none
	WaitForRoom func(stop <-chan struct{}) // called before each read; may block until stop is closed; nil: none
	Guard       func()                     // deferred in the reading goroutine, to clean up before a panic ends the process; nil: none
}

// Opening describes how the transport was opened.
type Opening struct {
	Lookup   time.Duration // looking up the name; 0 for an address
	Attempts []Attempt     // in the order in which they ended
	Proxy    string        // the proxy's host and port; "": none
	Local    net.Addr
	Remote   net.Addr
	Took     time.Duration // in total
}

// OnLoopback reports whether the other end is on this machine.
func (o Opening) OnLoopback() bool {
	tcp, ok := o.Remote.(*net.TCPAddr)
	return o.Proxy == "" && (!ok || tcp.IP.IsLoopback())
}

// Attempt describes one address that was tried.
type Attempt struct {
	Address string
	Took    time.Duration
	Err     error // nil: this address is the one in use
}

// Dial connects to t and, if t.TLS is set, performs the handshake. Its error is a
// *DialError or a *TLSError. On success, the Tap has received Opened and, if t.TLS is set,
// Secured. It then receives what the server sends.
func (d *Dialer) Dial(ctx context.Context, t Target) (*Conn, error) {
	c, err := d.connect(ctx, t)
	if err != nil {
		return nil, err
	}
	c.startReader()
	return c, nil
}

// connect is Dial without starting to read.
func (d *Dialer) connect(ctx context.Context, t Target) (*Conn, error) {
	limit := d.Timeout
	if limit == 0 {
		limit = DefaultTimeout
	}
	dialing, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	began := time.Now()
	raw, opening, err := d.openTransport(dialing, t)
	if err != nil {
		return nil, dialError(t, opening, err)
	}
	opening.Local, opening.Remote, opening.Took = raw.LocalAddr(), raw.RemoteAddr(), time.Since(began)

	c := &Conn{target: t, opening: opening, settings: *d,
		raw: &transport{Conn: raw}, ended: make(chan struct{})}
	c.settings.Timeout = limit
	if c.settings.Tap == nil {
		c.settings.Tap = func(Event) {}
	}
	c.stream = c.raw
	c.emit(Event{Kind: Opened, Opening: &c.opening})
	if t.TLS {
		if err := c.handshake(ctx); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// openTransport opens a transport to t: a UNIX socket, a proxy, or TCP.
func (d *Dialer) openTransport(ctx context.Context, t Target) (net.Conn, Opening, error) {
	switch {
	case t.Network() == "unix":
		began := time.Now()
		c, err := (&net.Dialer{}).DialContext(ctx, "unix", t.Path)
		opening := Opening{Attempts: []Attempt{{t.String(), time.Since(began), err}}}
		return c, opening, err
	case d.Proxy != nil:
		return d.throughProxy(ctx, t)
	}
	return d.dialTCP(ctx, t)
}

// dialTCP looks up the addresses of t and tries them until one answers.
func (d *Dialer) dialTCP(ctx context.Context, t Target) (net.Conn, Opening, error) {
	local, err := d.localAddress(ctx)
	if err != nil {
		return nil, Opening{}, err
	}
	began := time.Now()
	addresses, err := d.lookup(ctx, t)
	opening := Opening{Lookup: time.Since(began)}
	if err != nil {
		return nil, opening, err
	}
	r := race{dialer: net.Dialer{LocalAddr: local}, addresses: addresses}
	c, err := r.run(ctx)
	opening.Attempts = r.attempts
	return c, opening, err
}

func (d *Dialer) network() string {
	switch d.Family {
	case 4:
		return "ip4"
	case 6:
		return "ip6"
	}
	return "ip"
}

// lookup returns the addresses of t's host, in the order of RFC 6724.
func (d *Dialer) lookup(ctx context.Context, t Target) ([]netip.AddrPort, error) {
	ips := []netip.Addr{}
	if ip, err := netip.ParseAddr(t.Host); err == nil {
		if d.Family == 4 && !ip.Is4() || d.Family == 6 && !ip.Is6() {
			return nil, &net.AddrError{Err: "not an address of the requested family", Addr: t.Host}
		}
		ips = append(ips, ip)
	} else if ips, err = net.DefaultResolver.LookupNetIP(ctx, d.network(), t.Host); err != nil {
		return nil, err
	}
	all := make([]netip.AddrPort, len(ips))
	for i, ip := range ips {
		all[i] = netip.AddrPortFrom(ip.Unmap(), uint16(t.Port))
	}
	return all, nil
}

// localAddress returns the local address to connect from, nil for any.
func (d *Dialer) localAddress(ctx context.Context) (net.Addr, error) {
	if d.Source == "" {
		return nil, nil
	}
	ips, err := net.DefaultResolver.LookupNetIP(ctx, d.network(), d.Source)
	if err != nil {
		return nil, err
	}
	return &net.TCPAddr{IP: ips[0].AsSlice(), Zone: ips[0].Zone()}, nil
}
