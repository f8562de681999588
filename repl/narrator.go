package repl

import (
	"bytes"
	"fmt"
	"sync/atomic"
	"time"

	"byhand/conn"
	"byhand/internal/client"
	"byhand/internal/describe"
	"byhand/internal/dialect"
	"byhand/internal/hint"
	"byhand/internal/smtp"
	"byhand/internal/view"
)

// hush is how long a greeting may be missing before byhand says so. To make strangers
// wait for 20 seconds is a usual trap for spam.
const hush = 5 * time.Second

// narrator shows what crosses the wire, and says what a person may need to know of it.
// It runs on the queue's goroutine.
type narrator struct {
	out      *output
	typed    bool          // a person is there, and no failure will say the same
	hush     time.Duration // how long a greeting may be missing
	status   func(string)  // shows how far something long is; nil: nothing does
	starting *atomic.Bool  // :starttls is under way: it reports how the connection ends
	ends     func(*conn.End, bool)

	client *client.Client // the connection
	reach  func() hint.Reach
	late   *time.Timer // tells of a greeting that does not come
	asked  bool        // the server asked for a certificate of ours, and got none
	raw    bool        // --raw: what crosses the wire is not shown
}

// begin is called before a connection opens.
func (n *narrator) begin(c *client.Client, reach func() hint.Reach) {
	n.client, n.reach, n.asked = c, reach, false
}

func (n *narrator) hear(e client.Event) {
	if n.raw && e.Kind != conn.Opened && e.Kind != conn.Secured {
		return
	}
	switch e.Kind {
	case conn.Opened:
		n.out.facts.Notes(describe.Opening(e.Opening, e.Target))
		if !e.Target.TLS { // else the handshake comes first, and perhaps a question
			n.awaitGreeting()
		}
	case conn.Received:
		n.received(e)
	case conn.Sent:
		if !e.OnScreen && !e.Bulk {
			n.out.shown.Sent(e.Event)
		}
	case conn.Secured:
		n.asked = e.TLS.Asked && !e.TLS.Shown
		if e.Target.TLS {
			n.awaitGreeting()
		}
		n.out.facts.Notes(describe.Handshake(e.TLS, e.Time))
	case conn.Ended:
		n.ended(e)
	}
}

// received shows what came, and says what is odd about the replies that it completes.
func (n *narrator) received(e client.Event) {
	if e.Phase != smtp.Greeting || len(e.Replies) > 0 {
		n.stopHush()
	}
	if !e.Secure && (bytes.HasPrefix(e.Line, []byte("\x15\x03")) || bytes.HasPrefix(e.Line, []byte("\x16\x03"))) { // a record begins with its kind and 3 (RFC 8446 5.1)
		n.out.shown.Note("hint: that is TLS, not text: " + n.reach().TLS(e.Target))
	}
	if n.status != nil {
		n.status("") // what comes must not be written after it
	}
	n.out.shown.Received(e.Event, e.Took)
	for i := range e.Replies {
		n.reply(e, &e.Replies[i])
	}
}

// reply says what is odd about a reply.
func (n *narrator) reply(e client.Event, a *dialect.Answer) {
	if a.To == "" {
		n.out.shown.Note("the server said that unasked")
	}
	verdict := a.Verdict()
	if verdict == smtp.Refused {
		enhanced, _ := a.Reply.Enhanced()
		if name, words, ok := quirk(e.Target.Host, a.Reply.Code, enhanced.String()); ok {
			n.out.shown.Note(fmt.Sprintf("hint: %s means by that: %s", name, words))
		}
	}
	if words := a.Reply.Flaws.String(); words != "" {
		n.out.shown.Note("the server breaks the protocol: " + words)
	} else if verdict == smtp.Broken && n.typed {
		n.out.shown.Note(brokenBy(a))
	}
	if len(e.Challenge) > 0 {
		n.out.shown.Note(fmt.Sprintf("%s says %s", a.Kind(), view.Quoted(e.Challenge)))
	}
}

// ended says who closed the connection and how.
func (n *narrator) ended(e client.Event) {
	n.out.shown.FinishLine(e.Secure)
	n.stopHush()
	for i := range e.Replies { // that did not end
		n.reply(e, &e.Replies[i])
	}
	ours := e.End.How == conn.Local || e.End.How == conn.Aborted
	reported := e.Agreed && (n.starting.Load() || !n.typed) // a failure says it
	if e.End.How != conn.Aborted && !reported {
		n.out.facts.Note(e.End.String())
	}
	if finished(e.End, e.Finished) {
		n.out.shown.Note("the session was already finished, so nothing is lost")
	}
	n.hintCertificate(e.End, e.Target)
	if e.Phase == smtp.Greeting && e.End.Received == 0 && !ours && !e.Secure {
		n.out.shown.Note("hint: it said nothing at all: " + tryTLS(n.reach(), e.Target))
	}
	n.ends(e.End, e.Finished)
}

// hintCertificate follows an alert that ended a connection on which the server had asked
// for a certificate: in TLS 1.3 it comes after the handshake.
func (n *narrator) hintCertificate(end *conn.End, t conn.Target) {
	if end.How == conn.Broken && n.asked {
		n.out.shown.Note("hint: " + n.reach().ClientCertificate(t))
	}
}

// finished reports whether a connection was cut or reset after the server had answered
// QUIT or LOGOUT: the session was finished, so nothing is lost.
func finished(end *conn.End, answered bool) bool {
	return answered && (end.How == conn.Cut || end.How == conn.Reset)
}

// awaitGreeting says, once, that no greeting comes or that it does not end; the session
// waits on.
func (n *narrator) awaitGreeting() {
	c := n.client
	n.late = n.out.after(n.hush, func() {
		if c == n.client && c.Phase() == smtp.Greeting {
			n.out.shown.Notes(n.silence())
		}
	})
}

// silence says what a missing greeting may mean.
func (n *narrator) silence() []string {
	if why := n.client.Now().Unfinished; why != "" {
		return []string{fmt.Sprintf("the greeting is unfinished after %v: %s; byhand waits on", n.hush, why)}
	}
	words := []string{fmt.Sprintf("connected, but no greeting after %v; some servers make strangers wait for 20 s, and byhand waits on", n.hush)}
	if t := n.client.Target(); !t.TLS {
		words = append(words, "hint: "+tryTLS(n.reach(), t))
	}
	return words
}

// tryTLS names the command for a port that wants TLS from the first byte.
func tryTLS(r hint.Reach, t conn.Target) string {
	return "a port that wants TLS from the first byte keeps silent: " + r.TLS(t)
}

func (n *narrator) stopHush() {
	if n.late != nil {
		n.late.Stop()
		n.late = nil
	}
}
