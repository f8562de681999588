package client

import (
	"byhand/internal/dialect"
)

// Last returns the reply to the last line; nil: it has none yet.
func (c *Client) Last() *dialect.Answer {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.d.last
}

// Refusal returns a reply that refused a line or broke the protocol; nil: none. It stays
// until TakeRefusal clears it.
func (c *Client) Refusal() *dialect.Answer {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.d.refusal
}

// TakeRefusal returns the same reply as Refusal, and clears it.
func (c *Client) TakeRefusal() *dialect.Answer {
	c.mu.Lock()
	defer c.mu.Unlock()
	a := c.d.refusal
	c.d.refusal = nil
	return a
}

// TakeUnsolicited returns an unsolicited refusal, and clears it; nil: none.
func (c *Client) TakeUnsolicited() *dialect.Answer {
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

// Gather starts to keep all replies.
func (c *Client) Gather() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.d.gathered = []dialect.Answer{}
}

// Gathered returns the replies since Gather.
func (c *Client) Gathered() []dialect.Answer {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.d.gathered
}

// Harvest returns the replies since Gather, and stops keeping them.
func (c *Client) Harvest() (all []dialect.Answer) {
	c.mu.Lock()
	defer c.mu.Unlock()
	all, c.d.gathered = c.d.gathered, nil
	return all
}
