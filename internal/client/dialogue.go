package client

import (
	"time"

	"byhand/conn"
	"byhand/internal/advice"
	"byhand/internal/dialect"
	"byhand/internal/smtp"
)

// dialogue is the state of the dialogue on a connection. The lock of its Client guards it.
type dialogue struct {
	dialect        dialect.Dialect
	last           *dialect.Reply // the reply to the last line; nil: none yet
	refusal        *dialect.Reply // a reply that refuses a line or breaks the protocol, until it is taken
	unsolicited    *dialect.Reply // a refusal that is not a reply to any line, until it is taken
	unrequested    Unrequested
	replyOffset    int64     // Offset of the last reply
	receivedOffset int64     // Offset of the last bytes received
	receivedBytes  []byte    // the last bytes received
	lastLine       lastLine  // the last line received
	heardAt        time.Time // when bytes were last received
	askedAt        time.Time // when the oldest line without a reply was sent
	refusedAt      time.Time // when the server last refused a line, or did not ask for its continuation
	tls            *conn.TLS
	end            *conn.End       // how the connection ended; nil: it is open
	login          *Exchange       // byhand's login; nil: none
	gathered       []dialect.Reply // replies since StartGathering; nil: they are not gathered
}

// handleReceived finds the replies in received bytes.
func (d *dialogue) handleReceived(e *Event) {
	d.receivedBytes = append(append(d.receivedBytes[:0], e.Line...), e.Ending...)
	e.Replies = d.dialect.Received(d.receivedBytes)
	if len(e.Replies) > 0 && e.Replies[0].Verb != "" {
		e.Took = e.Time.Sub(d.askedAt)
	}
	d.heardAt, d.receivedOffset = e.Time, e.Offset
	for i := range e.Replies {
		a := &e.Replies[i]
		d.recordReply(a, e.Offset)
		if asks := a.Kind(); asks == "+" || asks == "334" && a.Verb == "AUTH" {
			e.Challenge, _ = d.dialect.Challenge()
		}
		if a.Verdict() == smtp.Refused || a.IsHello() && a.Verdict() == smtp.Accepted {
			e.State = d.state()
		}
	}
}

// recordReply stores a reply and updates the refusal and the unrequested continuation.
func (d *dialogue) recordReply(a *dialect.Reply, offset int64) {
	if a.Verb != "" {
		d.last, d.replyOffset = a, offset
		if d.gathered != nil {
			d.gathered = append(d.gathered, *a)
		}
	}
	switch verdict := a.Verdict(); {
	case verdict == smtp.Refused && a.Verb == "":
		d.unsolicited = a
	case verdict == smtp.Broken && a.Verb != "":
		d.refusal = a
	case verdict == smtp.Refused:
		if d.refusal == nil || d.refusal.Verdict() != smtp.Broken { // a reply that breaks the protocol is more important
			d.refusal = a
		}
		d.refusedAt = time.Now()
	}
	if a.Unrequested != nil {
		d.unrequested = Unrequested{Verb: a.Verb, At: time.Now(), Continuation: a.Unrequested}
		d.refusedAt = d.unrequested.At
	}
}

// handleSent updates the state for a line that is sent.
func (d *dialogue) handleSent(e *Event) {
	e.UserName = e.Secret > 0 && d.isUserName(e.Line)
	if e.Phase == smtp.Command && e.Ending != "" && !e.Bulk {
		e.State = d.state()
	}
	if d.dialect.Owed() == 0 || d.dialect.QuietPeriod() > 0 {
		d.askedAt = e.Time
	}
	d.last = nil
	if e.Ending == "" || !d.isProxyHeader(e.Line) {
		d.dialect.Sent(e.Line)
		d.dialect.Sent([]byte(e.Ending))
	}
}

// isUserName reports whether a line is certainly a user name that answers AUTH LOGIN. A
// user name is not a secret.
func (d *dialogue) isUserName(line []byte) bool {
	l := d.dialect.Login()
	return l != nil && l.AsksForUserName(d.login.sendsUser(line))
}

// handleSecured forgets what was learned before TLS (RFC 3207 4.2). With implicit TLS there is
// nothing to forget.
func (d *dialogue) handleSecured(e conn.Event, implicit bool) {
	if !implicit {
		d.dialect.Secured()
	}
	d.last, d.askedAt, d.tls = nil, e.Time, e.TLS
}

// handleEnded records how the connection ended, and the reply that was cut off.
func (d *dialogue) handleEnded(e *Event) {
	e.Replies = d.dialect.Hangup()
	if e.End.How == conn.ClosedLocally || e.End.How == conn.Aborted {
		e.Replies = nil // byhand closed the connection before the rest arrived
	}
	for i := range e.Replies {
		d.recordReply(&e.Replies[i], d.replyOffset)
	}
	d.end = e.End
	e.Finished, e.EndedBeforeTLS = d.dialect.Done(), d.endedBeforeTLS()
}

// isProxyHeader reports whether a line to be sent is a PROXY header.
func (d *dialogue) isProxyHeader(line []byte) bool {
	return d.dialect.Phase() == smtp.Greeting && d.dialect.Owed() == 1 && IsProxyHeader(line)
}

// state returns the facts for hints; nil in protocols other than SMTP and LMTP.
func (d *dialogue) state() *advice.State {
	m := d.dialect.Mail()
	if m == nil {
		return nil
	}
	state := &advice.State{Phase: d.dialect.Phase(), LMTP: m.IsLMTP(), Secure: d.tls != nil, HandshakeDue: d.dialect.CanSecure() == nil, Hello: m.Hello(),
		Features: m.Features(), Authenticated: m.Authenticated(), Envelope: m.Envelope(), Recipients: m.Recipients()}
	state.Mechanism, _ = d.dialect.Login().Progress()
	_, state.Asks = d.dialect.Challenge()
	if d.end != nil {
		state.Phase = smtp.Closed
	}
	return state
}

// endedBeforeTLS reports whether the connection ended between the reply that allowed TLS and the
// handshake.
func (d *dialogue) endedBeforeTLS() bool {
	return d.end != nil && d.end.How != conn.ClosedLocally && d.dialect.StartTLS() != "" && d.dialect.CanSecure() == nil
}

// isLost reports whether the connection ended and byhand did not close it.
func (d *dialogue) isLost() bool { return d.end != nil && d.end.How != conn.ClosedLocally }
