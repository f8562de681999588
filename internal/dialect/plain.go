package dialect

import (
	"bytes"
	"slices"
	"time"

	"byhand/internal/smtp"
)

// quietSpell is the silence after which a reply counts as complete where no
// rule of the protocol says so.
const quietSpell = 200 * time.Millisecond

// plainLines is any protocol of lines that byhand does not know: no phases, no
// refusals, and a reply ends after a quiet spell.
type plainLines struct {
	name    string
	in, out smtp.LineBuffer
	owed    int
	greeted bool
	asked   bool // the last line received begins with "+": it asks for more
	login   bool // the last command was one that logs in
	ended   bool
}

// newPlain returns one that waits for a greeting.
func newPlain(name string) *plainLines { return &plainLines{name: name, owed: 1} }

// newSilent returns one whose server waits for the client to speak first.
func newSilent(name string) *plainLines { return &plainLines{name: name, greeted: true} }

// Name returns what the URL, the port or the greeting said.
func (d *plainLines) Name() string { return d.name }

// Quiet returns the silence that ends a reply.
func (d *plainLines) Quiet() time.Duration { return quietSpell }

// Owed is 1 until anything comes.
func (d *plainLines) Owed() int { return d.owed }

// Deciding is never known.
func (d *plainLines) Deciding() bool { return false }

// Rest is never known.
func (d *plainLines) Rest() *Rest { return nil }

// Due is never known.
func (d *plainLines) Due() int64 { return 0 }

// Done is never known.
func (d *plainLines) Done() bool { return false }

// CanSecure leaves it to the user: protocols differ in how they agree to TLS.
func (d *plainLines) CanSecure() error { return nil }

// StartTLS is not known.
func (d *plainLines) StartTLS() string { return "" }

// Secured changes nothing but that no reply is owed.
func (d *plainLines) Secured() { d.owed = 0 }

// Login is not known.
func (d *plainLines) Login() Login { return nil }

// Mail is not known.
func (d *plainLines) Mail() Mail { return nil }

// Phase knows the greeting and the end.
func (d *plainLines) Phase() smtp.Phase {
	switch {
	case d.ended:
		return smtp.Closed
	case !d.greeted:
		return smtp.Greeting
	}
	return smtp.Command
}

// Fork returns a copy that follows lines that are not sent.
func (d *plainLines) Fork() Dialect {
	f := *d
	f.in, f.out = d.in.Fork(), d.out.Fork()
	return &f
}

// Sent owes an answer for each line that is complete.
func (d *plainLines) Sent(b []byte) {
	eachLine(&d.out, b, func(line []byte) {
		d.login = loginSecret(line) != nil || d.login && d.asked
		d.owed, d.asked = 1, false
	})
}

// Received ends the wait: whatever comes counts as the answer.
func (d *plainLines) Received(b []byte) []Answer {
	if len(b) > 0 {
		d.owed, d.greeted = 0, true
	}
	eachLine(&d.in, b, func(line []byte) {
		d.asked = bytes.HasPrefix(line, []byte("+")) && !bytes.HasPrefix(line, []byte("+OK"))
	})
	return nil
}

// Hangup ends the conversation.
func (d *plainLines) Hangup() []Answer {
	d.ended, d.owed = true, 0
	return nil
}

// Challenge knows none.
func (d *plainLines) Challenge() ([]byte, string) { return nil, "" }

// Secret knows how other protocols log in: FTP, NNTP and IRC among them, and the
// line that answers a "+" after such a command.
func (d *plainLines) Secret(line []byte) int {
	if d.login && d.asked {
		return smtp.AnswerSecret(line)
	}
	return min(len(loginSecret(slices.Concat(d.out.Text(), line))), len(line))
}
