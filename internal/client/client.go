package client

import (
	"context"
	"net"
	"sync"
	"time"

	"byhand/conn"
	"byhand/internal/advice"
	"byhand/internal/dialect"
)

// Client is a connection and the dialogue on it. Any goroutine may call its methods, but
// its Listener may not.
//
// Lock order: the connection's locks, then mu, then the lock of a Queue.
type Client struct {
	target   conn.Target
	limits   Limits
	listener Listener

	mu      sync.Mutex // guards what follows; never held during a wait
	conn    *conn.Conn // nil until Open has succeeded
	d       dialogue
	changed chan struct{} // closed, and replaced, at each change
}

// Limits say how long a Client waits for replies.
type Limits struct {
	Greeting time.Duration
	Reply    time.Duration
}

// Unrequested is a command whose continuation the server did not ask for: the text of a message,
// a literal, or answers to challenges.
type Unrequested struct {
	Verb         string
	At           time.Time             // when the reply arrived
	Continuation *dialect.Continuation // the continuation; nil: none is unrequested
}

// Listener gets the events of a connection.
type Listener interface {
	// Hear gets every event in wire order. The Client's lock is held, so Hear must not
	// wait or call the Client. e.Line is only valid until it returns.
	Hear(e Event)
	// WaitForRoom is called before each read, and before a piece of a message is sent. It may
	// wait until stop is closed.
	WaitForRoom(stop <-chan struct{})
	// Drain waits until the events so far are processed, or stop is closed. The memory of
	// a Bulk line may be used again then.
	Drain(stop <-chan struct{})
}

// New returns a Client that will connect to t.
func New(t conn.Target, limits Limits, l Listener) *Client {
	return &Client{target: t, limits: limits, listener: l, d: dialogue{dialect: dialect.Named(t.Protocol)}, changed: make(chan struct{})}
}

// Open connects with the settings of d, except Tap and WaitForRoom. Its error is a
// *conn.DialError or a *conn.TLSError.
func (c *Client) Open(ctx context.Context, d conn.Dialer) error {
	d.Tap, d.WaitForRoom = c.handleEvent, c.listener.WaitForRoom
	opened, err := d.Dial(ctx, c.target)
	if err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.conn = opened
	return nil
}

// Stream connects, and leaves reading and writing to the caller, who reports the bytes to
// ReportStreamed. Its errors are those of Open.
func (c *Client) Stream(ctx context.Context, d conn.Dialer) (*conn.Stream, error) {
	d.Tap = c.handleEvent
	return d.Stream(ctx, c.target)
}

// ReportStreamed handles an event that the caller of Stream reports. The dialect decides how
// much of a line is secret.
func (c *Client) ReportStreamed(e conn.Event) {
	if e.Kind == conn.Sent {
		e.Secret = c.Secret(e.Line)
	}
	c.handleEvent(e)
}

// Target returns the server.
func (c *Client) Target() conn.Target { return c.target }

// Conn returns the connection, open or closed; nil: Open has not succeeded.
func (c *Client) Conn() *conn.Conn {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.conn
}

// Live returns the connection if it is open, otherwise nil.
func (c *Client) Live() *conn.Conn {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.d.end != nil {
		return nil
	}
	return c.conn
}

// Secure reports whether the connection is open and protected by TLS.
func (c *Client) Secure() bool {
	live := c.Live()
	return live != nil && live.TLS() != nil
}

// Close closes the connection if it is open.
func (c *Client) Close() {
	if live := c.Live(); live != nil {
		live.Close()
	}
}

// Send writes lines in one write. It marks as secret what the dialect or Line.Secret says,
// whichever is more. It returns conn.ErrClosed or an error of conn.Conn.Send.
func (c *Client) Send(ctx context.Context, lines ...conn.Line) error {
	live := c.Live()
	if live == nil {
		return conn.ErrClosed
	}
	if isBulk(lines) {
		c.listener.WaitForRoom(ctx.Done())
	}
	markSecrets(c, lines)
	return live.Send(ctx, lines...)
}

// markSecrets sets Secret in each line. The lines before it count as sent.
func markSecrets(c *Client, lines []conn.Line) {
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

// Upgrade starts TLS after the server has agreed to it. A *dialect.NotSecurable and
// conn.ErrSecured change nothing. The other errors are conn.ErrClosed, a
// *conn.InjectedError and a *conn.TLSError, after which the connection is closed.
func (c *Client) Upgrade(ctx context.Context) error {
	live := c.Live()
	if live == nil {
		return conn.ErrClosed
	}
	if live.TLS() != nil {
		return conn.ErrSecured
	}
	c.mu.Lock()
	err, seen := c.d.dialect.CanSecure(), c.d.replyOffset
	if c.d.dialect.QuietPeriod() > 0 {
		seen = c.d.receivedOffset // the user has seen all bytes so far, and decides
	}
	c.mu.Unlock()
	if err != nil {
		return err
	}
	return live.Upgrade(ctx, seen)
}

// Hello returns the line that opens an SMTP or LMTP session (RFC 5321 4.1.1.1, RFC 2033
// 4.1). If name is "", it names our own address. ok is false in other protocols.
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

// addressLiteral returns our own address: [192.0.2.1] or [IPv6:2001:db8::1] (RFC 5321
// 4.1.3). It returns "localhost" without a TCP connection.
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

// State returns the state of the session for package advice. ok is false in protocols other than SMTP and LMTP.
func (c *Client) State() (state advice.State, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if state := c.d.state(); state != nil {
		return *state, true
	}
	return state, false
}
