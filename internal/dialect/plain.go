package dialect

import (
	"bytes"
	"slices"
	"time"

	"byhand/internal/smtp"
)

// replyPause is the silence that ends a reply in a protocol that byhand does not know.
const replyPause = 200 * time.Millisecond

// unknownProtocol is a protocol of lines that byhand does not know. It has no phases and no
// refusals, and silence ends a reply.
type unknownProtocol struct {
	name          string
	in, out       smtp.LineBuffer
	owed          int
	greeted       bool
	continueAsked bool // the last line received begins with "+", which asks for more
	login         bool // the last command logs in
	ended         bool
}

// newUnknown returns a protocol in which the server sends a greeting.
func newUnknown(name string) *unknownProtocol { return &unknownProtocol{name: name, owed: 1} }

// newSilent returns a protocol in which the client sends the first line.
func newSilent(name string) *unknownProtocol { return &unknownProtocol{name: name, greeted: true} }

// Name returns the name of the protocol, from the URL, the port or the greeting.
func (d *unknownProtocol) Name() string { return d.name }

// QuietPeriod returns the silence that ends a reply.
func (d *unknownProtocol) QuietPeriod() time.Duration { return replyPause }

// Owed returns 1 until something is received.
func (d *unknownProtocol) Owed() int { return d.owed }

// DependsOnReply returns false.
func (d *unknownProtocol) DependsOnReply() bool { return false }

// Continuation returns nil.
func (d *unknownProtocol) Continuation() *Continuation { return nil }

// OctetsLeft returns 0.
func (d *unknownProtocol) OctetsLeft() int64 { return 0 }

// Done returns false.
func (d *unknownProtocol) Done() bool { return false }

// CanSecure returns nil: byhand does not know how the server agrees to TLS.
func (d *unknownProtocol) CanSecure() error { return nil }

// StartTLS returns "".
func (d *unknownProtocol) StartTLS() string { return "" }

// Secured ends the wait for a reply.
func (d *unknownProtocol) Secured() { d.owed = 0 }

// Login returns nil.
func (d *unknownProtocol) Login() Login { return nil }

// Mail returns nil.
func (d *unknownProtocol) Mail() Mail { return nil }

// Phase returns Greeting, Command or Closed.
func (d *unknownProtocol) Phase() smtp.Phase {
	switch {
	case d.ended:
		return smtp.Closed
	case !d.greeted:
		return smtp.Greeting
	}
	return smtp.Command
}

// Fork returns a copy, to try out lines without sending them.
func (d *unknownProtocol) Fork() Dialect {
	f := *d
	f.in, f.out = d.in.Fork(), d.out.Fork()
	return &f
}

// Sent expects a reply to each whole line.
func (d *unknownProtocol) Sent(b []byte) {
	eachLine(&d.out, b, func(line []byte) {
		d.login = loginSecret(line) != nil || d.login && d.continueAsked
		d.owed, d.continueAsked = 1, false
	})
}

// Received ends the wait: any data counts as the reply.
func (d *unknownProtocol) Received(b []byte) []Reply {
	if len(b) > 0 {
		d.owed, d.greeted = 0, true
	}
	eachLine(&d.in, b, func(line []byte) {
		d.continueAsked = bytes.HasPrefix(line, []byte("+")) && !bytes.HasPrefix(line, []byte("+OK"))
	})
	return nil
}

// Hangup ends the session.
func (d *unknownProtocol) Hangup() []Reply {
	d.ended, d.owed = true, 0
	return nil
}

// Challenge returns nothing.
func (d *unknownProtocol) Challenge() ([]byte, string) { return nil, "" }

// Secret hides the secrets in login commands of any protocol, such as FTP, NNTP and IRC.
// After a "+" in reply to such a command, it hides the next line.
func (d *unknownProtocol) Secret(line []byte) int {
	if d.login && d.continueAsked {
		return smtp.AnswerSecret(line)
	}
	return min(len(loginSecret(slices.Concat(d.out.Text(), line))), len(line))
}
