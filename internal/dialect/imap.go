package dialect

import (
	"bytes"
	"slices"
	"strings"
	"time"

	"byhand/internal/smtp"
)

// imap follows an IMAP connection (RFC 9051, RFC 3501):
//
//	S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] ready     the greeting
//	C: a LOGIN {3}                                              owes "+" or a reply with the tag
//	S: + go on                                                  "+": the literal may follow
//	C: bob {7}
//	...
//	S: a NO [AUTHENTICATIONFAILED] wrong password               a refusal of LOGIN
type imap struct {
	exchange     // of AUTHENTICATE
	in, out      pieces
	greeted      bool
	ended        bool
	asked        bool      // "+" came, and its answer is not complete
	pending      []imapTag // commands without their tagged reply, in order
	sending      imapTag   // the command sent last: what out is inside of, also once it was answered
	early        bool      // it was answered before its end
	last         reply     // the last tagged reply; zero once another command is sent
	loggedOut    bool      // LOGOUT was answered
	capabilities []string  // as the server last listed them
	line         []byte    // the first piece of the response that is coming
}

// imapTag is a command that has no tagged reply yet.
type imapTag struct {
	tag, verb string
	secret    bool // until it is answered, what is sent belongs to a login
}

// reply is the last reply that completed a command.
type reply struct{ to, word string }

func newIMAP() Dialect { return &imap{} }

// Name returns "imap".
func (d *imap) Name() string { return "imap" }

// Quiet returns 0: each command has a tagged reply.
func (d *imap) Quiet() time.Duration { return 0 }

// Done reports whether LOGOUT was answered.
func (d *imap) Done() bool { return d.loggedOut }

// Mail returns nil: IMAP has no envelope.
func (d *imap) Mail() Mail { return nil }

// Fork returns a copy that follows lines that are not sent.
func (d *imap) Fork() Dialect {
	f := *d
	f.in, f.out = d.in.fork(), d.out.fork()
	f.pending, f.line = slices.Clone(d.pending), bytes.Clone(d.line)
	return &f
}

// Phase is Message while the literal of an APPEND is sent, and Challenge while
// the server waits for another literal or for an answer to AUTHENTICATE.
func (d *imap) Phase() smtp.Phase {
	switch {
	case d.ended:
		return smtp.Closed
	case !d.greeted:
		return smtp.Greeting
	case !d.mayContinue():
		return smtp.Command
	case d.out.inside && d.sending.verb == "APPEND":
		return smtp.Message
	}
	return smtp.Challenge
}

// mayContinue reports whether what is sent next continues the command in hand.
func (d *imap) mayContinue() bool { return d.asked || d.out.inside && !d.out.waits }

// newest is the command that was begun last.
func (d *imap) newest() imapTag {
	if len(d.pending) == 0 {
		return imapTag{}
	}
	return d.pending[len(d.pending)-1]
}

// Owed counts the greeting and the commands without a tagged reply; 0 while the
// server waits for the rest of a command.
func (d *imap) Owed() int {
	switch {
	case !d.greeted:
		return 1 + len(d.pending)
	case d.mayContinue():
		return 0
	}
	return len(d.pending)
}

// Deciding reports whether the reply to come decides if the next line is a
// command: after AUTHENTICATE and after a literal that waits.
func (d *imap) Deciding() bool {
	return len(d.pending) > 0 && !d.asked && (d.newest().secret || d.out.inside && !d.mayContinue())
}

// Rest returns the literal that waits for a "+".
func (d *imap) Rest() *Rest {
	if d.out.inside && !d.mayContinue() {
		return literal(d.out)
	}
	return nil
}

// Due returns what is left of a literal that may be sent.
func (d *imap) Due() int64 {
	if d.mayContinue() {
		return d.out.octets
	}
	return 0
}

// Secret hides what follows LOGIN USER and AUTHENTICATE MECHANISM, and all that
// is sent until that command is answered.
func (d *imap) Secret(line []byte) int {
	whole := slices.Concat(d.out.lines.part, line)
	switch {
	case d.newest().secret, d.out.inside && d.sending.secret:
		return answerSecret(line)
	case d.out.inside:
		return 0
	case d.mayAnswer(whole):
		return answerSecret(line)
	}
	secret := loginSecret(whole)
	if size, _ := announced(secret); size >= 0 && secret[0] == '{' {
		return 0 // "a LOGIN bob {7}": the secret is still to come
	}
	return min(len(secret), len(line))
}

// Sent follows the commands that are sent.
func (d *imap) Sent(b []byte) { d.out.push(b, d.sentPiece) }

func (d *imap) sentPiece(p piece) {
	if !p.continues && !d.answers(p.text) {
		d.begin(p)
	}
	if p.continues && d.early {
		d.out.waits = false // nothing will ask for it: it follows like the literal before it
	}
	if p.size < 0 || p.waits {
		d.asked = false
	}
	if n := len(d.pending); n > 0 && p.size < 0 && d.pending[n-1].verb == "LOGIN" && p.continues {
		d.pending[n-1].secret = false // its last argument is sent
	}
}

// answers reports whether a line belongs to the command in hand: an answer to
// AUTHENTICATE, or the DONE of an IDLE (RFC 2177).
func (d *imap) answers(line []byte) bool {
	now := d.newest()
	if now.verb == "AUTHENTICATE" {
		d.exchange.answered(line)
		return true
	}
	return now.verb == "IDLE" && strings.EqualFold(string(line), "DONE")
}

