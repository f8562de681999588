package client

import (
	"byhand/internal/dialect"
)

// Last returns the reply to the last line; nil: there is none yet.
func (c *Client) Last() *dialect.Answer {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.d.last
}

// Refusal returns the refusal, or the reply that breaks the protocol, that nobody has
// taken yet; or nil.
func (c *Client) Refusal() *dialect.Answer {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.d.refusal
}

// TakeRefusal returns it and forgets it.
func (c *Client) TakeRefusal() *dialect.Answer {
	c.mu.Lock()
	defer c.mu.Unlock()
	a := c.d.refusal
	c.d.refusal = nil
	return a
}

// TakeUnsolicited returns a refusal that answers no command, and forgets it; or nil.
func (c *Client) TakeUnsolicited() *dialect.Answer {
	c.mu.Lock()
	defer c.mu.Unlock()
	a := c.d.unsolicited
	c.d.unsolicited = nil
	return a
}

// HasRefusal reports whether a refusal, an unsolicited one too, waits to be judged.
func (c *Client) HasRefusal() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.d.refusal != nil || c.d.unsolicited != nil
}

// Gather begins to keep the replies that come.
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

// Harvest returns them and ends that.
func (c *Client) Harvest() (all []dialect.Answer) {
	c.mu.Lock()
	defer c.mu.Unlock()
	all, c.d.gathered = c.d.gathered, nil
	return all
}
