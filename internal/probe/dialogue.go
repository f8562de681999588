package probe

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"

	"byhand/conn"
	"byhand/internal/smtp"
)

// maxHeard is how many bytes a server may say: EHLO's answer has a few hundred.
const maxHeard = 64 << 10

// dialogue is one conversation: greeting, EHLO, STARTTLS, EHLO, QUIT.
type dialogue struct {
	probe   Probe
	conn    *conn.Conn
	answers chan answer
	much    chan struct{} // closed when the server says too much
	ended   chan struct{}

	mu      sync.Mutex
	session smtp.Session
	address string
	connect time.Duration
	begun   time.Time // when the greeting could come
	first   []byte    // what came first
	heard   int
	inside  bool // something came inside TLS
}

// answer is a reply and where it ended.
type answer struct {
	smtp.Answer
	offset int64
}

func newDialogue(p Probe) *dialogue {
	return &dialogue{probe: p, answers: make(chan answer, 64), ended: make(chan struct{}), much: make(chan struct{})}
}

// tap hears the wire.
func (d *dialogue) tap(e conn.Event) {
	d.mu.Lock()
	defer d.mu.Unlock()
	switch e.Kind {
	case conn.Opened:
		d.connect, d.begun = e.Opening.Took, e.Time
		if e.Opening.Remote != nil {
			d.address = e.Opening.Remote.String()
		}
	case conn.Secured:
		if d.conn != nil { // behind STARTTLS
			d.session.Secured()
		}
		d.begun = e.Time
	case conn.Sent:
		d.session.Sent(append(append([]byte(nil), e.Line...), e.Ending...))
	case conn.Received:
		d.received(e)
	case conn.Ended:
		close(d.ended)
	}
}

func (d *dialogue) received(e conn.Event) {
	d.inside = d.inside || e.Secure
	if d.heard > maxHeard {
		return
	}
	if d.heard += len(e.Line) + len(e.Ending); d.heard > maxHeard {
		close(d.much)
		return
	}
	if len(d.first) < 1<<10 {
		d.first = append(d.first, e.Line...)
		d.first = append(d.first, e.Ending...)
	}
	for _, a := range d.session.Received(append(append([]byte(nil), e.Line...), e.Ending...)) {
		select {
		case d.answers <- answer{a, e.Offset}:
		default: // it says more than was asked
		}
	}
}

// Ways in which a wait ends without a reply.
var (
	errSilent      = errors.New("nothing came in time")
	errEnded       = errors.New("the server hung up")
	errCertificate = errors.New("the server asked for a client certificate and got none")
	errMuch        = errors.New("it says too much")
)

// wait returns the reply to a verb, or the 421 that ends it all.
func (d *dialogue) wait(ctx context.Context, to string, limit time.Duration) (answer, error) {
	late := time.NewTimer(limit)
	defer late.Stop()
	for {
		a, err := d.next(ctx, late.C)
		if err != nil || a.To == to || a.Reply.Code == 421 {
			return a, err
		}
	}
}

// next returns the next reply; what came counts before what ended.
func (d *dialogue) next(ctx context.Context, late <-chan time.Time) (answer, error) {
	select {
	case a := <-d.answers:
		return a, nil
	default:
	}
	select {
	case a := <-d.answers:
		return a, nil
	case <-d.much:
		return answer{}, errMuch
	case <-d.ended:
		return answer{}, d.ending()
	case <-late:
		return answer{}, errSilent
	case <-ctx.Done():
		return answer{}, context.Cause(ctx)
	}
}

// ending says why the server hung up. In TLS 1.3 it refuses a client without a
// certificate after the handshake (RFC 8446 4.4.2.4).
func (d *dialogue) ending() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if t := d.conn.TLS(); t != nil && t.Asked && !t.Shown && !d.inside {
		return errCertificate
	}
	return errEnded
}

// say sends a line and waits for its reply.
func (d *dialogue) say(ctx context.Context, line, verb string) (answer, error) {
	if err := d.conn.Send(ctx, conn.Line{Text: []byte(line), Ending: "\r\n"}); err != nil {
		if d.ending() == errCertificate {
			err = errCertificate
		}
		return answer{}, err
	}
	return d.wait(ctx, verb, d.probe.Reply)
}

