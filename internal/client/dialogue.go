package client

import (
	"time"

	"byhand/conn"
	"byhand/internal/advice"
	"byhand/internal/dialect"
	"byhand/internal/smtp"
)

// dialogue is what was said on a connection, and what is owed. It has no lock: that of
// its Client guards it.
type dialogue struct {
	dialect     dialect.Dialect
	last        *dialect.Answer // the reply to the last line; nil: none yet
	refusal     *dialect.Answer // a reply that refuses or breaks the protocol, until it is taken
	unsolicited *dialect.Answer // a refusal that answers no command, until it is taken
	unmet       Unmet
	seen        int64     // Offset of the last reply
	offset      int64     // Offset of the last bytes
	tail        tail      // the end of what came
	heardAt     time.Time // when it came
	askedAt     time.Time // when the oldest line without a reply went out
	refusedAt   time.Time // when the server last refused a line, or did not ask for its rest
	tls         *conn.TLS
	end         *conn.End // how the connection ended; nil: it lives
	login       *Exchange
	gathered    []dialect.Answer // replies since Gather; nil: nobody gathers
}

// received matches what came to the lines that were sent.
func (d *dialogue) received(e *Event) {
	e.Replies = d.dialect.Received(e.Line)
	if e.Ending != "" {
		e.Replies = append(e.Replies, d.dialect.Received([]byte(e.Ending))...)
	}
	if len(e.Replies) > 0 && e.Replies[0].To != "" {
		e.Took = e.Time.Sub(d.askedAt)
	}
	d.heardAt, d.offset = e.Time, e.Offset
	for i := range e.Replies {
		a := &e.Replies[i]
		d.take(a, e.Offset)
		if asks := a.Kind(); asks == "+" || asks == "334" && a.To == "AUTH" {
			e.Challenge, _ = d.dialect.Challenge()
		}
		if a.Verdict() == smtp.Refused || a.IsHello() && a.Verdict() == smtp.Accepted {
			e.State = d.state()
		}
	}
}

// take judges one reply.
func (d *dialogue) take(a *dialect.Answer, offset int64) {
	if a.To != "" {
		d.last, d.seen = a, offset
		if d.gathered != nil {
			d.gathered = append(d.gathered, *a)
		}
	}
	switch verdict := a.Verdict(); {
	case verdict == smtp.Refused && a.To == "":
		d.unsolicited = a
	case verdict == smtp.Broken && a.To != "":
		d.refusal = a
	case verdict == smtp.Refused:
		if d.refusal == nil || d.refusal.Verdict() != smtp.Broken { // a broken reply is not forgotten
			d.refusal = a
		}
		d.refusedAt = time.Now()
	}
	if a.Rest != nil {
		d.unmet = Unmet{Verb: a.To, At: time.Now(), Rest: a.Rest}
		d.refusedAt = d.unmet.At
	}
}

func (d *dialogue) sent(e *Event) {
	e.UserName = e.Secret > 0 && d.isUserName(e.Line)
	if e.Phase == smtp.Command && e.Ending != "" && !e.Bulk {
		e.State = d.state()
	}
	if d.dialect.Owed() == 0 || d.dialect.Quiet() > 0 {
		d.askedAt = e.Time
	}
	d.last = nil
	if e.Ending == "" || !d.isProxyHeader(e.Line) {
		d.dialect.Sent(e.Line)
		d.dialect.Sent([]byte(e.Ending))
	}
}

// isUserName reports whether a line that answers AUTH LOGIN is a user name, which is
// not a secret. Where that is not certain it returns false.
func (d *dialogue) isUserName(line []byte) bool {
	l := d.dialect.Login()
	return l != nil && l.AsksForName(d.login.sendsUser(line))
}

// secured forgets what was said before TLS (RFC 3207 4.2). implicit: TLS began with the
// first byte, and nothing was.
func (d *dialogue) secured(e conn.Event, implicit bool) {
	if !implicit {
		d.dialect.Secured()
	}
	d.last, d.askedAt, d.tls = nil, e.Time, e.TLS
}

func (d *dialogue) ended(e *Event) {
	e.Replies = d.dialect.Hangup()
	if e.End.How == conn.Local || e.End.How == conn.Aborted {
		e.Replies = nil // byhand did not wait for the rest
	}
	for i := range e.Replies {
		d.take(&e.Replies[i], d.seen)
	}
	d.end = e.End
	e.Finished, e.Agreed = d.dialect.Done(), d.agreed()
}

// isProxyHeader reports whether a line that goes out is one.
func (d *dialogue) isProxyHeader(line []byte) bool {
	return d.dialect.Phase() == smtp.Greeting && d.dialect.Owed() == 1 && IsProxyHeader(line)
}

// state returns what hints depend on; nil in protocols other than SMTP and LMTP.
func (d *dialogue) state() *advice.State {
	m := d.dialect.Mail()
	if m == nil {
		return nil
	}
	state := &advice.State{Phase: d.dialect.Phase(), LMTP: m.IsLMTP(), Secure: d.tls != nil, Ready: d.dialect.CanSecure() == nil, Hello: m.Hello(),
		Features: m.Features(), Authenticated: m.Authenticated(), Envelope: m.Envelope(), Recipients: m.Recipients()}
	state.Mechanism, _ = d.dialect.Login().Given()
	_, state.Asks = d.dialect.Challenge()
	if d.end != nil {
		state.Phase = smtp.Closed
	}
	return state
}

func (d *dialogue) agreed() bool {
	return d.end != nil && d.end.How != conn.Local && d.dialect.StartTLS() != "" && d.dialect.CanSecure() == nil
}

func (d *dialogue) left() bool { return d.end != nil && d.end.How != conn.Local }
