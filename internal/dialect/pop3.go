package dialect

import (
	"bytes"
	"slices"
	"strings"
	"time"

	"byhand/internal/smtp"
)

// pop3 follows a POP3 connection (RFC 1939, RFC 2449, RFC 5034):
//
//	S: +OK ready                the greeting
//	C: CAPA                     owes a reply of many lines, up to "."
//	S: +OK / SASL PLAIN / .
//	C: PASS hunter2
//	S: -ERR no                  a refusal of PASS
type pop3 struct {
	exchange    // of AUTH
	in, out     lines
	greeted     bool
	ended       bool
	listing     Answer    // the reply of many lines that is coming
	lists       bool      // there is one
	asked       bool      // "+" came and waits for an answer
	userNamed   bool      // USER was sent: PASS, or what is meant for it, follows
	pending     []pop3Cmd // commands without their reply, in order
	last        reply
	quit        bool
	knowsOffers bool     // CAPA was answered since TLS began
	offers      []string // the mechanisms that it listed
}

type pop3Cmd struct {
	verb string
	many bool // its +OK is followed by lines up to "." (RFC 1939 3)
}

func newPOP3() Dialect { return &pop3{} }

// Name returns "pop3".
func (d *pop3) Name() string { return "pop3" }

// Quiet returns 0: each command has its reply.
func (d *pop3) Quiet() time.Duration { return 0 }

// Done reports whether QUIT was answered.
func (d *pop3) Done() bool { return d.quit }

// Mail returns nil: POP3 sends no mail.
func (d *pop3) Mail() Mail { return nil }

// Fork returns a copy that follows lines that are not sent.
func (d *pop3) Fork() Dialect {
	f := *d
	f.in, f.out, f.pending = d.in.fork(), d.out.fork(), slices.Clone(d.pending)
	return &f
}

// Phase is Challenge while a "+" waits for its answer.
func (d *pop3) Phase() smtp.Phase {
	switch {
	case d.ended:
		return smtp.Closed
	case !d.greeted:
		return smtp.Greeting
	case d.asked:
		return smtp.Challenge
	}
	return smtp.Command
}

// Owed counts the greeting and the commands without a reply; 0 while the server
// waits for an answer to its challenge.
func (d *pop3) Owed() int {
	switch {
	case !d.greeted:
		return 1 + len(d.pending)
	case d.asked:
		return 0
	}
	return len(d.pending)
}

func (d *pop3) loggingIn() bool {
	return len(d.pending) > 0 && d.pending[len(d.pending)-1].verb == "AUTH"
}

// Deciding reports whether an AUTH is not answered yet.
func (d *pop3) Deciding() bool { return d.loggingIn() && !d.asked }

// Rest returns nil: what follows AUTH is known once it is answered.
func (d *pop3) Rest() *Rest { return nil }

// Due returns 0: POP3 counts no octets.
func (d *pop3) Due() int64 { return 0 }

// Secret hides what follows PASS, APOP USER and AUTH MECHANISM, all that is sent
// until AUTH is answered, and after USER what is not a command.
func (d *pop3) Secret(line []byte) int {
	whole := slices.Concat(d.out.part, line)
	switch {
	case d.loggingIn(), d.mayAnswer(whole):
		return answerSecret(line)
	case d.userNamed && len(whole) > 0 && !IsVerb(words(whole, 1)[0]):
		return len(line)
	}
	return min(len(loginSecret(whole)), len(line))
}

// Sent follows the commands that are sent.
func (d *pop3) Sent(b []byte) { d.out.push(b, d.sentLine) }

func (d *pop3) sentLine(line []byte) {
	if d.loggingIn() {
		d.asked = false
		d.exchange.answered(line)
		return
	}
	all := words(line, 2)
	verb, argument := all[0], all[1]
	d.command(verb)
	d.last, d.userNamed = reply{}, verb == "USER"
	if verb == "AUTH" && argument != "" {
		d.exchange.begin(argument, afterWords(line, 2))
	}
	d.pending = append(d.pending, pop3Cmd{verb: verb, many: hasManyLines(verb, argument)})
}

