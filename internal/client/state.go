package client

import (
	"time"

	"byhand/conn"
	"byhand/internal/dialect"
	"byhand/internal/smtp"
)

// Snapshot describes the current state of the connection and its protocol state.
type Snapshot struct {
	Phase          smtp.Phase  // how the server interprets the next line
	Protocol       string      // "": not known
	TLSCommand     string      // the command that asks for TLS; "": not known
	End            *conn.End   // how the connection ended; nil: it is open
	Finished       bool        // the server has accepted QUIT or LOGOUT
	EndedBeforeTLS bool        // the connection ended between the reply that allowed TLS and the handshake
	Lost           bool        // the connection ended, and byhand did not close it
	ReplyMissing   bool        // the connection ended before a reply that was owed
	DependsOnReply bool        // the next reply decides what the next line means: after DATA and AUTH
	OctetsLeft     int64       // announced octets that are still to be sent
	Unrequested    Unrequested // a command whose continuation the server did not ask for
	RefusedAt      time.Time   // when the server last refused a line, or did not ask for its continuation

	Overdue     time.Duration // how long a reply has been owed; 0: none is owed, or a pause marks the end of each reply
	Unfinished  string        // why the last received line does not complete a reply; "": it does, or no line was received
	HasReceived bool          // bytes were received since the last line was sent
}

// Snapshot returns the current state.
func (c *Client) Snapshot() Snapshot {
	c.mu.Lock()
	defer c.mu.Unlock()
	d := &c.d
	now := Snapshot{Phase: c.phase(), Protocol: d.dialect.Name(), TLSCommand: d.dialect.StartTLS(), End: d.end,
		Finished: d.dialect.Done(), EndedBeforeTLS: d.endedBeforeTLS(), Lost: d.isLost(), DependsOnReply: d.end == nil && d.dialect.DependsOnReply(),
		OctetsLeft: d.dialect.OctetsLeft(), Unrequested: d.unrequested, RefusedAt: d.refusedAt,
		Unfinished: d.lastLine.unfinished(), HasReceived: len(d.lastLine.text) > 0}
	if owed := d.dialect.Owed() > 0 && d.dialect.QuietPeriod() == 0; owed && d.end != nil {
		now.ReplyMissing = true
	} else if owed && c.conn != nil {
		now.Overdue = time.Since(d.askedAt)
	}
	return now
}

// Phase returns how the server interprets the next line.
func (c *Client) Phase() smtp.Phase {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.phase()
}

// phase is Phase for a caller that holds the lock.
func (c *Client) phase() smtp.Phase {
	if c.conn == nil || c.d.end != nil {
		return smtp.Closed
	}
	return c.d.dialect.Phase()
}

// InMessage reports whether the next line belongs to the text of a message.
func (c *Client) InMessage() bool { return c.Phase() == smtp.Message }

// SpeaksMail reports whether the protocol is SMTP or LMTP.
func (c *Client) SpeaksMail() bool {
	_, ok := c.State()
	return ok
}

// CanSecure returns nil if TLS may start now, otherwise a *dialect.NotSecurable.
func (c *Client) CanSecure() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.d.dialect.CanSecure()
}

// Secret returns how many bytes at the end of a line are secret if it is sent now.
func (c *Client) Secret(line []byte) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.d.dialect.Secret(line)
}

// Fork returns a copy of the protocol state, to try out lines without sending them.
func (c *Client) Fork() dialect.Dialect {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.d.dialect.Fork()
}

// ForgetUnrequested forgets the unrequested continuation, after it was dropped or sent.
func (c *Client) ForgetUnrequested() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.d.unrequested = Unrequested{}
}
