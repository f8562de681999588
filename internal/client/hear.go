package client

import (
	"time"

	"byhand/conn"
	"byhand/internal/advice"
	"byhand/internal/dialect"
	"byhand/internal/smtp"
)

// Event is an event of a connection, and what it means in the dialogue.
type Event struct {
	conn.Event
	Target         *conn.Target
	Phase          smtp.Phase      // before the event
	Replies        []dialect.Reply // Received: those that the bytes complete. Ended: one that was cut off
	Took           time.Duration   // Received: how long the first of Replies took
	Challenge      []byte          // Received: a challenge, decoded
	UserName       bool            // Sent: the part marked as secret is a user name, which is not a secret
	Finished       bool            // Ended: the server had accepted QUIT or LOGOUT
	EndedBeforeTLS bool            // Ended: the server had agreed to TLS, but TLS was not started
	State          *advice.State   // SMTP and LMTP: before a command, after a refusal and after a reply to EHLO; otherwise nil
}

// handleEvent is the connection's Tap.
func (c *Client) handleEvent(e conn.Event) {
	c.mu.Lock()
	defer c.mu.Unlock()
	d := &c.d
	d.lastLine.update(e)
	heard := Event{Event: e, Target: &c.target, Phase: d.dialect.Phase()}
	switch e.Kind {
	case conn.Opened:
		d.askedAt = e.Time
	case conn.Received:
		d.handleReceived(&heard)
	case conn.Sent:
		d.handleSent(&heard)
	case conn.Secured:
		d.handleSecured(e, c.target.TLS)
	case conn.Ended:
		d.handleEnded(&heard)
	}
	c.listener.Hear(heard)
	if !e.More {
		close(c.changed)
		c.changed = make(chan struct{})
	}
}
