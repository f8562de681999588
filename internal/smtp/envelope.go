package smtp

import (
	"bytes"
	"slices"
)

// Envelope is the sender and the recipients of the current transaction, as far as the
// server accepted them (RFC 5321 3.3).
type Envelope struct {
	Begun bool     // MAIL was accepted, and the transaction is not over
	From  string   // the reverse-path without its brackets; "" is the null reverse-path, "<>"
	To    []string // the forward-paths, in order; at most maxRecipients of them
}

// maxRecipients is how many recipients are kept. All of them are counted.
const maxRecipients = 1000

// transaction is the current mail transaction (RFC 5321 3.3).
type transaction struct {
	envelope   Envelope
	recipients int
}

// Envelope returns the sender and the recipients of the current transaction. The caller
// must not change the list.
func (t *transaction) Envelope() Envelope {
	e := t.envelope
	e.To = slices.Clip(e.To)
	return e
}

// Recipients returns how many recipients the server accepted in it.
func (t *transaction) Recipients() int { return t.recipients }

// accept adds a recipient that the server accepted.
func (t *transaction) accept(to string) {
	if t.recipients++; len(t.envelope.To) < maxRecipients {
		t.envelope.To = append(t.envelope.To, to)
	}
}

// parsePath returns the address in a MAIL or RCPT command. It is as lenient as servers are:
//
//	MAIL FROM:<a@example.net> SIZE=5     a@example.net
//	mail from: a@example.net             a@example.net
func parsePath(line []byte) string {
	_, arg, found := bytes.Cut(line, []byte(":"))
	if !found {
		return ""
	}
	if inside, ok := bytes.CutPrefix(bytes.TrimLeft(arg, " \t"), []byte("<")); ok {
		if end := closingBracket(inside); end >= 0 {
			return string(inside[:end])
		}
		arg = inside
	}
	if words := splitWords(arg); len(words) > 0 {
		return string(words[0])
	}
	return ""
}

// closingBracket returns the index of the ">" that ends a path, or -1. A quoted local part may
// contain one (RFC 5321 4.1.2).
func closingBracket(b []byte) int {
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
