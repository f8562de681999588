package probe

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"byhand/conn"
	"byhand/internal/client"
	"byhand/internal/dialect"
	"byhand/internal/smtp"
)

// maxHeard is how many bytes a server may send: a reply to EHLO has a few hundred.
const maxHeard = 64 << 10

// Ways in which a port gives no reply.
var (
	errSilent      = errors.New("nothing came in time")
	errEnded       = errors.New("the server hung up")
	errCertificate = errors.New("the server asked for a client certificate and got none")
	errMuch        = errors.New("it says too much")
)

// dialogue is one conversation: greeting, EHLO, STARTTLS, EHLO, QUIT.
type dialogue struct {
	*client.Client
	name  string // for EHLO; "": our address
	first firstBytes
}

// firstBytes listens for what no reply tells.
type firstBytes struct {
	much func(error) // called when the server says too much

	mu      sync.Mutex // guards what follows
	address string     // that was reached
	connect time.Duration
	begun   time.Time // when the greeting could come
	text    []byte    // what came first
	heard   int       // bytes
	inside  bool      // something came inside TLS
}

// Hear takes in an event.
func (f *firstBytes) Hear(e client.Event) {
	f.mu.Lock()
	defer f.mu.Unlock()
	switch e.Kind {
	case conn.Opened:
		f.connect, f.begun = e.Opening.Took, e.Time
		if e.Opening.Remote != nil {
			f.address = e.Opening.Remote.String()
		}
	case conn.Secured:
		f.begun = e.Time
	case conn.Received:
		f.inside = f.inside || e.Secure
		if f.heard += len(e.Line) + len(e.Ending); f.heard > maxHeard {
			f.much(errMuch)
		}
		if len(f.text) < 1<<10 {
			f.text = append(append(f.text, e.Line...), e.Ending...)
		}
	}
}

// Room returns at once.
func (f *firstBytes) Room(<-chan struct{}) {}

// banner is the first line that came, or what there is of it.
func (f *firstBytes) banner() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	if i := bytes.IndexAny(f.text, "\r\n"); i >= 0 {
		return string(f.text[:i])
	}
	return string(f.text)
}

// converse has the conversation and writes down what it learns.
func (d *dialogue) converse(ctx context.Context, r *Result) {
	err := d.cause(d.Await(ctx, false))
	if r.Banner = d.first.banner(); err != nil {
		d.noGreeting(r, err)
		return
	}
	d.first.mu.Lock()
	r.Greeting = time.Since(d.first.begun)
	d.first.mu.Unlock()
	a := d.Last()
	if r.State = Open; a.Reply.Code == 0 {
		r.State, r.Problem = Strange, "what it says is no SMTP"
		return
	}
	if a.Verdict() != smtp.Accepted {
		r.Problem, r.Fault = fmt.Sprintf("it greets with %d: it takes nobody, or not us", a.Reply.Code), NotServed
		return
	}
	if err := d.cause(d.hello(ctx, r)); err != nil {
		d.failed(r, err)
		return
	}
	r.Fault = NoFault
	d.Ask(ctx, []byte("QUIT")) // whether it is answered changes nothing
}

// noGreeting says what came instead of a greeting.
func (d *dialogue) noGreeting(r *Result, err error) {
	r.State, r.Problem = Silent, err.Error()
	switch {
	case err != errMuch && d.unfinished():
		r.State, r.Problem = Unfinished, fmt.Sprintf("the greeting is unfinished: %q is all that came", cut(r.Banner))
	case r.Banner != "":
		r.State = Strange
	case err == errCertificate:
		r.State, r.WantsCertificate, r.Fault = TLSFails, true, TLSFault
	}
}

// unfinished reports whether a greeting began that did not end.
func (d *dialogue) unfinished() bool {
	if d.Now().End != nil {
		return d.Last() != nil
	}
	a := d.Fork().Hangup()
	return len(a) > 0 && a[0].To == "GREETING"
}

// failed says why the conversation ended after the greeting.
func (d *dialogue) failed(r *Result, err error) {
	r.Problem, r.WantsCertificate = err.Error(), err == errCertificate
	var secure *conn.TLSError
	switch {
	case errors.As(err, &secure):
		r.fails(secure)
	case errors.As(err, new(*conn.InjectedError)):
		r.Fault = Injected
	case r.WantsCertificate:
		r.Fault = TLSFault
	case errors.As(err, new(refusal)):
		r.Fault = NotServed
	}
}

// refusal says which reply refused to go on.
type refusal string

// Error returns it.
func (r refusal) Error() string { return string(r) }

// cause says in the probe's words why there is no reply.
func (d *dialogue) cause(err error) error {
	var refused *client.RefusedError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &refused):
		return refusedBy(refused.Reply)
	case errors.Is(err, client.ErrLate):
		return errSilent
	case errors.Is(err, client.ErrEnded), d.Now().End != nil && !errors.As(err, new(*conn.TLSError)) && !errors.As(err, new(*conn.InjectedError)):
		return d.ending()
	}
	return err
}

func refusedBy(a dialect.Answer) error {
	if a.To == "STARTTLS" {
		return refusal(fmt.Sprintf("STARTTLS is offered, and answered with %d", a.Reply.Code))
	}
	return refusal(fmt.Sprintf("EHLO is answered with %d", a.Reply.Code))
}

// ending says why the server hung up. In TLS 1.3 it refuses a client without a
// certificate after the handshake (RFC 8446 4.4.2.4).
func (d *dialogue) ending() error {
	d.first.mu.Lock()
	defer d.first.mu.Unlock()
	if t := d.Conn().TLS(); t != nil && t.Asked && !t.Shown && !d.first.inside {
		return errCertificate
	}
	return errEnded
}

// hello sends EHLO in plain text and inside TLS.
func (d *dialogue) hello(ctx context.Context, r *Result) error {
	line, _ := d.Hello(d.name)
	if err := d.Ask(ctx, []byte(line)); err != nil {
		return err
	}
	if a := d.Last(); a.Verdict() != smtp.Accepted {
		return refusedBy(*a)
	}
	if r.Security == "TLS" {
		r.After = d.offers(r)
		return nil
	}
	r.Before, r.Security = d.offers(r), "none"
	if state, _ := d.State(); !state.Has("STARTTLS") {
		return nil
	}
	r.Security = "STARTTLS"
	err := d.StartTLS(ctx, d, d.name, d.Upgrade)
	if r.TLS = d.Conn().TLS(); err != nil {
		return err
	}
	r.After = d.offers(r)
	return nil
}

// offers writes down the size that the reply to EHLO allows (RFC 1870 3). It returns the
// mechanisms.
func (d *dialogue) offers(r *Result) (mechanisms []string) {
	state, _ := d.State()
	auth, _ := state.Offers("AUTH")
	r.Size = ""
	if size, ok := state.Offers("SIZE"); ok {
		r.Size = slices.Concat(size.Params, []string{"0"})[0] // 0: no limit is stated
	}
	return auth.Params
}
