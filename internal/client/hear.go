package client

import (
	"time"

	"byhand/conn"
	"byhand/internal/advice"
	"byhand/internal/dialect"
	"byhand/internal/smtp"
)

// Event is something that crossed the wire, and what it means in the dialogue.
type Event struct {
	conn.Event
	Target    conn.Target
	Phase     smtp.Phase       // before the event
	Replies   []dialect.Answer // Received: those that it completes. Ended: those that never ended
	Took      time.Duration    // Received: how long the first of them took
	Challenge []byte           // Received: what a challenge asks, decoded
	UserName  bool             // Sent: what is called secret is a user name, which is not a secret
	Finished  bool             // Ended: the server had answered QUIT or LOGOUT
	Agreed    bool             // Ended: the server had agreed to TLS, which never began
	State     *advice.State    // before a command in SMTP or LMTP, after a refusal or a reply to EHLO; else nil
}

// hear is the connection's Tap.
func (c *Client) hear(e conn.Event) {
	c.mu.Lock()
	defer c.mu.Unlock()
	d := &c.d
	d.tail.follow(e)
	heard := Event{Event: e, Target: c.target, Phase: d.dialect.Phase()}
	switch e.Kind {
	case conn.Opened:
		d.askedAt = e.Time
	case conn.Received:
		d.received(&heard)
	case conn.Sent:
		d.sent(&heard)
	case conn.Secured:
		d.secured(e, c.target.TLS)
	case conn.Ended:
		d.ended(&heard)
	}
	c.listener.Hear(heard)
	if !e.More {
		close(c.changed)
		c.changed = make(chan struct{})
	}
}
