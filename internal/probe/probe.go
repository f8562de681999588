// Package probe finds out which ports of a host answer, and what each offers. It never
// logs in or sends mail.
package probe

import (
	"context"
	"errors"
	"net"
	"strconv"
	"strings"
	"sync"
	"time"

	"byhand/conn"
	"byhand/internal/client"
	"byhand/internal/target"
)

// Ports are the ports that mail servers use.
var Ports = []int{25, 465, 587, 2525}

// State is how a port answers.
type State string

// The states.
const (
	Open        State = "open"      // it is an SMTP server
	Refused     State = "refused"   // the host answers, but nothing listens on the port
	NoAnswer    State = "no answer" // nothing was received: often a firewall
	Unreachable State = "unreachable"
	NoName      State = "no such name"
	Silent      State = "silent"     // it accepts connections but sends nothing
	Strange     State = "not SMTP"   // it sends something else
	Unfinished  State = "unfinished" // it sends only the beginning of a greeting
	Stopped     State = "stopped"    // the probe was stopped first
	TLSFails    State = "TLS fails"  // it uses TLS, but the handshake fails
)

// Fault is what is wrong with a port, least serious first.
type Fault int

// The kinds of faults.
const (
	NoFault   Fault = iota // it is an SMTP server, and TLS works if offered
	Injected               // data arrived before the TLS handshake: possible man-in-the-middle
	TLSFault               // TLS failed
	NotServed              // the greeting, EHLO or STARTTLS was refused
	NoSMTP                 // it did not answer, or not in time, or not in SMTP
)

// Result describes one port.
type Result struct {
	Host     string
	Port     int
	State    State
	Address  string        // the IP address and port; "": not connected
	Connect  time.Duration // how long connecting took
	Greeting time.Duration // how long it took after that, and after the TLS handshake
	Banner   string        // the first line of the greeting, as received
	Security string        // "TLS", "STARTTLS" or "none"; "": not known
	TLS      *conn.TLS     // nil: TLS was not reached
	Before   []string      // mechanisms offered before TLS
	After    []string      // mechanisms offered inside TLS
	Size     string        // the parameter of SIZE; "": not offered
	Problem  string        // a description; "": none
	Fault    Fault
	Min      uint16 // the Security.Min that it needs; 0: the default

	WantsCertificate bool // it asked for a client certificate, and none was sent
	badCertificate   bool // byhand cannot parse its certificate
	stalled          bool // it sent nothing after the ClientHello
}

// recordTLSError fills in why TLS failed.
func (r *Result) recordTLSError(e *conn.TLSError) {
	r.WantsCertificate, r.badCertificate, r.stalled = e.WantsCertificate(), e.Why == conn.BadCertificate, e.Why == conn.Stalled
	r.Min, r.Problem, r.Fault = e.LowerMin(), e.Error(), TLSFault
	if r.WantsCertificate {
		r.Problem = errCertificate.Error()
	}
}

// Probe holds the settings.
type Probe struct {
	Dialer   conn.Dialer   // its Tap and Security.Insecure are not used: a bad certificate is reported, and does not stop the probe
	EHLO     string        // the name to send; "": our address
	Reply    time.Duration // how long a reply may take
	Greeting time.Duration // how long a greeting may take; some servers delay it by 20 s for unknown clients
	Parallel int           // how many ports are probed at a time
}

// Endpoint is one port of a host.
type Endpoint struct {
	Host string
	Port int
}

// Run probes all places and calls report with each result, in the order in which they are
// known. Only one call runs at a time.
func (p Probe) Run(ctx context.Context, places []Endpoint, report func(Result)) {
	var all sync.WaitGroup
	var mu sync.Mutex
	free := make(chan struct{}, max(1, p.Parallel))
	for _, place := range places {
		all.Go(func() {
			select {
			case free <- struct{}{}:
				defer func() { <-free }()
			case <-ctx.Done():
			}
			r := p.probePort(ctx, place)
			mu.Lock()
			defer mu.Unlock()
			report(r)
		})
	}
	all.Wait()
}

