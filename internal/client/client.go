package client

import (
	"context"
	"net"
	"slices"
	"sync"
	"time"

	"byhand/conn"
	"byhand/internal/advice"
	"byhand/internal/dialect"
)

// Client is one connection and the dialogue on it. Its methods may be called from any
// goroutine, but not from its listener.
//
// Lock order: the connection's own lock, then mu, then the lock of a Queue.
type Client struct {
	target   conn.Target
	limits   Limits
	listener Listener

	mu      sync.Mutex // guards what follows, and is held only to read or update it
	conn    *conn.Conn // nil before Open has returned without an error
	d       dialogue
	changed chan struct{} // closed and renewed at each change
}

// Limits say how long a Client waits for replies.
type Limits struct {
	Greeting time.Duration
	Reply    time.Duration
}

// Unmet is a command that the server answered without asking for the rest of it: the
// text of a message, a literal, answers to challenges.
type Unmet struct {
	Verb string
	At   time.Time     // when the reply came
	Rest *dialect.Rest // nil: there is none
}

// Listener hears what happens on a connection.
type Listener interface {
	// Hear is called with every event, in the order of the wire. The Client's lock is
	// held: it must neither wait nor call the Client. e.Line is valid during the call.
	Hear(e Event)
	// Room is called before more is read, and before a piece of a message is sent. It
	// may wait, until stop is closed.
	Room(stop <-chan struct{})
}

// New returns a Client for a connection to t that is not open yet.
func New(t conn.Target, limits Limits, l Listener) *Client {
	return &Client{target: t, limits: limits, listener: l, d: dialogue{dialect: dialect.Named(t.Protocol)}, changed: make(chan struct{})}
}

// Open connects. It returns a *conn.DialError or a *conn.TLSError. The Tap and the Room
// of d are the Client's.
func (c *Client) Open(ctx context.Context, d conn.Dialer) error {
	d.Tap, d.Room = c.hear, c.listener.Room
	opened, err := d.Dial(ctx, c.target)
	if err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.conn = opened
	return nil
}

// Stream connects for a caller who reads and writes the bytes, and tells Overheard
// of them. It returns what Open returns.
func (c *Client) Stream(ctx context.Context, d conn.Dialer) (*conn.Stream, error) {
	d.Tap = c.hear
	return d.Stream(ctx, c.target)
}

// Overheard follows an event of a Stream. How much of a line is secret the dialect says.
func (c *Client) Overheard(e conn.Event) {
	if e.Kind == conn.Sent {
		e.Secret = c.Secret(e.Line)
	}
	c.hear(e)
}

// Target returns where the connection leads.
func (c *Client) Target() conn.Target { return c.target }

// Conn returns the connection, closed or not; nil: it never opened.
func (c *Client) Conn() *conn.Conn {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.conn
}

// Live returns the connection if it is open, else nil.
func (c *Client) Live() *conn.Conn {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.d.end != nil {
		return nil
	}
	return c.conn
}

// Secure reports whether TLS protects the connection, which is open.
func (c *Client) Secure() bool {
	live := c.Live()
	return live != nil && live.TLS() != nil
}

// Close ends the connection, if it is open.
func (c *Client) Close() {
	if live := c.Live(); live != nil {
		live.Close()
	}
}

// Send writes lines in one write. The dialect says how much of each is secret, unless
// the caller knows that more of it is. It returns conn.ErrClosed, or what
// conn.Conn.Send returns.
func (c *Client) Send(ctx context.Context, lines ...conn.Line) error {
	live := c.Live()
	if live == nil {
		return conn.ErrClosed
	}
	if slices.ContainsFunc(lines, func(l conn.Line) bool { return l.Bulk }) {
		c.listener.Room(ctx.Done())
	}
	hideSecrets(c, lines)
	return live.Send(ctx, lines...)
}

// hideSecrets marks what is secret in lines, each after those before it.
func hideSecrets(c *Client, lines []conn.Line) {
	c.mu.Lock()
	defer c.mu.Unlock()
	d := c.d.dialect
	if len(lines) > 1 {
		d = d.Fork()
	}
	for i, l := range lines {
		lines[i].Secret = max(l.Secret, d.Secret(l.Text))
		if len(lines) > 1 {
			d.Sent(l.Text)
			d.Sent([]byte(l.Ending))
		}
	}
}

// Upgrade begins TLS after the server has agreed to it. It returns a
// *dialect.NotSecurable or conn.ErrSecured, which change nothing, conn.ErrClosed, a
// *conn.InjectedError or a *conn.TLSError.
func (c *Client) Upgrade(ctx context.Context) error {
	live := c.Live()
	if live == nil {
		return conn.ErrClosed
	}
	if live.TLS() != nil {
		return conn.ErrSecured
	}
	c.mu.Lock()
	err, seen := c.d.dialect.CanSecure(), c.d.seen
	if c.d.dialect.Quiet() > 0 {
		seen = c.d.offset // the user has judged what came so far
	}
	c.mu.Unlock()
	if err != nil {
		return err
	}
	return live.Upgrade(ctx, seen)
}

// Hello returns the line that opens an SMTP or LMTP session, with a name or, without
// one, our own address (RFC 5321 4.1.3, RFC 2033 4.1). ok is false in other protocols.
func (c *Client) Hello(name string) (line string, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	d := c.d.dialect.Mail()
	if d == nil {
		return "", false
	}
	if name == "" {
		name = addressLiteral(c.conn)
	}
	if d.IsLMTP() {
		return "LHLO " + name, true
	}
	return "EHLO " + name, true
}

// addressLiteral is our own address as EHLO wants it: [192.0.2.1], [IPv6:...]
// (RFC 5321 4.1.3).
func addressLiteral(c *conn.Conn) string {
	if c != nil {
		if a, ok := c.Opening().Local.(*net.TCPAddr); ok {
			if a.IP.To4() == nil {
				return "[IPv6:" + a.IP.String() + "]"
			}
			return "[" + a.IP.String() + "]"
		}
	}
	return "localhost"
}

// State returns what hints depend on; ok is false in protocols other than SMTP and LMTP.
func (c *Client) State() (state advice.State, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if state := c.d.state(); state != nil {
		return *state, true
	}
	return state, false
}
