package smtp

import (
	"bytes"
	"slices"
)

// Envelope is what the server has accepted of the transaction in hand (RFC 5321
// 3.3): nothing of it stands in the message itself.
type Envelope struct {
	Begun bool     // a MAIL was accepted, and the message is not done
	From  string   // the reverse-path without its brackets; "" is the null one, "<>"
	To    []string // the forward-paths, in order; at most maxRecipients of them
}

// maxRecipients is how many recipients are remembered by name. They are counted
// all the same.
const maxRecipients = 1000

// transaction is the mail transaction that is under way (RFC 5321 3.3).
type transaction struct {
	envelope   Envelope
	recipients int
}

// Envelope returns the sender and the recipients of the message that is being sent.
func (t *transaction) Envelope() Envelope {
	e := t.envelope
	e.To = slices.Clone(e.To)
	return e
}

// Recipients returns how many recipients the server has accepted for that message.
func (t *transaction) Recipients() int { return t.recipients }

// accept adds a recipient that the server accepted.
func (t *transaction) accept(to string) {
	if t.recipients++; len(t.envelope.To) < maxRecipients {
		t.envelope.To = append(t.envelope.To, to)
	}
}

// path takes the address out of a MAIL or RCPT, as leniently as servers do:
//
//	MAIL FROM:<a@example.net> SIZE=5     a@example.net
//	mail from: a@example.net             a@example.net
func path(line []byte) string {
	_, arg, found := bytes.Cut(line, []byte(":"))
	if !found {
		return ""
	}
	if inside, ok := bytes.CutPrefix(bytes.TrimLeft(arg, " \t"), []byte("<")); ok {
		if end := bracket(inside); end >= 0 {
			return string(inside[:end])
		}
		arg = inside
	}
	if words := fields(arg); len(words) > 0 {
		return string(words[0])
	}
	return ""
}

// bracket is where the path ends: a quoted local part may hold a ">" (RFC 5321
// 4.1.2).
func bracket(b []byte) int {
	quoted := false
	for i := 0; i < len(b); i++ {
		switch {
		case b[i] == '\\' && quoted:
			i++
		case b[i] == '"':
			quoted = !quoted
		case b[i] == '>' && !quoted:
			return i
		}
	}
	return -1
}