// begin takes the first piece of a command.
func (d *imap) begin(p piece) {
	all := words(p.text, 3)
	tag, verb := string(bytes.TrimSpace(p.text)), all[1]
	if fields := bytes.Fields(p.text); len(fields) > 0 {
		tag = string(fields[0])
	}
	d.last = reply{}
	one := imapTag{tag: tag, verb: verb}
	switch verb {
	case "AUTHENTICATE":
		one.secret = true
		d.exchange.begin(all[2], afterWords(p.text, 3))
	case "LOGIN":
		one.secret = p.size >= 0 || len(bytes.Fields(p.text)) < 4
	}
	d.command(verb)
	d.pending, d.sending, d.early = append(d.pending, one), one, false
}

// Received follows the responses and returns those that complete a command or
// ask for more of it.
func (d *imap) Received(b []byte) (answers []Answer) {
	d.in.push(b, func(p piece) {
		if !p.continues {
			d.line = append(d.line[:0], p.text...)
		}
		if p.size < 0 {
			if a, ok := d.response(d.line); ok {
				answers = append(answers, a)
			}
		}
	})
	return answers
}

// response judges one whole response by its first line.
func (d *imap) response(line []byte) (Answer, bool) {
	all := words(line, 2)
	d.learn(line)
	switch {
	case !d.greeted:
		d.greeted = true
		return answer("GREETING", all[1], line), true
	case all[0] == "+" || bytes.HasPrefix(line, []byte("+")):
		return d.goOn(line)
	case all[0] == "*":
		return d.untagged(all[1], line)
	}
	return d.tagged(all[1], line)
}

// goOn takes a "+", which asks for the rest of the command in hand (RFC 9051
// 7.6). A command that has no rest was not asked for it.
func (d *imap) goOn(line []byte) (Answer, bool) {
	now := d.newest()
	if len(d.pending) == 0 || !d.out.inside && IsVerb(now.verb) && now.verb != "AUTHENTICATE" && now.verb != "IDLE" {
		return answer("", "+", line), true
	}
	d.asked = true
	if now.verb == "AUTHENTICATE" {
		d.exchange.challenge(bytes.TrimLeft(line[1:], " "))
	}
	return answer(now.verb, "+", line), true
}

// untagged takes a "*" response. Only BAD and BYE end anything (RFC 9051 7.1).
func (d *imap) untagged(word string, line []byte) (Answer, bool) {
	switch {
	case word == "BAD" && len(d.pending) > 0:
		return d.complete(0, word, line), true
	case word == "BYE" && slices.ContainsFunc(d.pending, func(t imapTag) bool { return t.verb == "LOGOUT" }):
		return Answer{}, false
	case word == "BAD", word == "BYE":
		return answer("", word, line), true
	}
	return Answer{}, false
}

// tagged takes the reply to one command, in whatever order the server sends it.
func (d *imap) tagged(word string, line []byte) (Answer, bool) {
	tag := string(bytes.Fields(append(bytes.Clone(line), " ?"...))[0])
	for i, t := range d.pending {
		if t.tag == tag {
			return d.complete(i, word, line), true
		}
	}
	return answer("", word, line), refusals[word] || word == "OK"
}

// complete ends a command.
func (d *imap) complete(i int, word string, line []byte) Answer {
	done := d.pending[i]
	a := answer(done.verb, word, line)
	if done.verb == "AUTHENTICATE" {
		a.Rest = d.exchange.over(word == "OK", 1)
	}
	if i == len(d.pending)-1 {
		if a.Rest == nil {
			a.Rest = d.Rest()
		}
		if d.early = d.out.inside && d.mayContinue(); d.early {
			d.out.waits = false // the server has to read what it asked for (RFC 9051 4.3)
		} else {
			d.out = pieces{lines: d.out.lines}
		}
		d.asked = false
	}
	d.pending = slices.Delete(slices.Clone(d.pending), i, i+1)
	d.last = reply{done.verb, word}
	d.loggedOut = d.loggedOut || done.verb == "LOGOUT" && word == "OK"
	return a
}

// learn keeps the capabilities that a response lists (RFC 9051 7.2.2).
func (d *imap) learn(line []byte) {
	upper := strings.ToUpper(string(line))
	if _, list, ok := strings.Cut(upper, "[CAPABILITY "); ok {
		list, _, _ = strings.Cut(list, "]")
		d.capabilities = strings.Fields(list)
	} else if list, ok := strings.CutPrefix(upper, "* CAPABILITY "); ok {
		d.capabilities = strings.Fields(list)
	}
}

// Secured forgets what was said before TLS (RFC 9051 6.2.1).
func (d *imap) Secured() {
	d.in, d.out, d.pending, d.asked = pieces{}, pieces{}, nil, false
	d.last, d.capabilities, d.exchange = reply{}, nil, exchange{}
}

// CanSecure insists that STARTTLS was the last command and OK its reply.
func (d *imap) CanSecure() error {
	return canSecure(d.last, d.Owed(), "STARTTLS", "OK")
}

// StartTLS returns the command that asks for TLS (RFC 9051 6.2.1).
func (d *imap) StartTLS() string { return "s STARTTLS" }

// Hangup ends the conversation.
func (d *imap) Hangup() []Answer {
	d.ended = true
	return nil
}
