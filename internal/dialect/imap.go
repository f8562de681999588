package dialect

import (
	"bytes"
	"slices"
	"strings"
)

// imap is the state of an IMAP connection (RFC 9051, RFC 3501):
//
//	S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] ready     the greeting
//	C: a LOGIN {3}                                              owes "+" or a reply with the tag
//	S: + go on                                                  "+": the literal may follow
//	C: bob {7}
//	...
//	S: a NO [AUTHENTICATIONFAILED] wrong password               a refusal of LOGIN
type imap struct {
	session
	allowsInitial bool // the server accepts an initial response (RFC 4959)
}

var imapRules = rules{
	name: "imap", ok: "OK", refusals: "NO BAD BYE", quit: "LOGOUT", verbAt: 1, literals: onRequest,
	welcome:  "PREAUTH",             // RFC 9051 7.1.4
	startTLS: "s STARTTLS",          // RFC 9051 6.2.1
	list:     "byhand CAPABILITY",   // RFC 9051 6.1.1
	auth:     "byhand AUTHENTICATE", // RFC 9051 6.2.2
	verbs: `CAPABILITY NOOP LOGOUT STARTTLS AUTHENTICATE LOGIN ENABLE SELECT EXAMINE CREATE DELETE RENAME
		SUBSCRIBE UNSUBSCRIBE LIST LSUB NAMESPACE STATUS APPEND IDLE CLOSE UNSELECT EXPUNGE SEARCH
		FETCH STORE COPY MOVE UID CHECK ID`, // RFC 9051 6, RFC 3501 6, RFC 2971
}

func newIMAP() Dialect { return &imap{session: session{rules: &imapRules}} }

// Fork returns a copy, to try out lines without sending them.
func (d *imap) Fork() Dialect { return &imap{d.fork(), d.allowsInitial} }

// Secured forgets everything from before TLS (RFC 9051 6.2.1).
func (d *imap) Secured() { *d = imap{session: d.secured()} }

// Sent handles the commands that are sent.
func (d *imap) Sent(b []byte) { d.trackSent(b, classifyIMAP) }

func classifyIMAP(one *request, p piece) {
	switch one.verb {
	case "LOGIN":
		one.secret = p.size >= 0 || len(bytes.Fields(p.text)) < 4
	case "APPEND":
		one.message = true
	case "IDLE":
		one.until = "DONE" // RFC 2177
	}
}

// Received handles responses. It returns those that complete a command or ask for more of
// it.
func (d *imap) Received(b []byte) []Reply { return d.trackReceived(b, d.handleResponse) }

// handleResponse interprets a complete response by its first line.
func (d *imap) handleResponse(line []byte, _ piece) (Reply, bool) {
	all := words(line, 2)
	d.readCapabilities(line)
	switch {
	case !d.greeted:
		return d.handleGreeting(all[1], line)
	case bytes.HasPrefix(line, []byte("+")):
		return d.continuation(line)
	case all[0] == "*":
		return d.untagged(all[1], line)
	}
	return d.tagged(all[1], line)
}

// continuation takes a "+", which asks for the rest of the newest command (RFC 9051
// 7.6). It is unsolicited if that command has no rest.
func (d *imap) continuation(line []byte) (Reply, bool) {
	now := d.newest()
	if len(d.pending) == 0 || !d.out.inside && IsVerb(now.verb) && !d.isLoggingIn() && now.until == "" {
		return wordReply("", "+", line), true
	}
	return d.handleContinue(bytes.TrimLeft(line[1:], " "), line)
}

// untagged takes a "*" response. Only BAD can be the reply to a command (RFC 9051 7.1).
func (d *imap) untagged(word string, line []byte) (Reply, bool) {
	switch {
	case word == "BAD" && len(d.pending) > 0:
		return d.complete(0, word, line), true
	case word == "BYE" && slices.ContainsFunc(d.pending, func(r request) bool { return r.verb == d.quit }):
		return Reply{}, false
	case word == "BAD", word == "BYE":
		return wordReply("", word, line), true
	}
	return Reply{}, false
}

// tagged takes the reply to one command. The server may reply in any order.
func (d *imap) tagged(word string, line []byte) (Reply, bool) {
	tag := string(bytes.Fields(append(bytes.Clone(line), " ?"...))[0])
	i := slices.IndexFunc(d.pending, func(r request) bool { return r.tag == tag })
	if i < 0 {
		return wordReply("", word, line), slices.Contains(ReplyWords(), word)
	}
	return d.complete(i, word, line), true
}

// readCapabilities keeps the capabilities in a response (RFC 9051 7.2.2).
func (d *imap) readCapabilities(line []byte) {
	upper := strings.ToUpper(string(line))
	_, list, found := strings.Cut(upper, "[CAPABILITY ")
	if list, _, _ = strings.Cut(list, "]"); !found {
		list, found = strings.CutPrefix(upper, "* CAPABILITY ")
	}
	if !found {
		return
	}
	d.listed, d.mechanisms, d.allowsInitial = true, nil, false
	for word := range strings.FieldsSeq(list) {
		if name, ok := strings.CutPrefix(word, "AUTH="); ok {
			d.mechanisms = append(d.mechanisms, name)
		}
		d.allowsInitial = d.allowsInitial || word == "SASL-IR"
	}
}

// Login returns d: AUTHENTICATE carries SASL (RFC 9051 6.2.2).
func (d *imap) Login() Login { return d }

// Fits reports whether the server accepts an initial response and the line does not
// exceed the length that servers accept (RFC 2683 3.2.1.5: 8,000 octets or more).
func (d *imap) Fits(line []byte) bool { return d.allowsInitial && len(line) < 8<<10 }
