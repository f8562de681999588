package dialect

import (
	"bytes"
	"slices"
	"strings"
)

// pop3 is the state of a POP3 connection (RFC 1939, RFC 2449, RFC 5034):
//
//	S: +OK ready                the greeting
//	C: CAPA                     expects a multi-line reply, up to "."
//	S: +OK / SASL PLAIN / .
//	C: PASS hunter2
//	S: -ERR no                  refuses PASS
type pop3 struct {
	session
	listStart []byte // the first line of the multi-line reply that is being received; nil: none
	userNamed bool   // USER was sent: the next line is PASS, or the password alone
}

var pop3Rules = rules{
	name: "pop3", ok: "+OK", refusals: "-ERR", quit: "QUIT",
	startTLS: "STLS",                                                                                // RFC 2595 4
	list:     "CAPA",                                                                                // RFC 2449 5
	auth:     "AUTH",                                                                                // RFC 5034 4
	verbs:    "USER PASS APOP AUTH CAPA QUIT STLS NOOP STAT LIST RETR DELE RSET TOP UIDL UTF8 LANG", // RFC 1939, 2449, 2595, 5034, 6856
}

func newPOP3() Dialect { return &pop3{session: session{rules: &pop3Rules}} }

// Fork returns a copy, to try out lines without sending them.
func (d *pop3) Fork() Dialect { return &pop3{d.fork(), bytes.Clone(d.listStart), d.userNamed} }

// Secured forgets everything from before TLS (RFC 2595 4).
func (d *pop3) Secured() { *d = pop3{session: d.secured()} }

// Secret also hides a line after USER that is not a command: a password without PASS.
func (d *pop3) Secret(line []byte) int {
	whole := slices.Concat(d.out.line.Text(), line)
	if d.userNamed && len(whole) > 0 && !IsVerb(words(whole, 1)[0]) {
		return len(line)
	}
	return d.session.Secret(line)
}

// Sent handles the commands that are sent.
func (d *pop3) Sent(b []byte) {
	d.trackSent(b, func(one *request, p piece) {
		d.userNamed = one.verb == "USER"
		one.multiline = isMultiline(one.verb, words(p.text, 2)[1])
	})
}

// isMultiline reports whether the +OK to a command is followed by lines up to
// "." (RFC 1939 5, RFC 2449 5).
func isMultiline(verb, argument string) bool {
	switch verb {
	case "CAPA", "RETR", "TOP":
		return true
	case "LIST", "UIDL", "AUTH", "LANG":
		return argument == ""
	}
	return false
}

// Received handles the replies and returns those that are complete.
func (d *pop3) Received(b []byte) []Reply { return d.trackReceived(b, d.handleResponse) }

func (d *pop3) handleResponse(line []byte, _ piece) (Reply, bool) {
	if d.listStart != nil {
		return d.listLine(line)
	}
	word := words(line, 1)[0]
	isFinal := word == "+OK" || word == "-ERR"
	switch {
	case !d.greeted:
		return d.handleGreeting(word, line)
	case !isFinal && bytes.HasPrefix(line, []byte("+")) && d.isLoggingIn():
		return d.handleContinue(bytes.TrimLeft(line[1:], " "), line)
	case !isFinal && bytes.HasPrefix(line, []byte("+")):
		return wordReply("", "+", line), true
	case !isFinal, len(d.pending) == 0:
		return wordReply("", word, line), isFinal
	case d.pending[0].multiline && word == d.ok:
		d.listStart = bytes.Clone(line)
		return Reply{}, false
	}
	return d.end(word, line), true
}

// listLine handles one line of a multi-line reply.
func (d *pop3) listLine(line []byte) (Reply, bool) {
	if string(line) != "." {
		if d.pending[0].verb == d.list && words(line, 1)[0] == "SASL" {
			d.mechanisms = strings.Fields(strings.ToUpper(string(afterWords(line, 1))))
		}
		return Reply{}, false
	}
	first := d.listStart
	d.listStart = nil
	return d.end(d.ok, first), true
}

// end completes the oldest pending command with its final reply.
func (d *pop3) end(word string, line []byte) Reply {
	a := d.complete(0, word, line)
	switch {
	case a.Verb == "USER" && a.Refused():
		d.userNamed = false
	case a.Verb == d.list && !a.Refused():
		d.listed = true
	}
	return a
}

// Login returns d: AUTH carries SASL (RFC 5034).
func (d *pop3) Login() Login { return d }

// Fits reports whether line has at most 255 octets, including CRLF (RFC 5034 4).
func (d *pop3) Fits(line []byte) bool { return len(line)+len("\r\n") <= 255 }
