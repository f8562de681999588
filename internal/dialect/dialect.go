// Package dialect knows what the protocols mean that byhand speaks: which reply
// answers which line, what a refusal is, which part of a line is secret, when
// TLS may begin and how a login goes. Each protocol is a state machine in a file
// of its own and a row in the table of protocols. The package does no I/O: it is
// told what was sent and what was received, in the order of the wire:
//
//	S: +OK ready             Received: an answer to "GREETING"
//	C: USER bob              Sent:     one reply owed
//	S: +OK                   Received: an answer to "USER"
//	C: PASS hunter2          Secret:   7 bytes
//	S: -ERR no               Received: an answer to "PASS", a refusal
package dialect

import (
	"bytes"
	"fmt"
	"time"

	"byhand/internal/smtp"
)

// Dialect follows one connection in one protocol. It is not safe for concurrent
// use.
type Dialect interface {
	Name() string                          // "smtp", "imap", ...; "" while it is not known
	Phase() smtp.Phase                     // what the replies so far make of the next line
	Secret(line []byte) int                // how many bytes at the end of a line are secret; asked before it is sent
	Fork() Dialect                         // a copy, to follow lines that are not sent yet
	Sent(b []byte)                         // bytes that were sent, line endings included
	Received(b []byte) []Answer            // bytes that were received, and the replies they complete
	Owed() int                             // replies still to come, the greeting included; after Hangup, those that never came
	Deciding() bool                        // the reply to come decides what the next line means
	Rest() *Rest                           // what the next lines are meant for if that reply asks for them; nil: commands
	Due() int64                            // octets announced and still to be sent, in the phase Message
	Quiet() time.Duration                  // 0: Owed is exact; else a reply ends after so long a silence
	CanSecure() error                      // why TLS must not begin now, a *NotSecurable; nil: it may
	StartTLS() string                      // the command that asks for TLS; "": none is known
	Secured()                              // TLS has begun: what was learned before no longer applies
	Hangup() []Answer                      // the connection ended
	Done() bool                            // the server took QUIT or LOGOUT: the session is finished
	Challenge() (text []byte, what string) // what the server asks for, decoded, and by name: "user name", "password" or ""
	Login() Login                          // how to log in; nil: not known in this protocol
	Mail() Mail                            // the mail transaction; nil: the protocol has none
}

// Login is how a protocol carries a SASL exchange (RFC 4422 4).
type Login interface {
	Offered() []string                              // the mechanisms that the server offers
	AskOffered() string                             // the command that lists them, if that is needed; "" in SMTP, where EHLO does
	Begin(mechanism string, initial *[]byte) []byte // the line that names the mechanism; initial: nil, or the first answer
	Fits(line []byte) bool                          // a first line with an initial response may be sent
	Reply(answer []byte) []byte                     // the line that answers a challenge
	Cancel() []byte                                 // the line that ends the login (RFC 4954 4, RFC 9051 6.2.2, RFC 5034 4, RFC 5804 2.1)
	Asks() (challenge []byte, ok bool, err error)   // the server waits for an answer to challenge
	Given() (mechanism string, answers int)         // what was begun, and how many answers it had
	PasswordGiven() bool                            // LOGIN had the password before the challenge that waits
	Accepted() bool                                 // the last reply accepted the login
	AsksForName(known bool) bool                    // the answer to the challenge is certain to be a user name; known: byhand logs that user in
}

// Mail is the mail transaction of an SMTP or LMTP session (RFC 5321 3.3).
type Mail interface {
	Offers(keyword string) (smtp.Feature, bool)
	Features() []smtp.Feature
	Envelope() smtp.Envelope
	Recipients() int
	Authenticated() bool
	IsLMTP() bool
	Hello() string // EHLO, HELO or LHLO, whichever was accepted last; "": none
}

// Answer is a reply and the line that it answers.
type Answer struct {
	smtp.Answer
	Word string // how it went where there are no codes: OK, NO, BAD, BYE, +OK, -ERR, or + for "go on"
	Rest *Rest  // what the next lines were meant for, and this reply does not ask for them; nil: nothing
}

// Refused reports whether the server said no.
func (a Answer) Refused() bool { return a.Verdict() == smtp.Refused }

// Verdict judges the reply: by its code (smtp.Answer.Verdict), or else by its word.
func (a Answer) Verdict() smtp.Verdict {
	if a.Word == "" {
		return a.Answer.Verdict()
	}
	if verdict, ok := verdicts()[a.Word]; ok {
		return verdict
	}
	return smtp.Broken
}

// answer makes an Answer of a line without a code.
func answer(to, word string, line []byte) Answer {
	text := bytes.Clone(line)
	return Answer{Word: word, Answer: smtp.Answer{To: to,
		Reply: smtp.Reply{Lines: []smtp.ReplyLine{{Text: text, Ending: "\r\n", Last: true}}}}}
}

// NotSecurable says why TLS must not begin.
type NotSecurable struct {
	Reason string
	Hint   string // what to type first; ""
}

// Error returns the reason.
func (e *NotSecurable) Error() string { return "TLS cannot start: " + e.Reason }

// canSecure insists that verb was the last command, that word was its reply and
// that no other is owed. Data that came after that reply is for the connection to
// refuse: it counts bytes (RFC 3207 6, CVE-2011-0411).
func canSecure(last reply, owed int, verb, word string) error {
	switch {
	case owed > 0:
		return &NotSecurable{"a reply is still to come", "wait for it, then :tls"}
	case last.to == verb && last.word == word:
		return nil
	case last.to == verb:
		return &NotSecurable{fmt.Sprintf("the server did not answer %s with %s", verb, word), fmt.Sprintf("still unencrypted; try %s again", verb)}
	}
	return &NotSecurable{"the server has not agreed to it",
		fmt.Sprintf("type %s first; when it answers %s, :tls (or :starttls, which does it all)", verb, word)}
}
