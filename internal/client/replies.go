package client

import (
	"byhand/internal/dialect"
)

// Last returns the reply to the last line; nil: it has none yet.
func (c *Client) Last() *dialect.Reply {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.d.last
}

// Refusal returns a reply that refused a line or broke the protocol; nil: none. It stays
// until TakeRefusal clears it.
func (c *Client) Refusal() *dialect.Reply {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.d.refusal
}

// TakeRefusal returns the same reply as Refusal, and clears it.
func (c *Client) TakeRefusal() *dialect.Reply {
	c.mu.Lock()
	defer c.mu.Unlock()
	a := c.d.refusal
	c.d.refusal = nil
	return a
}

// TakeUnsolicited returns an unsolicited refusal, and clears it; nil: none.
func (c *Client) TakeUnsolicited() *dialect.Reply {
	c.mu.Lock()
	defer c.mu.Unlock()
	a := c.d.unsolicited
	c.d.unsolicited = nil
	return a
}

// HasRefusal reports whether there is a refusal, solicited or not, that was not taken.
func (c *Client) HasRefusal() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.d.refusal != nil || c.d.unsolicited != nil
}

// StartGathering starts to keep all replies.
func (c *Client) StartGathering() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.d.gathered = []dialect.Reply{}
}

// Gathered returns the replies since StartGathering.
func (c *Client) Gathered() []dialect.Reply {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.d.gathered
}

// StopGathering returns the replies since StartGathering, and stops keeping them.
func (c *Client) StopGathering() (all []dialect.Reply) {
	c.mu.Lock()
	defer c.mu.Unlock()
	all, c.d.gathered = c.d.gathered, nil
	return all
}