// ask has the conversation and writes down what it learns.
func (d *dialogue) ask(ctx context.Context, r *Result) {
	a, err := d.wait(ctx, "GREETING", d.probe.Greeting)
	r.Banner = d.banner()
	if err != nil {
		r.State, r.Problem = Silent, err.Error()
		switch {
		case err != errMuch && d.unfinished():
			r.State, r.Problem = Unfinished, fmt.Sprintf("the greeting is unfinished: %q is all that came", cut(r.Banner))
		case r.Banner != "":
			r.State = Strange
		case err == errCertificate:
			r.State, r.WantsCertificate, r.Fault = TLSFails, true, TLSFault
		}
		return
	}
	d.mu.Lock()
	r.Greeting = time.Since(d.begun)
	d.mu.Unlock()
	if r.State = Open; a.Reply.Code == 0 {
		r.State, r.Problem = Strange, "what it says is no SMTP"
		return
	}
	if a.Verdict() != smtp.Accepted {
		r.Problem, r.Fault = fmt.Sprintf("it greets with %d: it takes nobody, or not us", a.Reply.Code), NotServed
		return
	}
	if err := d.hello(ctx, r); err != nil {
		r.Problem, r.WantsCertificate = err.Error(), err == errCertificate
		var secure *conn.TLSError
		var injected *conn.InjectedError
		switch {
		case errors.As(err, &secure):
			r.fails(secure)
		case errors.As(err, &injected):
			r.Fault = Injected
		case r.WantsCertificate:
			r.Fault = TLSFault
		case errors.As(err, new(refusal)):
			r.Fault = NotServed
		}
		return
	}
	r.Fault = NoFault
	d.say(ctx, "QUIT", "QUIT") // whether it is answered changes nothing
}

// refusal says which reply refused to go on.
type refusal string

// Error returns it.
func (r refusal) Error() string { return string(r) }

// unfinished reports whether a greeting began that did not end.
func (d *dialogue) unfinished() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	a := d.session.Hangup()
	return len(a) > 0 && a[0].To == "GREETING"
}

// hello says EHLO, in the clear and inside TLS.
func (d *dialogue) hello(ctx context.Context, r *Result) error {
	if err := d.ehlo(ctx); err != nil {
		return err
	}
	offers := d.mechanisms()
	r.Size = d.size()
	if r.Security == "TLS" {
		r.After = offers
		return nil
	}
	r.Before, r.Security = offers, "none"
	if !d.offers("STARTTLS") {
		return nil
	}
	r.Security = "STARTTLS"
	a, err := d.say(ctx, "STARTTLS", "STARTTLS")
	if err != nil {
		return err
	}
	if a.Reply.Code != 220 {
		return refusal(fmt.Sprintf("STARTTLS is offered, and answered with %d", a.Reply.Code))
	}
	if err := d.conn.Upgrade(ctx, a.offset); err != nil {
		return err
	}
	r.TLS = d.conn.TLS()
	if err := d.ehlo(ctx); err != nil {
		return err
	}
	r.After, r.Size = d.mechanisms(), d.size()
	return nil
}

func (d *dialogue) ehlo(ctx context.Context) error {
	name := d.probe.EHLO
	if name == "" {
		name = "localhost"
		if a, ok := d.conn.Opening().Local.(*net.TCPAddr); ok {
			name = "[" + a.IP.String() + "]"
			if a.IP.To4() == nil {
				name = "[IPv6:" + a.IP.String() + "]"
			}
		}
	}
	a, err := d.say(ctx, "EHLO "+name, "EHLO")
	if err == nil && a.Verdict() != smtp.Accepted {
		err = refusal(fmt.Sprintf("EHLO is answered with %d", a.Reply.Code))
	}
	return err
}

func (d *dialogue) mechanisms() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return mechanisms(&d.session)
}

func (d *dialogue) offers(keyword string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	_, ok := d.session.Offers(keyword)
	return ok
}

func (d *dialogue) size() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	f, ok := d.session.Offers("SIZE")
	switch {
	case !ok:
		return ""
	case len(f.Params) == 0:
		return "0"
	}
	return f.Params[0]
}

// banner is the first line that came, or what there is of it.
func (d *dialogue) banner() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	for i, c := range d.first {
		if c == '\r' || c == '\n' {
			return string(d.first[:i])
		}
	}
	return string(d.first)
}
