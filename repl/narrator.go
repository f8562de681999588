package repl

import (
	"bytes"
	"fmt"
	"sync/atomic"
	"time"

	"byhand/conn"
	"byhand/internal/client"
	"byhand/internal/describe"
	"byhand/internal/hint"
	"byhand/internal/smtp"
)

// defaultGreetingDelay is how long byhand waits for a greeting before it reports that none
// has arrived. Some servers delay the greeting by 20 seconds, because spam software does not
// wait that long.
const defaultGreetingDelay = 5 * time.Second

// narrator is the listener that shows the events of a connection, with byhand's notes. It
// runs on the output queue's goroutine.
type narrator struct {
	out           *output
	typed         bool          // a user is at the prompt: no failure will report the same
	greetingDelay time.Duration // how long a greeting may be missing
	status        func(string)  // removes a progress row; nil: there is none
	starting      *atomic.Bool  // :starttls is running and reports how the connection ends
	onEnd         func(*conn.End, bool)
	inLesson      func() bool // a lesson explains the replies
	memory        *memory
	toldOfWhy     bool // a refusal in this session led to the row about :why

	client          *client.Client // the connection
	reach           func() hint.Reach
	timer           *time.Timer // fires if no greeting comes
	certRequested   bool        // the server asked for a client certificate and got none
	toldOfMiddlebox bool
	toldOfChunk     bool // the last replies were to octets of a chunk
	raw             bool // --raw: bytes are not shown here
}

// begin resets the narrator before a connection opens.
func (n *narrator) begin(c *client.Client, reach func() hint.Reach) {
	n.client, n.reach, n.certRequested, n.toldOfMiddlebox = c, reach, false, false
}

func (n *narrator) hear(e *client.Event) {
	if n.raw && e.Kind != conn.Opened && e.Kind != conn.Secured {
		return
	}
	switch e.Kind {
	case conn.Opened:
		n.out.unrecorded.Notes(describe.Opening(e.Opening, *e.Target))
		if !e.Target.TLS { // else the greeting comes after the handshake
			n.awaitGreeting()
		}
	case conn.Received:
		n.received(e)
	case conn.Sent:
		if !e.OnScreen && !e.Bulk {
			n.out.recorded.Sent(e.Event)
		}
	case conn.Secured:
		n.certRequested = e.TLS.CertificateRequested && !e.TLS.CertificateSent
		if e.Target.TLS {
			n.awaitGreeting()
		}
		n.out.unrecorded.Notes(describe.Handshake(e.TLS, e.Time))
	case conn.Ended:
		n.ended(e)
	}
}

// received shows received bytes, and notes anything unusual about the replies.
func (n *narrator) received(e *client.Event) {
	if e.Phase != smtp.Greeting || len(e.Replies) > 0 {
		n.stopTimer()
	}
	if !e.Secure && (bytes.HasPrefix(e.Line, []byte("\x15\x03")) || bytes.HasPrefix(e.Line, []byte("\x16\x03"))) { // a TLS alert or handshake record (RFC 8446 5.1)
		n.out.recorded.Note("hint: the server sent TLS, not text: " + n.reach().TLS(*e.Target))
	}
	if n.status != nil {
		n.status("") // otherwise the reply would follow it in the same row
	}
	n.out.recorded.Received(e.Event, e.Took)
	for i := range e.Replies {
		n.reply(e, &e.Replies[i])
	}
}

// ended notes which side closed the connection, and how.
func (n *narrator) ended(e *client.Event) {
	n.out.recorded.FinishLine(e.Secure)
	n.stopTimer()
	for i := range e.Replies { // unfinished ones
		n.reply(e, &e.Replies[i])
	}
	ours := e.End.How == conn.ClosedLocally || e.End.How == conn.Aborted
	reported := e.EndedBeforeTLS && (n.starting.Load() || !n.typed) // the failure of STARTTLS reports it
	if e.End.How != conn.Aborted && !reported {
		n.out.unrecorded.Note(e.End.String())
	}
	if endedAfterQuit(e.End, e.Finished) {
		n.out.recorded.Note("the session was already finished, so nothing is lost")
	}
	n.hintCertificate(e.End, *e.Target)
	if e.Phase == smtp.Greeting && e.End.Received == 0 && !ours && !e.Secure {
		n.out.recorded.Note("hint: the server sent nothing; " + tryTLS(n.reach(), *e.Target))
	}
	n.onEnd(e.End, e.Finished)
}

// hintCertificate gives a hint if the server probably closed the connection because it
// got no client certificate. In TLS 1.3 that alert comes after the handshake.
func (n *narrator) hintCertificate(end *conn.End, t conn.Target) {
	if end.How == conn.Broken && n.certRequested {
		n.out.recorded.Note("hint: " + n.reach().ClientCertificate(t))
	}
}

// endedAfterQuit reports whether a connection was cut or reset after the server had accepted
// QUIT or LOGOUT (finished). Nothing is lost then.
func endedAfterQuit(end *conn.End, finished bool) bool {
	return finished && (end.How == conn.Cut || end.How == conn.Reset)
}

// awaitGreeting starts the timer that notes, once, that the greeting is missing or
// unfinished.
func (n *narrator) awaitGreeting() {
	c := n.client
	n.timer = n.out.after(n.greetingDelay, func() {
		if c == n.client && c.Phase() == smtp.Greeting {
			n.out.recorded.Notes(n.noGreeting())
		}
	})
}

// noGreeting returns the notes about a missing or unfinished greeting.
func (n *narrator) noGreeting() []string {
	if why := n.client.Snapshot().Unfinished; why != "" {
		return []string{fmt.Sprintf("the greeting is unfinished after %v: %s; still waiting", n.greetingDelay, why)}
	}
	words := []string{fmt.Sprintf("no greeting after %v; still waiting (some servers make unknown clients wait for 20 s)", n.greetingDelay)}
	if t := n.client.Target(); !t.TLS {
		words = append(words, "hint: "+tryTLS(n.reach(), t))
	}
	return words
}

// tryTLS returns the hint for a port that may expect TLS from the first byte.
func tryTLS(r hint.Reach, t conn.Target) string {
	return "the port may expect TLS from the first byte: " + r.TLS(t)
}

func (n *narrator) stopTimer() {
	if n.timer != nil {
		n.timer.Stop()
		n.timer = nil
	}
}
