// Package probe is the survey: which ports of a host answer, and what each
// offers. It logs in nowhere and sends no mail.
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

// Ports are those that mail clients and servers talk to.
var Ports = []int{25, 465, 587, 2525}

// State says how far a port let us come.
type State string

// The states.
const (
	Open        State = "open"      // it speaks SMTP
	Refused     State = "refused"   // the host is there, nothing listens
	NoAnswer    State = "no answer" // nothing came back: often a firewall
	Unreachable State = "unreachable"
	NoName      State = "no such name"
	Silent      State = "silent"     // it takes connections and says nothing
	Strange     State = "not SMTP"   // it says something else
	Unfinished  State = "unfinished" // its greeting begins and does not end
	Stopped     State = "stopped"    // we were, before it was known
	TLSFails    State = "TLS fails"  // it answers in TLS, but no session came about
)

// Fault is what is wrong with a port, the mildest first.
type Fault int

// The kinds of faults.
const (
	NoFault   Fault = iota // it answered as an SMTP server should; TLS, if offered, came about
	Injected               // data came before the TLS handshake: possible man-in-the-middle
	TLSFault               // TLS failed
	NotServed              // the greeting, EHLO or STARTTLS was refused
	NoSMTP                 // it did not answer, not in time, or not in SMTP
)

// Result is what is known of one port.
type Result struct {
	Host     string
	Port     int
	State    State
	Address  string        // that was reached; "": none
	Connect  time.Duration // how long that took
	Greeting time.Duration // from the connection, or the handshake, to the greeting
	Banner   string        // the greeting's first line as it came
	Security string        // "TLS", "STARTTLS" or "none"; "" if that is not known
	TLS      *conn.TLS     // nil: none stood
	Before   []string      // mechanisms offered before TLS
	After    []string      // and inside
	Size     string        // what SIZE says; "": it is not offered
	Problem  string        // in words; "": there is none
	Fault    Fault
	Min      uint16 // the Security.Min that it needs; 0: the default will do

	WantsCertificate bool // it asked for a client certificate and got none
	unusable         bool // its certificate is one that byhand cannot use
	stalled          bool // it did not answer a ClientHello
}

// fails notes why TLS failed.
func (r *Result) fails(e *conn.TLSError) {
	r.WantsCertificate, r.unusable, r.stalled = e.WantsCertificate(), e.Why == conn.Unusable, e.Why == conn.Stalled
	r.Min, r.Problem, r.Fault = e.LowerMin(), e.Error(), TLSFault
	if r.WantsCertificate {
		r.Problem = errCertificate.Error()
	}
}

// Probe says how to look.
type Probe struct {
	Dialer   conn.Dialer   // its Tap and Security.Insecure are the probe's: a certificate is judged, never an obstacle
	EHLO     string        // the name given; "": our address
	Reply    time.Duration // how long a reply may take
	Greeting time.Duration // how long a greeting may; strangers are made to wait for 20 s
	AtOnce   int           // how many ports at a time
}

// Place is one port of a host.
type Place struct {
	Host string
	Port int
}

// Run looks at all places and reports each as soon as it is known. report is
// called from one goroutine at a time.
func (p Probe) Run(ctx context.Context, places []Place, report func(Result)) {
	var all sync.WaitGroup
	var mu sync.Mutex
	free := make(chan struct{}, max(1, p.AtOnce))
	for _, place := range places {
		all.Go(func() {
			select {
			case free <- struct{}{}:
				defer func() { <-free }()
			case <-ctx.Done():
			}
			r := p.look(ctx, place)
			mu.Lock()
			defer mu.Unlock()
			report(r)
		})
	}
	all.Wait()
}

// look tries a port as its number says, and where that port keeps silent or
// speaks the other way round, the other way.
func (p Probe) look(ctx context.Context, place Place) Result {
	first := place.Port == 465 || place.Port == 2465
	r := p.try(ctx, place, first)
	switch {
	case ctx.Err() != nil:
	case !first && r.State == Silent, first && r.State == Strange:
		other := p.try(ctx, place, !first)
		if other.State == Open || !first && other.Address != "" && !other.stalled && ctx.Err() == nil {
			return other
		}
	}
	return r
}

// try has one conversation. Where TLS fails because the server may want older
// versions or cipher suites it has another, which offers them.
func (p Probe) try(ctx context.Context, place Place, withTLS bool) Result {
	r := p.once(ctx, place, withTLS)
	min := r.Min
	if r.Min = 0; min == 0 || ctx.Err() != nil {
		return r
	}
	p.Dialer.Security.Min = min
	if old := p.once(ctx, place, withTLS); old.State == Open || old.State == TLSFails {
		if old.Min = 0; old.TLS != nil {
			old.Min = min
		}
		return old
	}
	return r
}

// once has one conversation.
func (p Probe) once(ctx context.Context, place Place, withTLS bool) Result {
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
	d.first.much = cancel
	d.Client = client.New(t, client.Limits{Greeting: p.Greeting, Reply: p.Reply}, &d.first)
	dialer := p.Dialer
	dialer.Security.Insecure = true
	err = d.Open(ctx, dialer)
	r.Address, r.Connect = d.first.address, d.first.connect
	if err != nil {
		r.State, r.Problem = stateOf(ctx, err), err.Error()
		var secure *conn.TLSError
		if errors.As(err, &secure) {
			r.fails(secure)
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
	d.converse(ctx, &r)
	if ctx.Err() != nil && context.Cause(ctx) != errMuch && r.State != Open {
		r.State, r.Problem = Stopped, "stopped"
	}
	return r
}

// stateOf turns what went wrong at the beginning into a state.
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

// MX returns the hosts that take a domain's mail, the preferred first: those of
// its MX records or, without any, the domain itself (RFC 5321 5.1). none: the
// domain says that it takes no mail (RFC 7505).
func MX(ctx context.Context, r *net.Resolver, domain string) (hosts []string, none bool, err error) {
	records, err := r.LookupMX(ctx, domain)
	var dns *net.DNSError
	switch {
	case len(records) == 1 && records[0].Host == ".":
		return nil, true, nil
	case len(records) > 0:
		for _, mx := range records[:min(len(records), manyMX)] {
			hosts = append(hosts, strings.TrimSuffix(mx.Host, "."))
		}
		return hosts, false, nil
	case err == nil, errors.As(err, &dns) && dns.IsNotFound:
		return []string{domain}, false, nil
	}
	return nil, false, err
}

// manyMX is how many hosts of a domain are looked at.
const manyMX = 20