// hasManyLines reports whether the +OK to a command is followed by lines up to
// "." (RFC 1939 5, RFC 2449 5).
func hasManyLines(verb, argument string) bool {
	switch verb {
	case "CAPA", "RETR", "TOP":
		return true
	case "LIST", "UIDL", "AUTH", "LANG":
		return argument == ""
	}
	return false
}

// Received follows the replies and returns those that are complete.
func (d *pop3) Received(b []byte) (answers []Answer) {
	d.in.push(b, func(line []byte) {
		if a, ok := d.heard(line); ok {
			answers = append(answers, a)
		}
	})
	return answers
}

func (d *pop3) heard(line []byte) (Answer, bool) {
	if d.lists {
		return d.listed(line)
	}
	word := words(line, 1)[0]
	switch {
	case !d.greeted:
		d.greeted = true
		return answer("GREETING", word, line), true
	case bytes.HasPrefix(line, []byte("+")) && word != "+OK":
		return d.goOn(line)
	case word != "+OK" && word != "-ERR", len(d.pending) == 0:
		return answer("", word, line), word == "+OK" || word == "-ERR"
	}
	if d.pending[0].many && word == "+OK" {
		d.listing, d.lists = answer(d.pending[0].verb, word, line), true
		return Answer{}, false
	}
	return d.complete(answer(d.pending[0].verb, word, line)), true
}

// goOn takes a "+", the challenge of an AUTH (RFC 5034 4).
func (d *pop3) goOn(line []byte) (Answer, bool) {
	if !d.loggingIn() {
		return answer("", "+", line), true
	}
	d.asked = true
	d.exchange.challenge(bytes.TrimLeft(line[1:], " "))
	return answer("AUTH", "+", line), true
}

// listed takes a line of a reply of many lines.
func (d *pop3) listed(line []byte) (Answer, bool) {
	if string(line) != "." {
		if all := words(line, 1); d.listing.To == "CAPA" && all[0] == "SASL" {
			d.offers = strings.Fields(strings.ToUpper(string(afterWords(line, 1))))
		}
		return Answer{}, false
	}
	d.lists = false
	return d.complete(d.listing), true
}

// complete ends the oldest command.
func (d *pop3) complete(a Answer) Answer {
	verb := d.pending[0].verb
	d.pending = d.pending[1:]
	if verb == "AUTH" {
		d.asked = false
		a.Rest = d.exchange.over(a.Word == "+OK", 0)
	}
	if verb == "USER" && a.Refused() {
		d.userNamed = false
	}
	d.last = reply{verb, a.Word}
	d.knowsOffers = d.knowsOffers || verb == "CAPA" && a.Word == "+OK"
	d.quit = d.quit || verb == "QUIT" && a.Word == "+OK"
	return a
}

// Secured forgets what was said before TLS (RFC 2595 4).
func (d *pop3) Secured() {
	d.in, d.out, d.pending, d.lists, d.asked = lines{}, lines{}, nil, false, false
	d.last, d.offers, d.knowsOffers, d.userNamed, d.exchange = reply{}, nil, false, false, exchange{}
}

// CanSecure insists that STLS was the last command and +OK its reply.
func (d *pop3) CanSecure() error {
	return canSecure(d.last, d.Owed(), "STLS", "+OK")
}

// StartTLS returns the command that asks for TLS (RFC 2595 4).
func (d *pop3) StartTLS() string { return "STLS" }

// Hangup ends the conversation.
func (d *pop3) Hangup() []Answer {
	d.ended = true
	return nil
}

// Login returns d: AUTH carries SASL (RFC 5034).
func (d *pop3) Login() Login { return d }

// Offered returns what CAPA listed as SASL.
func (d *pop3) Offered() []string { return d.offers }

// AskOffered returns CAPA until it is answered (RFC 2449 5).
func (d *pop3) AskOffered() string {
	if d.knowsOffers {
		return ""
	}
	return "CAPA"
}

// Begin returns "AUTH MECHANISM [initial response]".
func (d *pop3) Begin(mechanism string, initial *[]byte) []byte {
	if initial == nil {
		return []byte("AUTH " + mechanism)
	}
	return []byte("AUTH " + mechanism + " " + initialResponse(*initial))
}

// Fits allows 255 octets, line ending included (RFC 5034 4).
func (d *pop3) Fits(line []byte) bool { return len(line)+len("\r\n") <= 255 }
