package repl

import (
	"bytes"
	"time"

	"byhand/smtp"
)

// quietSpell is the silence after which a reply counts as complete where no
// rule of the protocol says so.
const quietSpell = 200 * time.Millisecond

// linesDialect is any protocol of lines that byhand does not know: no phases,
// no refusals, and a reply ends after a quiet spell.
type linesDialect struct {
	name     string
	owed     int
	greeted  bool
	asked    bool   // the last line that came begins with "+": it asks for more
	login    bool   // the last command was one that logs in
	incoming []byte // the beginning of the line that is coming
	outgoing []byte // and of the one that is going
	ended    bool
}

// lineStart is how much of a line is looked at.
const lineStart = 64

func newLines(name string, greets bool) *linesDialect {
	d := &linesDialect{name: name, greeted: !greets}
	if greets {
		d.owed = 1
	}
	return d
}

// Name returns what the URL, the port or the greeting said.
func (d *linesDialect) Name() string { return d.name }

// Quiet returns the silence that ends a reply.
func (d *linesDialect) Quiet() time.Duration { return quietSpell }

// Owed is 1 until anything comes.
func (d *linesDialect) Owed() int { return d.owed }

// Deciding is never known.
func (d *linesDialect) Deciding() bool { return false }

// Done is never known.
func (d *linesDialect) Done() bool { return false }

// CanSecure leaves it to the person: what agrees to TLS differs (an IMAP tag
// and OK, a POP3 +OK, an NNTP 382).
func (d *linesDialect) CanSecure() *Failure { return nil }

// Secured changes nothing: TLS is all that happened.
func (d *linesDialect) Secured() { d.owed = 0 }

// Phase knows the greeting and the end.
func (d *linesDialect) Phase() smtp.Phase {
	switch {
	case d.ended:
		return smtp.Closed
	case !d.greeted:
		return smtp.Greeting
	}
	return smtp.Command
}

// Fork returns one that stands where this one does.
func (d *linesDialect) Fork() Dialect {
	f := *d
	f.incoming, f.outgoing = bytes.Clone(d.incoming), bytes.Clone(d.outgoing)
	return &f
}

// Sent owes an answer for each line that is complete.
func (d *linesDialect) Sent(b []byte) {
	for len(b) > 0 {
		line, rest, ended := bytes.Cut(b, []byte("\n"))
		d.outgoing = firstOf(d.outgoing, line)
		if ended {
			d.login = loginVerb(d.outgoing) != nil || d.login && d.asked
			d.outgoing, d.owed, d.asked = d.outgoing[:0], 1, false
		}
		b = rest
	}
}

// Received ends the wait: whatever came is taken for the answer.
func (d *linesDialect) Received(b []byte) []smtp.Answer {
	if len(b) > 0 {
		d.owed, d.greeted = 0, true
	}
	for len(b) > 0 {
		line, rest, ended := bytes.Cut(b, []byte("\n"))
		d.incoming = firstOf(d.incoming, line)
		if ended {
			d.asked = bytes.HasPrefix(d.incoming, []byte("+")) && !bytes.HasPrefix(d.incoming, []byte("+OK"))
			d.incoming = d.incoming[:0]
		}
		b = rest
	}
	return nil
}

func firstOf(kept, more []byte) []byte {
	return append(kept, more[:min(len(more), max(0, lineStart-len(kept)))]...)
}

// Hangup ends the conversation.
func (d *linesDialect) Hangup() []smtp.Answer {
	d.ended, d.owed = true, 0
	return nil
}

// Challenge knows none.
func (d *linesDialect) Challenge() ([]byte, string) { return nil, "" }

// Secret knows how IMAP, POP3 and ManageSieve log in: what follows the user in
// LOGIN and PASS, the initial response of AUTH and AUTHENTICATE, and the line
// that answers a "+" after them.
func (d *linesDialect) Secret(line []byte) int {
	if d.login && d.asked {
		return len(line)
	}
	return len(loginVerb(line))
}

// loginVerb returns what is secret in a command that logs in, and nil for any
// other command:
//
//	PASS secret                     RFC 1939 7
//	a LOGIN user secret             RFC 3501 6.2.3
//	a AUTHENTICATE PLAIN AHVz...    RFC 4959
//	AUTH PLAIN AHVz...              RFC 5034
func loginVerb(line []byte) []byte {
	fields := bytes.Fields(line)
	for i := range min(2, len(fields)) {
		skip := -1
		switch string(bytes.ToUpper(fields[i])) {
		case "PASS":
			skip = i + 1
		case "LOGIN", "AUTHENTICATE", "AUTH":
			skip = i + 2
		}
		if skip >= 0 {
			return append([]byte{}, afterFields(line, skip)...)
		}
	}
	return nil
}

// afterFields returns what stands behind the first n words of a line.
func afterFields(line []byte, n int) []byte {
	for range n {
		line = bytes.TrimLeft(line, " \t")
		i := bytes.IndexAny(line, " \t")
		if i < 0 {
			return line[len(line):]
		}
		line = line[i:]
	}
	return bytes.TrimLeft(line, " \t")
}
