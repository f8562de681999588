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

// maxReceived is how many bytes a server may send. A reply to EHLO has a few hundred.
const maxReceived = 64 << 10

// Why there is no reply.
var (
	errSilent      = errors.New("no reply in time")
	errEnded       = errors.New("the server closed the connection")
	errCertificate = errors.New("the server asked for a client certificate, and none was sent")
	errTooMuch     = fmt.Errorf("the server sent more than %d kB", maxReceived>>10)
)

// dialogue is one session with a server: greeting, EHLO, STARTTLS, EHLO, QUIT.
type dialogue struct {
	*client.Client
	name  string // for EHLO; "": our address
	bytes firstBytes
}

// firstBytes listens for facts that are not in a reply.
type firstBytes struct {
	tooMuch func(error) // called when the server has sent more than maxReceived

	mu          sync.Mutex // guards what follows
	address     string     // of the server
	connectTime time.Duration
	readyAt     time.Time // when the server could send its greeting
	text        []byte    // the first bytes that were received
	received    int       // how many bytes were received
	insideTLS   bool      // some of them inside TLS
}

// Hear keeps what an event shows.
func (f *firstBytes) Hear(e client.Event) {
	f.mu.Lock()
	defer f.mu.Unlock()
	switch e.Kind {
	case conn.Opened:
		f.connectTime, f.readyAt = e.Opening.Took, e.Time
		if e.Opening.Remote != nil {
			f.address = e.Opening.Remote.String()
		}
	case conn.Secured:
		f.readyAt = e.Time
	case conn.Received:
		f.insideTLS = f.insideTLS || e.Secure
		if f.received += len(e.Line) + len(e.Ending); f.received > maxReceived {
			f.tooMuch(errTooMuch)
		}
		if len(f.text) < 1<<10 {
			f.text = append(append(f.text, e.Line...), e.Ending...)
		}
	}
}

// WaitForRoom returns at once.
func (f *firstBytes) WaitForRoom(<-chan struct{}) {}

// Drain returns at once.
func (f *firstBytes) Drain(<-chan struct{}) {}

// banner returns the first line that was received, complete or not.
func (f *firstBytes) banner() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	if i := bytes.IndexAny(f.text, "\r\n"); i >= 0 {
		return string(f.text[:i])
	}
	return string(f.text)
}

// run holds the session and fills in r.
func (d *dialogue) run(ctx context.Context, r *Result) {
	err := d.describeError(d.Await(ctx, false))
	if r.Banner = d.bytes.banner(); err != nil {
		d.recordNoGreeting(r, err)
		return
	}
	d.bytes.mu.Lock()
	r.Greeting = time.Since(d.bytes.readyAt)
	d.bytes.mu.Unlock()
	a := d.Last()
	if r.State = Open; a.Reply.Code == 0 {
		r.State, r.Problem = Strange, "the reply is not SMTP"
		return
	}
	if a.Verdict() != smtp.Accepted {
		r.Problem, r.Fault = fmt.Sprintf("the server greets with %d: it accepts no mail at the moment, or not from your address", a.Reply.Code), NotServed
		return
	}
	if err := d.describeError(d.hello(ctx, r)); err != nil {
		d.recordFailure(r, err)
		return
	}
	r.Fault = NoFault
	d.Ask(ctx, []byte("QUIT")) // the reply does not matter
}

// recordNoGreeting fills in r when there is no whole greeting.
func (d *dialogue) recordNoGreeting(r *Result, err error) {
	r.State, r.Problem = Silent, err.Error()
	switch {
	case err != errTooMuch && d.isUnfinished():
		r.State, r.Problem = Unfinished, fmt.Sprintf("the greeting is incomplete: the server sent only %q", shorten(r.Banner))
	case r.Banner != "":
		r.State = Strange
	case err == errCertificate:
		r.State, r.WantsCertificate, r.Fault = TLSFails, true, TLSFault
	}
}

// isUnfinished reports whether the server sent only the beginning of a greeting.
func (d *dialogue) isUnfinished() bool {
	if d.Snapshot().End != nil {
		return d.Last() != nil
	}
	a := d.Fork().Hangup()
	return len(a) > 0 && a[0].Verb == "GREETING"
}

// recordFailure fills in r when the session fails after the greeting.
func (d *dialogue) recordFailure(r *Result, err error) {
	r.Problem, r.WantsCertificate = err.Error(), err == errCertificate
	var secure *conn.TLSError
	switch {
	case errors.As(err, &secure):
		r.recordTLSError(secure)
	case errors.As(err, new(*conn.InjectedError)):
		r.Fault = Injected
	case r.WantsCertificate:
		r.Fault = TLSFault
	case errors.As(err, new(refusal)):
		r.Fault = NotServed
	}
}

// refusal is the description of a reply that ends the session.
type refusal string

// Error returns the description.
func (r refusal) Error() string { return string(r) }

// describeError describes an error of the client.
func (d *dialogue) describeError(err error) error {
	var refused *client.RefusedError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &refused):
		return refusalOf(refused.Reply)
	case errors.Is(err, client.ErrLate):
		return errSilent
	case errors.Is(err, client.ErrEnded), d.Snapshot().End != nil && !errors.As(err, new(*conn.TLSError)) && !errors.As(err, new(*conn.InjectedError)):
		return d.endCause()
	}
	return err
}

func refusalOf(a dialect.Reply) error {
	if a.Verb == "STARTTLS" {
		return refusal(fmt.Sprintf("the server offers STARTTLS, but replies %d to it", a.Reply.Code))
	}
	return refusal(fmt.Sprintf("the server replies %d to EHLO", a.Reply.Code))
}

// endCause returns why the server closed the connection. In TLS 1.3 it rejects a client
// without a certificate only after the handshake (RFC 8446 4.4.2.4).
func (d *dialogue) endCause() error {
	d.bytes.mu.Lock()
	defer d.bytes.mu.Unlock()
	if t := d.Conn().TLS(); t != nil && t.CertificateRequested && !t.CertificateSent && !d.bytes.insideTLS {
		return errCertificate
	}
	return errEnded
}

// hello sends EHLO, and, if the server offers STARTTLS, EHLO again inside TLS.
func (d *dialogue) hello(ctx context.Context, r *Result) error {
	line, _ := d.Hello(d.name)
	if err := d.Ask(ctx, []byte(line)); err != nil {
		return err
	}
	if a := d.Last(); a.Verdict() != smtp.Accepted {
		return refusalOf(*a)
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

// offers fills in the size limit in the reply to EHLO (RFC 1870 3). It returns the
// mechanisms.
func (d *dialogue) offers(r *Result) (mechanisms []string) {
	state, _ := d.State()
	auth, _ := state.FindFeature("AUTH")
	r.Size = ""
	if size, ok := state.FindFeature("SIZE"); ok {
		r.Size = slices.Concat(size.Params, []string{"0"})[0] // 0: there is no fixed limit
	}
	return auth.Params
}
