package client

import (
	"time"

	"byhand/conn"
	"byhand/internal/dialect"
	"byhand/internal/smtp"
)

// Standing is how the dialogue stands at one moment.
type Standing struct {
	Phase      smtp.Phase // what the server makes of the next line
	Protocol   string     // "": it is not known
	TLSCommand string     // asks for TLS; "": byhand knows none
	End        *conn.End  // how the connection ended; nil: it has not
	Finished   bool       // the server has answered QUIT or LOGOUT
	Agreed     bool       // the server agreed to TLS, and the connection ended before TLS began
	Left       bool       // the connection ended, and byhand did not close it
	Missing    bool       // it ended while a reply was owed
	Deciding   bool       // the reply to come decides what the next line means: after DATA and AUTH
	Due        int64      // octets that were announced and are still to be sent
	Unmet      Unmet      // the command whose rest the server did not ask for
	RefusedAt  time.Time  // when the server last refused a line, or left one unmet

	Overdue    time.Duration // how long a reply has been missing; 0: none is, or silence ends replies
	Unfinished string        // why what came last is not a whole reply; "": nothing came, or it is one
	Heard      bool          // something came since the last line was sent
}

// Now returns how the dialogue stands.
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

// Phase returns what the server makes of the next line.
func (c *Client) Phase() smtp.Phase {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.phase()
}

// phase is Phase with the lock held.
func (c *Client) phase() smtp.Phase {
	if c.conn == nil || c.d.end != nil {
		return smtp.Closed
	}
	return c.d.dialect.Phase()
}

// InMessage reports whether the next line is text of a message.
func (c *Client) InMessage() bool { return c.Phase() == smtp.Message }

// SpeaksMail reports whether the protocol is SMTP or LMTP.
func (c *Client) SpeaksMail() bool {
	_, ok := c.State()
	return ok
}

// CanSecure returns why TLS must not begin now, a *dialect.NotSecurable; nil: it may.
func (c *Client) CanSecure() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.d.dialect.CanSecure()
}

// Secret returns how many bytes at the end of a line are secret, if it is sent now.
func (c *Client) Secret(line []byte) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.d.dialect.Secret(line)
}

// Fork returns a copy of the dialogue's state, to follow lines that are not sent yet.
func (c *Client) Fork() dialect.Dialect {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.d.dialect.Fork()
}

// ForgetUnmet is called when the lines of an unmet rest are dealt with.
func (c *Client) ForgetUnmet() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.d.unmet = Unmet{}
}