// probePort probes a port with or without implicit TLS, as its number suggests. If that gets
// no answer, or one that is not SMTP, it probes the other way.
func (p Probe) probePort(ctx context.Context, place Endpoint) Result {
	first := place.Port == 465 || place.Port == 2465
	r := p.probeWith(ctx, place, first)
	switch {
	case ctx.Err() != nil:
	case !first && r.State == Silent, first && r.State == Strange:
		other := p.probeWith(ctx, place, !first)
		if other.State == Open || !first && other.Address != "" && !other.stalled && ctx.Err() == nil {
			return other
		}
	}
	return r
}

// probeWith holds one session. If TLS fails because the server may need older versions or
// cipher suites, it holds another that allows them.
func (p Probe) probeWith(ctx context.Context, place Endpoint, withTLS bool) Result {
	r := p.runSession(ctx, place, withTLS)
	min := r.Min
	if r.Min = 0; min == 0 || ctx.Err() != nil {
		return r
	}
	p.Dialer.Security.Min = min
	if old := p.runSession(ctx, place, withTLS); old.State == Open || old.State == TLSFails {
		if old.Min = 0; old.TLS != nil {
			old.Min = min
		}
		return old
	}
	return r
}

// runSession holds one session.
func (p Probe) runSession(ctx context.Context, place Endpoint, withTLS bool) Result {
	r := Result{Host: place.Host, Port: place.Port, Fault: NoSMTP}
	t, err := target.Parse(place.Host, strconv.Itoa(place.Port))
	if err != nil {
		r.State, r.Problem = NoName, err.Error()
		return r
	}
	t.TLS, t.Protocol = withTLS, "smtp"
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	d := &dialogue{name: p.EHLO}
	d.bytes.tooMuch = cancel
	d.Client = client.New(t, client.Limits{Greeting: p.Greeting, Reply: p.Reply}, &d.bytes)
	dialer := p.Dialer
	dialer.Security.Insecure = true
	err = d.Open(ctx, dialer)
	r.Address, r.Connect = d.bytes.address, d.bytes.connectTime
	if err != nil {
		r.State, r.Problem = stateOf(ctx, err), err.Error()
		var secure *conn.TLSError
		if errors.As(err, &secure) {
			r.recordTLSError(secure)
		}
		if r.State == TLSFails && !r.stalled {
			r.Security = "TLS"
		} else {
			r.Fault = NoSMTP
		}
		return r
	}
	defer d.Close()
	if withTLS {
		r.Security, r.TLS = "TLS", d.Conn().TLS()
	}
	d.run(ctx, &r)
	if ctx.Err() != nil && context.Cause(ctx) != errTooMuch && r.State != Open {
		r.State, r.Problem = Stopped, "stopped"
	}
	return r
}

// stateOf returns the state of a port to which byhand could not connect.
func stateOf(ctx context.Context, err error) State {
	var dial *conn.DialError
	var secure *conn.TLSError
	switch {
	case ctx.Err() != nil:
		return Stopped
	case errors.As(err, &secure) && secure.Why == conn.Plaintext:
		return Strange
	case errors.As(err, &secure):
		return TLSFails
	case !errors.As(err, &dial):
		return Unreachable
	}
	switch dial.Cause {
	case conn.NotFound, conn.NoResolver:
		return NoName
	case conn.Refused:
		return Refused
	case conn.NoAnswer:
		return NoAnswer
	}
	return Unreachable
}

// MX returns the hosts that accept mail for a domain, the preferred one first: those in
// its MX records or, if it has none, the domain itself (RFC 5321 5.1). none means that the
// domain accepts no mail (RFC 7505). err is the error of the lookup.
func MX(ctx context.Context, r *net.Resolver, domain string) (hosts []string, none bool, err error) {
	records, err := r.LookupMX(ctx, domain)
	var dns *net.DNSError
	switch {
	case len(records) == 1 && records[0].Host == ".":
		return nil, true, nil
	case len(records) > 0:
		for _, mx := range records[:min(len(records), maxMX)] {
			hosts = append(hosts, strings.TrimSuffix(mx.Host, "."))
		}
		return hosts, false, nil
	case err == nil, errors.As(err, &dns) && dns.IsNotFound:
		return []string{domain}, false, nil
	}
	return nil, false, err
}

// maxMX is how many hosts of a domain are probed.
const maxMX = 20
