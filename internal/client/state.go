package client

import (
	"time"

	"byhand/conn"
	"byhand/internal/dialect"
	"byhand/internal/smtp"
)

// Standing is a snapshot of the connection and its protocol state.
type Standing struct {
	Phase      smtp.Phase // how the server interprets the next line
	Protocol   string     // "": not known
	TLSCommand string     // the command that asks for TLS; "": not known
	End        *conn.End  // how the connection ended; nil: it is open
	Finished   bool       // the server has answered QUIT or LOGOUT
	Agreed     bool       // the connection ended between the reply that allowed TLS and the handshake
	Left       bool       // the connection ended, and byhand did not close it
	Missing    bool       // the connection ended before a reply that was owed
	Deciding   bool       // the next reply decides what the next line means: after DATA and AUTH
	Due        int64      // announced octets that are still to be sent
	Unmet      Unmet      // a command whose continuation the server did not ask for
	RefusedAt  time.Time  // when the server last refused a line, or did not ask for its continuation

	Overdue    time.Duration // how long a reply has been owed; 0: none is owed, or a pause marks the end of each reply
	Unfinished string        // why the last received line does not complete a reply; "": it does, or no line was received
	Heard      bool          // bytes were received since the last line was sent
}

// Now returns the current Standing.
func (c *Client) Now() Standing {
	c.mu.Lock()
	defer c.mu.Unlock()
	d := &c.d
	now := Standing{Phase: c.phase(), Protocol: d.dialect.Name(), TLSCommand: d.dialect.StartTLS(), End: d.end,
		Finished: d.dialect.Done(), Agreed: d.agreed(), Left: d.left(), Deciding: d.end == nil && d.dialect.Deciding(),
		Due: d.dialect.Due(), Unmet: d.unmet, RefusedAt: d.refusedAt,
		Unfinished: d.tail.unfinished(), Heard: len(d.tail.text) > 0}
	if owed := d.dialect.Owed() > 0 && d.dialect.Quiet() == 0; owed && d.end != nil {
		now.Missing = true
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

// ForgetUnmet forgets the unmet command, after its continuation was dropped or sent.
func (c *Client) ForgetUnmet() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.d.unmet = Unmet{}
}
